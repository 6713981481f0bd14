import { Controller, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { actorOf, Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { RulesService } from '../../rules/rules.service.js';
import { DeskPageService } from '../frame/desk-page.service.js';
import { readCandidate } from './candidate-name.js';
import { RulesPageService } from './rules-page.service.js';

/** Puts a candidate into force, or back out of it. */
@Controller('desk/rules/:candidate')
@Requires('manage', 'rules')
export class RuleSwitchController {
  constructor(
    private readonly rules: RulesService,
    private readonly page: RulesPageService,
    private readonly pages: DeskPageService,
  ) {}

  @Post('on')
  on(@Me() me: SignedIn, @Param('candidate') candidate: string, @Res() reply: FastifyReply): Promise<void> {
    return this.turn(me, candidate, true, reply);
  }

  @Post('off')
  off(@Me() me: SignedIn, @Param('candidate') candidate: string, @Res() reply: FastifyReply): Promise<void> {
    return this.turn(me, candidate, false, reply);
  }

  private turn(me: SignedIn, candidate: string, on: boolean, reply: FastifyReply): Promise<void> {
    return this.pages.submit(
      async () => {
        await this.rules.turn(actorOf(me), readCandidate(candidate), on);
        this.pages.redirect(reply, `/desk/rules?done=rule-${on ? 'on' : 'off'}`);
      },
      (faults) => this.page.show(me, reply, { back: { candidate: '', typed: { from: '', to: '' }, faults } }),
    );
  }
}
