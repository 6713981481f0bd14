import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { actorOf, Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { CONSENT_FIELDS } from '../../settings/consent.js';
import { SettingsAdministrationService } from '../../settings/settings-administration.service.js';
import { SettingsService } from '../../settings/settings.service.js';
import { DeskPageService, type FormFaults } from '../frame/desk-page.service.js';
import { readForm } from '../frame/form-body.js';
import { SettingRowsService } from './setting-rows.service.js';

/** `/desk/settings/consent`: who processes personal data, and the text people agree to. */
@Controller('desk/settings/consent')
@Requires('manage', 'settings')
export class ConsentSettingController {
  constructor(
    private readonly administration: SettingsAdministrationService,
    private readonly settings: SettingsService,
    private readonly rows: SettingRowsService,
    private readonly pages: DeskPageService,
  ) {}

  @Get()
  show(@Me() me: SignedIn, @Res() reply: FastifyReply, @Query('done') done?: string): Promise<void> {
    return this.render(me, reply, { done });
  }

  @Post()
  async publish(@Me() me: SignedIn, @Res() reply: FastifyReply, @Body() body: unknown): Promise<void> {
    const typed = readForm(body, ...CONSENT_FIELDS);
    await this.pages.submit(
      async () => {
        await this.administration.publishConsent(actorOf(me), typed, Number(readForm(body, 'version').version));
        this.pages.redirect(reply, '/desk/settings/consent?done=consent-published');
      },
      (faults) => this.render(me, reply, { typed, faults }),
    );
  }

  @Post('reset')
  async reset(@Me() me: SignedIn, @Res() reply: FastifyReply, @Body() body: unknown): Promise<void> {
    await this.pages.submit(
      async () => {
        await this.administration.reset(actorOf(me), 'consent', Number(readForm(body, 'version').version));
        this.pages.redirect(reply, '/desk/settings/consent?done=setting-reset');
      },
      (faults) => this.render(me, reply, { faults }),
    );
  }

  private async render(me: SignedIn, reply: FastifyReply, rest: { typed?: Record<string, string>; faults?: FormFaults; done?: string | undefined }): Promise<void> {
    const { consent } = this.settings;
    const typed = { name: '', address: '', inn: '', email: '', ...consent.operator, text: consent.text };
    this.pages.send(reply, 'settings-consent', { title: 'settings-consent', me, typed, current: consent.version, nobody: !consent.operator, ...(await this.rows.consent()), ...rest });
  }
}
