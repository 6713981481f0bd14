import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import { OperatorActionsService } from '../../cases/operators/operator-actions.service.js';
import { DomainError } from '../../platform/domain-error.js';
import { CasePageService } from './case-page.service.js';
import { readForm } from '../frame/form-body.js';

/** Taking a case, giving it on, and writing about it. */
@Controller('desk/cases/:number')
export class CaseWorkController {
  constructor(
    private readonly page: CasePageService,
    private readonly actions: OperatorActionsService,
    private readonly accounts: AccountsService,
  ) {}

  @Post('take')
  @Requires('take', 'case')
  take(@Me() me: SignedIn, @Param('number') number: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    return this.page.act(reply, { name: 'take', me, number, typed: readForm(body, 'version', 'last'), work: (seen, operator) => this.actions.take(seen, operator) });
  }

  @Post('assign')
  @Requires('assign', 'case')
  assign(@Me() me: SignedIn, @Param('number') number: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const typed = readForm(body, 'version', 'last', 'assignee');
    return this.page.act(reply, {
      name: 'assign',
      me,
      number,
      typed,
      work: async (seen, operator) => this.actions.assign(seen, typed.assignee ? await this.assignee(typed.assignee) : null, operator),
    });
  }

  @Post('note')
  @Requires('note', 'case')
  note(@Me() me: SignedIn, @Param('number') number: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const typed = readForm(body, 'version', 'last', 'text');
    return this.page.act(reply, { name: 'note', me, number, typed, work: (seen, operator) => this.actions.note(seen, typed.text, operator) });
  }

  @Post('answer')
  @Requires('answer', 'case')
  answer(@Me() me: SignedIn, @Param('number') number: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const typed = readForm(body, 'version', 'last', 'text', 'kind');
    return this.page.act(reply, {
      name: 'answer',
      me,
      number,
      typed,
      work: (seen, operator) => (typed.kind === 'question' ? this.actions.ask(seen, typed.text, operator) : this.actions.answer(seen, typed.text, operator)),
    });
  }

  private async assignee(id: string): Promise<{ id: string; name: string }> {
    const account = (await this.accounts.list()).find((candidate) => candidate.id === id && candidate.activatedAt && !candidate.disabledAt);
    if (!account) throw new DomainError('invalid', 'validation-failed', { faults: [{ path: 'assignee', code: 'choice' }] });
    return { id, name: account.fullName || account.email };
  }
}
