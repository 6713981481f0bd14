import { Body, Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ForAnybody } from '../../accounts/access.guard.js';
import { FirstAdministratorService } from '../../accounts/first-administrator.service.js';
import { Config } from '../../config/config.js';
import { setDeskCookie } from '../frame/desk-cookie.adapter.js';
import { DeskPageService } from '../frame/desk-page.service.js';
import { readForm } from '../frame/form-body.js';

/** `/desk/first/<token>`: the link from the console makes the first administrator. */
@Controller('desk/first/:token')
@ForAnybody()
export class FirstSignInController {
  constructor(
    private readonly first: FirstAdministratorService,
    private readonly pages: DeskPageService,
    @Inject(Config) private readonly config: Config,
  ) {}

  @Get()
  async show(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    await this.first.check(token);
    this.pages.send(reply, 'first', { title: 'first', typed: {} });
  }

  @Post()
  async accept(@Param('token') token: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: unknown): Promise<void> {
    const { email, fullName, password } = readForm(body, 'email', 'fullName', 'password');
    await this.pages.submit(
      async () => {
        setDeskCookie(reply, await this.first.accept(token, email, { fullName, password, userAgent: request.headers['user-agent'] }), this.config);
        this.pages.redirect(reply, '/desk/account/second-factor');
      },
      (faults) => this.pages.send(reply, 'first', { title: 'first', typed: { email, fullName }, faults }),
    );
  }
}
