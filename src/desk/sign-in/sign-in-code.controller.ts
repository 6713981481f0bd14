import { Body, Controller, Get, Inject, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { DuringSignIn, Me } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { SecondFactorService } from '../../accounts/second-factor.service.js';
import { Config } from '../../config/config.js';
import { setDeskCookie } from '../frame/desk-cookie.adapter.js';
import { DeskPageService } from '../frame/desk-page.service.js';
import { safeNext } from '../frame/desk-path.js';
import { readForm } from '../frame/form-body.js';

/** `/desk/sign-in/code`: the second step, a code of the authenticator or a recovery code. */
@Controller('desk/sign-in/code')
@DuringSignIn('code')
export class SignInCodeController {
  constructor(
    private readonly secondFactor: SecondFactorService,
    private readonly pages: DeskPageService,
    @Inject(Config) private readonly config: Config,
  ) {}

  @Get()
  show(@Me() me: SignedIn, @Res() reply: FastifyReply, @Query('next') next?: string): void {
    this.pages.send(reply, 'sign-in-code', { title: 'sign-in-code', me, next: safeNext(next) });
  }

  @Post()
  async enter(@Me() me: SignedIn, @Res() reply: FastifyReply, @Body() body: unknown): Promise<void> {
    const { code, next } = readForm(body, 'code', 'next');
    await this.pages.submit(
      async () => {
        setDeskCookie(reply, await this.secondFactor.pass(me, code), this.config);
        this.pages.redirect(reply, safeNext(next));
      },
      (faults) => this.pages.send(reply, 'sign-in-code', { title: 'sign-in-code', me, next: safeNext(next), faults }),
    );
  }
}
