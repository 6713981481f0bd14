import { Body, Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ForAnybody } from '../../accounts/access.guard.js';
import { InvitationsService } from '../../accounts/invitations.service.js';
import { OidcService } from '../../accounts/oidc.service.js';
import { SessionsService } from '../../accounts/sessions.service.js';
import { Config } from '../../config/config.js';
import { setDeskCookie } from '../frame/desk-cookie.adapter.js';
import { DeskPageService, type FormFaults } from '../frame/desk-page.service.js';
import { pathAfter } from '../frame/desk-path.js';
import { readForm } from '../frame/form-body.js';

/** `/desk/invite/<token>`: name and password of somebody who was invited. */
@Controller('desk/invite/:token')
@ForAnybody()
export class AcceptInvitationController {
  constructor(
    private readonly invitations: InvitationsService,
    private readonly sessions: SessionsService,
    private readonly oidc: OidcService,
    private readonly pages: DeskPageService,
    @Inject(Config) private readonly config: Config,
  ) {}

  @Get()
  show(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    return this.render(token, reply, { fullName: '' });
  }

  @Post()
  async accept(@Param('token') token: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: unknown): Promise<void> {
    const { fullName, password } = readForm(body, 'fullName', 'password');
    await this.pages.submit(
      async () => {
        const cookie = await this.invitations.accept(token, { fullName, password, userAgent: request.headers['user-agent'] });
        setDeskCookie(reply, cookie, this.config);
        this.pages.redirect(reply, pathAfter((await this.sessions.find(cookie))?.stage ?? 'full', undefined));
      },
      (faults) => this.render(token, reply, { fullName }, faults),
    );
  }

  private async render(token: string, reply: FastifyReply, typed: { fullName: string }, faults?: FormFaults): Promise<void> {
    const email = await this.invitations.invited(token);
    this.pages.send(reply, 'invite', { title: 'invite', email, typed, faults, oidc: this.oidc.enabled, oidcButton: this.oidc.button });
  }
}
