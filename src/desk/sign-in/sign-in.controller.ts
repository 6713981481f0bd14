import { Body, Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DESK_COOKIE, ForAnybody } from '../../accounts/access.guard.js';
import { OidcService } from '../../accounts/oidc.service.js';
import { SessionsService } from '../../accounts/sessions.service.js';
import { SignInService } from '../../accounts/sign-in.service.js';
import { Config } from '../../config/config.js';
import { setDeskCookie } from '../frame/desk-cookie.adapter.js';
import { DeskPageService, type FormFaults } from '../frame/desk-page.service.js';
import { pathAfter, safeNext } from '../frame/desk-path.js';
import { readForm } from '../frame/form-body.js';

/** `/desk/sign-in`: e-mail and password, or the organisation's provider. */
@Controller('desk/sign-in')
@ForAnybody()
export class SignInController {
  constructor(
    private readonly signIn: SignInService,
    private readonly sessions: SessionsService,
    private readonly oidc: OidcService,
    private readonly pages: DeskPageService,
    @Inject(Config) private readonly config: Config,
  ) {}

  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query('next') next?: string, @Query('done') done?: string): Promise<void> {
    const who = await this.sessions.find(request.cookies[DESK_COOKIE]);
    if (who?.stage === 'full') return this.pages.redirect(reply, safeNext(next));
    this.render(reply, { next: safeNext(next), typed: { email: '' }, done });
  }

  @Post()
  async enter(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: unknown): Promise<void> {
    const { email, password, next } = readForm(body, 'email', 'password', 'next');
    await this.pages.submit(
      async () => {
        const token = await this.signIn.withPassword({ email, password, address: request.ip, userAgent: request.headers['user-agent'] });
        setDeskCookie(reply, token, this.config);
        this.pages.redirect(reply, pathAfter((await this.sessions.find(token))?.stage ?? 'full', next));
      },
      (faults) => this.render(reply, { next: safeNext(next), typed: { email }, faults }),
    );
  }

  private render(reply: FastifyReply, rows: { next: string; typed: { email: string }; done?: string | undefined; faults?: FormFaults }): void {
    this.pages.send(reply, 'sign-in', { title: 'sign-in', oidc: this.oidc.enabled, oidcButton: this.oidc.button, ...rows });
  }
}
