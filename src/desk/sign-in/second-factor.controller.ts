import { Body, Controller, Get, Inject, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { DuringSignIn, Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { PasswordsService } from '../../accounts/passwords.service.js';
import { SecondFactorService } from '../../accounts/second-factor.service.js';
import { Config } from '../../config/config.js';
import { AccountRowsService } from '../accounts/account-rows.service.js';
import { setDeskCookie } from '../frame/desk-cookie.adapter.js';
import { DeskPageService, type FormFaults } from '../frame/desk-page.service.js';
import { readForm } from '../frame/form-body.js';

/** `/desk/account/second-factor`: sets up an authenticator; also the page where administrators have to do it. */
@Controller('desk/account/second-factor')
@Requires('manage', 'own-account')
export class SecondFactorController {
  constructor(
    private readonly secondFactor: SecondFactorService,
    private readonly passwords: PasswordsService,
    private readonly rows: AccountRowsService,
    private readonly pages: DeskPageService,
    @Inject(Config) private readonly config: Config,
  ) {}

  @Get()
  @DuringSignIn('full', 'enrolment')
  show(@Me() me: SignedIn, @Res() reply: FastifyReply): Promise<void> {
    return this.render(me, reply);
  }

  /** Somebody who is only on his way in has just given his password. */
  @Post()
  @DuringSignIn('full', 'enrolment')
  async enrol(@Me() me: SignedIn, @Res() reply: FastifyReply, @Body() body: unknown): Promise<void> {
    const { code, current } = readForm(body, 'code', 'current');
    await this.pages.submit(
      async () => {
        if (me.stage === 'full') await this.passwords.confirm(me, current);
        const { token, recoveryCodes } = await this.secondFactor.enrol(me, code);
        setDeskCookie(reply, token, this.config);
        this.pages.send(reply, 'recovery-codes', { title: 'recovery-codes', me, recoveryCodes });
      },
      (faults) => this.render(me, reply, faults),
    );
  }

  @Post('recovery-codes')
  async renew(@Me() me: SignedIn, @Res() reply: FastifyReply, @Body() body: unknown): Promise<void> {
    await this.pages.submit(
      async () => {
        await this.passwords.confirm(me, readForm(body, 'current').current);
        this.pages.send(reply, 'recovery-codes', { title: 'recovery-codes', me, renewed: true, recoveryCodes: await this.secondFactor.renewRecoveryCodes(me) });
      },
      (faults) => this.render(me, reply, faults),
    );
  }

  @Post('remove')
  async remove(@Me() me: SignedIn, @Res() reply: FastifyReply, @Body() body: unknown): Promise<void> {
    await this.pages.submit(
      async () => {
        await this.passwords.confirm(me, readForm(body, 'current').current);
        await this.secondFactor.removeOwn(me);
        this.pages.redirect(reply, '/desk/account?done=second-factor-removed');
      },
      (faults) => this.render(me, reply, faults),
    );
  }

  private async render(me: SignedIn, reply: FastifyReply, faults?: FormFaults): Promise<void> {
    const enrolment = me.account.hasPassword ? await this.secondFactor.enrolment(me) : null;
    if (enrolment) this.pages.send(reply, 'second-factor-setup', { title: 'second-factor-setup', me, faults, ...(await this.rows.enrolment(me, enrolment)) });
    else if (me.account.hasSecondFactor) this.pages.send(reply, 'second-factor', { title: 'second-factor', me, faults, ...(await this.rows.own(me)) });
    else this.pages.redirect(reply, '/desk/account');
  }
}
