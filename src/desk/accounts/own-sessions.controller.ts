import { Controller, Inject, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { SessionsService } from '../../accounts/sessions.service.js';
import { Config } from '../../config/config.js';
import { clearDeskCookie } from '../frame/desk-cookie.adapter.js';
import { DeskPageService } from '../frame/desk-page.service.js';
import { isId } from '../frame/desk-path.js';

/** Ends one's own sessions: one, or all with this one. */
@Controller('desk/account/sessions')
@Requires('manage', 'own-account')
export class OwnSessionsController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly pages: DeskPageService,
    @Inject(Config) private readonly config: Config,
  ) {}

  @Post('end-all')
  async endAll(@Me() me: SignedIn, @Res() reply: FastifyReply): Promise<void> {
    await this.sessions.endAll(me.account.id);
    clearDeskCookie(reply, this.config);
    this.pages.redirect(reply, '/desk/sign-in?done=signed-out-everywhere');
  }

  @Post(':id/end')
  async end(@Me() me: SignedIn, @Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    if (isId(id)) await this.sessions.end(me.account.id, id);
    this.pages.redirect(reply, '/desk/account?done=session-ended#sessions');
  }
}
