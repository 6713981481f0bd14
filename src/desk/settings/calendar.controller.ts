import { Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf, Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { readCalendarYear } from '../../deadlines/calendar-year.js';
import { DeadlinesService } from '../../deadlines/deadlines.service.js';
import { DomainError } from '../../platform/domain-error.js';
import { calendarKey } from '../../settings/setting-record.js';
import { SettingsAdministrationService } from '../../settings/settings-administration.service.js';
import { DeskPageService, type FormFaults } from '../frame/desk-page.service.js';
import { readCalendarUpload } from './calendar-upload.adapter.js';
import { SettingRowsService } from './setting-rows.service.js';

/** `/desk/settings/calendar`: years of the production calendar, and a year as a file. */
@Controller('desk/settings/calendar')
@Requires('manage', 'deadlines')
export class CalendarController {
  constructor(
    private readonly administration: SettingsAdministrationService,
    private readonly deadlines: DeadlinesService,
    private readonly rows: SettingRowsService,
    private readonly pages: DeskPageService,
  ) {}

  @Get()
  show(@Me() me: SignedIn, @Res() reply: FastifyReply, @Query('done') done?: string): Promise<void> {
    return this.render(me, reply, { done });
  }

  @Post()
  async upload(@Me() me: SignedIn, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { json } = await readCalendarUpload(request);
    await this.pages.submit(
      async () => {
        // A file names its own year; here no file name has to agree with it.
        const reading = readCalendarYear(json, Number(/"year"\s*:\s*(\d{4})/.exec(json)?.[1]));
        if ('faults' in reading) throw new DomainError('invalid', 'validation-failed', { faults: reading.faults.map((fault) => ({ path: 'json', code: fault.code, message: this.deadlines.sayFault(fault) })) });
        const { year } = reading.calendar;
        const newest = (await this.administration.newest()).get(calendarKey(year));
        await this.administration.changeCalendar(actorOf(me), reading.calendar, newest?.version ?? 0);
        this.pages.redirect(reply, `/desk/settings/calendar/${year}?done=calendar-saved`);
      },
      (faults) => this.render(me, reply, { json, faults }),
    );
  }

  private async render(me: SignedIn, reply: FastifyReply, rest: { json?: string; faults?: FormFaults; done?: string | undefined }): Promise<void> {
    this.pages.send(reply, 'settings-calendar', { title: 'settings-calendar', me, ...(await this.rows.calendars()), ...rest });
  }
}
