import { Controller, Inject, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { DuringSignIn, Me } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { SessionsService } from '../../accounts/sessions.service.js';
import { Config } from '../../config/config.js';
import { clearDeskCookie } from '../frame/desk-cookie.adapter.js';
import { DeskPageService } from '../frame/desk-page.service.js';

/** Ends this session, from any step. */
@Controller('desk/sign-out')
@DuringSignIn('full', 'code', 'enrolment')
export class SignOutController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly pages: DeskPageService,
    @Inject(Config) private readonly config: Config,
  ) {}

  @Post()
  async leave(@Me() me: SignedIn, @Res() reply: FastifyReply): Promise<void> {
    await this.sessions.end(me.account.id, me.sessionId);
    clearDeskCookie(reply, this.config);
    this.pages.redirect(reply, '/desk/sign-in?done=signed-out');
  }
}
