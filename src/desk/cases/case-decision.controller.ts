import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { OperatorActionsService } from '../../cases/operator-actions.service.js';
import type { Category, Route } from '../../triage/verdict.js';
import { CasePageService } from './case-page.service.js';
import { readForm } from '../frame/form-body.js';

/** Deciding over the rules, ending a case, taking it up again, joining it to another. */
@Controller('desk/cases/:number')
export class CaseDecisionController {
  constructor(
    private readonly page: CasePageService,
    private readonly actions: OperatorActionsService,
  ) {}

  @Post('decide')
  @Requires('decide', 'case')
  decide(@Me() me: SignedIn, @Param('number') number: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const typed = readForm(body, 'version', 'category', 'route', 'reason');
    const decision = { category: typed.category as Category, route: typed.route as Route, reason: typed.reason };
    return this.page.act(reply, { name: 'decide', me, number, typed, work: (seen, operator) => this.actions.decide(seen, decision, operator) });
  }

  @Post('resolve')
  @Requires('resolve', 'case')
  resolve(@Me() me: SignedIn, @Param('number') number: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const typed = readForm(body, 'version', 'outcome', 'text');
    return this.page.act(reply, { name: 'resolve', me, number, typed, work: (seen, operator) => this.actions.resolve(seen, typed, operator) });
  }

  @Post('reopen')
  @Requires('reopen', 'case')
  reopen(@Me() me: SignedIn, @Param('number') number: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const typed = readForm(body, 'version', 'text');
    return this.page.act(reply, { name: 'reopen', me, number, typed, work: (seen, operator) => this.actions.reopen(seen, typed.text, operator) });
  }

  @Post('merge')
  @Requires('merge', 'case')
  merge(@Me() me: SignedIn, @Param('number') number: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const typed = readForm(body, 'version', 'into');
    return this.page.act(reply, { name: 'merge', me, number, typed, work: (seen, operator) => this.actions.merge(seen, typed.into, operator) });
  }
}
