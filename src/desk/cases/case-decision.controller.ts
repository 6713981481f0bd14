import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { DeskCasesService } from '../../cases/operators/desk-cases.service.js';
import { OperatorActionsService } from '../../cases/operators/operator-actions.service.js';
import type { Category, Route } from '../../triage/verdict.js';
import { DomainError } from '../../platform/domain-error.js';
import { CasePageService } from './case-page.service.js';
import { isId } from '../frame/desk-path.js';
import { readForm } from '../frame/form-body.js';

/** Deciding over the rules, ending a case, taking it up again, joining it to another. */
@Controller('desk/cases/:number')
export class CaseDecisionController {
  constructor(
    private readonly page: CasePageService,
    private readonly actions: OperatorActionsService,
    private readonly cases: DeskCasesService,
  ) {}

  @Post('decide')
  @Requires('decide', 'case')
  decide(@Me() me: SignedIn, @Param('number') number: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const typed = readForm(body, 'version', 'last', 'category', 'route', 'reason');
    const decision = { category: typed.category as Category, route: typed.route as Route, reason: typed.reason };
    return this.page.act(reply, { name: 'decide', me, number, typed, work: (seen, operator) => this.actions.decide(seen, decision, operator) });
  }

  @Post('resolve')
  @Requires('resolve', 'case')
  resolve(@Me() me: SignedIn, @Param('number') number: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const typed = readForm(body, 'version', 'last', 'outcome', 'text');
    return this.page.act(reply, { name: 'resolve', me, number, typed, work: (seen, operator) => this.actions.resolve(seen, typed, operator) });
  }

  @Post('reopen')
  @Requires('reopen', 'case')
  reopen(@Me() me: SignedIn, @Param('number') number: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const typed = readForm(body, 'version', 'last', 'text');
    return this.page.act(reply, { name: 'reopen', me, number, typed, work: (seen, operator) => this.actions.reopen(seen, typed.text, operator) });
  }

  @Post('merge')
  @Requires('merge', 'case')
  merge(@Me() me: SignedIn, @Param('number') number: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const typed = readForm(body, 'version', 'last', 'into', 'number');
    return this.page.act(reply, { name: 'merge', me, number, typed, work: async (seen, operator) => this.actions.merge(seen, await this.target(typed), operator) });
  }

  /** What was offered, or what was typed. */
  private async target({ into, number }: { into: string; number: string }): Promise<string> {
    const id = number.trim() ? await this.cases.idOf(number) : isId(into) ? into : null;
    if (!id) throw new DomainError('invalid', 'merge-target', { faults: [{ path: 'merge-number', code: 'case-number' }] });
    return id;
  }
}
