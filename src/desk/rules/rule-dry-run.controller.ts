import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { actorOf, Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { RulesService } from '../../rules/rules.service.js';
import { DeskPageService } from '../frame/desk-page.service.js';
import { readForm } from '../frame/form-body.js';
import { readCandidate } from './candidate-name.js';
import { RulesPageService } from './rules-page.service.js';

/** Runs a candidate over the cases of a period; nothing is changed by it. */
@Controller('desk/rules/:candidate/dry-run')
@Requires('manage', 'rules')
export class RuleDryRunController {
  constructor(
    private readonly rules: RulesService,
    private readonly page: RulesPageService,
    private readonly pages: DeskPageService,
  ) {}

  @Post()
  async begin(@Me() me: SignedIn, @Param('candidate') candidate: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const typed = readForm(body, 'from', 'to');
    await this.pages.submit(
      async () => {
        const taskId = await this.rules.tryOut(actorOf(me), readCandidate(candidate), typed);
        this.pages.redirect(reply, `/desk/tasks/${taskId}`);
      },
      (faults) => this.page.show(me, reply, { back: { candidate, typed, faults } }),
    );
  }
}
