import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ForAnybody } from '../../accounts/access.guard.js';
import { OidcService } from '../../accounts/oidc.service.js';
import { Config } from '../../config/config.js';
import { clearOidcCookie, OIDC_COOKIE, setDeskCookie, setOidcCookie } from '../frame/desk-cookie.adapter.js';
import { DeskPageService } from '../frame/desk-page.service.js';
import { safeNext } from '../frame/desk-path.js';

/** `/desk/oidc`: to the organisation's provider and back. */
@Controller('desk/oidc')
@ForAnybody()
export class OidcController {
  constructor(
    private readonly oidc: OidcService,
    private readonly pages: DeskPageService,
    @Inject(Config) private readonly config: Config,
  ) {}

  @Get()
  async leave(@Res() reply: FastifyReply, @Query('next') next?: string): Promise<void> {
    const { url, cookie } = await this.oidc.leave(safeNext(next));
    setOidcCookie(reply, cookie, this.config);
    this.pages.redirect(reply, url);
  }

  /** The way back comes from another site, so the strict cookie is seen only when a page of ours asks for the next one. */
  @Get('return')
  async arrive(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const query = request.url.includes('?') ? request.url.slice(request.url.indexOf('?')) : '';
    clearOidcCookie(reply, this.config);
    await this.pages.submit(
      async () => {
        const { token, next } = await this.oidc.arrive(query, request.cookies[OIDC_COOKIE], request.headers['user-agent']);
        setDeskCookie(reply, token, this.config);
        this.pages.send(reply, 'again', { title: 'again', url: next });
      },
      (faults) => this.pages.send(reply, 'sign-in', { title: 'sign-in', oidc: true, oidcButton: this.oidc.button, next: '/desk', typed: {}, faults }),
    );
  }
}
