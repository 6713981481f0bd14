import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { actorOf, Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { DEADLINE_RULES } from '../../deadlines/deadline-rules.js';
import { SettingsAdministrationService } from '../../settings/settings-administration.service.js';
import { DeskPageService, type FormFaults } from '../frame/desk-page.service.js';
import { readForm } from '../frame/form-body.js';
import { SettingRowsService } from './setting-rows.service.js';

const FIELDS = [...DEADLINE_RULES.map(({ id }) => id), 'warningPercent'];

/** `/desk/settings/deadlines`: how long terms are. */
@Controller('desk/settings/deadlines')
@Requires('manage', 'deadlines')
export class DeadlinesSettingController {
  constructor(
    private readonly administration: SettingsAdministrationService,
    private readonly rows: SettingRowsService,
    private readonly pages: DeskPageService,
  ) {}

  @Get()
  show(@Me() me: SignedIn, @Res() reply: FastifyReply, @Query('done') done?: string): Promise<void> {
    return this.render(me, reply, { done });
  }

  @Post()
  async save(@Me() me: SignedIn, @Res() reply: FastifyReply, @Body() body: unknown): Promise<void> {
    const typed = readForm(body, ...FIELDS);
    await this.pages.submit(
      async () => {
        await this.administration.changeDeadlines(actorOf(me), typed, Number(readForm(body, 'version').version));
        this.pages.redirect(reply, '/desk/settings/deadlines?done=deadlines-saved');
      },
      (faults) => this.render(me, reply, { typed, faults }),
    );
  }

  @Post('reset')
  async reset(@Me() me: SignedIn, @Res() reply: FastifyReply, @Body() body: unknown): Promise<void> {
    await this.pages.submit(
      async () => {
        await this.administration.reset(actorOf(me), 'deadlines', Number(readForm(body, 'version').version));
        this.pages.redirect(reply, '/desk/settings/deadlines?done=deadlines-saved');
      },
      (faults) => this.render(me, reply, { faults }),
    );
  }

  private async render(me: SignedIn, reply: FastifyReply, { typed, ...rest }: { typed?: Record<string, string>; faults?: FormFaults; done?: string | undefined }): Promise<void> {
    this.pages.send(reply, 'settings-deadlines', { title: 'settings-deadlines', me, ...(await this.rows.terms(typed)), ...rest });
  }
}
