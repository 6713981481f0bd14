import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import { PasswordsService } from '../../accounts/passwords.service.js';
import { AccountRowsService } from './account-rows.service.js';
import { DeskPageService, type FormFaults } from '../frame/desk-page.service.js';
import { readForm } from '../frame/form-body.js';

/** `/desk/account`: one's own name, password, second factor and sessions. */
@Controller('desk/account')
@Requires('manage', 'own-account')
export class OwnAccountController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly passwords: PasswordsService,
    private readonly rows: AccountRowsService,
    private readonly pages: DeskPageService,
  ) {}

  @Get()
  show(@Me() me: SignedIn, @Res() reply: FastifyReply, @Query('done') done?: string): Promise<void> {
    return this.render(me, reply, { done });
  }

  @Post('name')
  async rename(@Me() me: SignedIn, @Res() reply: FastifyReply, @Body() body: unknown): Promise<void> {
    const typed = readForm(body, 'fullName');
    await this.pages.submit(
      async () => {
        await this.accounts.rename(me.account.id, typed);
        this.pages.redirect(reply, '/desk/account?done=renamed');
      },
      (faults) => this.render(me, reply, { typed, faults }),
    );
  }

  @Post('password')
  async changePassword(@Me() me: SignedIn, @Res() reply: FastifyReply, @Body() body: unknown): Promise<void> {
    const { current, password } = readForm(body, 'current', 'password');
    await this.pages.submit(
      async () => {
        await this.passwords.change(me, current, password);
        this.pages.redirect(reply, '/desk/account?done=password-changed');
      },
      (faults) => this.render(me, reply, { faults }),
    );
  }

  private async render(me: SignedIn, reply: FastifyReply, rows: { done?: string | undefined; typed?: { fullName: string }; faults?: FormFaults }): Promise<void> {
    this.pages.send(reply, 'account', { title: 'account', me, typed: { fullName: me.account.fullName }, ...(await this.rows.own(me)), ...rows });
  }
}
