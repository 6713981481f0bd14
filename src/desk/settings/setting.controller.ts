import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { actorOf, Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { SettingsAdministrationService } from '../../settings/settings-administration.service.js';
import { DeskPageService, type FormFaults } from '../frame/desk-page.service.js';
import { readForm } from '../frame/form-body.js';
import { type SettingForm, SettingFormsService, type TypedSetting } from './setting-forms.service.js';

interface Shown {
  typed?: TypedSetting;
  faults?: FormFaults;
  done?: string | undefined;
}

/** `/desk/settings/<key>`: one setting. */
@Controller('desk/settings/:key')
@Requires('manage', 'settings')
export class SettingController {
  constructor(
    private readonly administration: SettingsAdministrationService,
    private readonly forms: SettingFormsService,
    private readonly pages: DeskPageService,
  ) {}

  @Get()
  show(@Me() me: SignedIn, @Param('key') key: string, @Res() reply: FastifyReply, @Query('done') done?: string): Promise<void> {
    return this.render(me, reply, this.forms.of(key), { done });
  }

  /** Shows the letter's head with what is typed; saves nothing. */
  @Post('preview')
  preview(@Me() me: SignedIn, @Param('key') key: string, @Res() reply: FastifyReply, @Body() body: unknown): Promise<void> {
    const form = this.forms.of(key);
    return this.render(me, reply, form, { typed: readForm(body, ...form.fields) });
  }

  @Post()
  async save(@Me() me: SignedIn, @Param('key') key: string, @Res() reply: FastifyReply, @Body() body: unknown): Promise<void> {
    const form = this.forms.of(key);
    const typed = readForm(body, ...form.fields);
    await this.pages.submit(
      async () => {
        await form.save(actorOf(me), typed, Number(readForm(body, 'version').version));
        this.pages.redirect(reply, `/desk/settings/${key}?done=${form.saved}`);
      },
      (faults) => this.render(me, reply, form, { typed, faults }),
    );
  }

  @Post('reset')
  async reset(@Me() me: SignedIn, @Param('key') key: string, @Res() reply: FastifyReply, @Body() body: unknown): Promise<void> {
    const form = this.forms.of(key);
    await this.pages.submit(
      async () => {
        await this.administration.reset(actorOf(me), key, Number(readForm(body, 'version').version));
        this.pages.redirect(reply, `/desk/settings/${key}?done=${form.reset}`);
      },
      (faults) => this.render(me, reply, form, { faults }),
    );
  }

  private async render(me: SignedIn, reply: FastifyReply, form: SettingForm, { typed, ...rest }: Shown): Promise<void> {
    this.pages.send(reply, form.page, { title: form.page, me, ...(await form.rows(typed)), ...rest });
  }
}
