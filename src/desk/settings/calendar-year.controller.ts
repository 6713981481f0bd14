import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { actorOf, Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { CALENDAR_LISTS, readCalendarYear, type CalendarFault, type CalendarYear } from '../../deadlines/calendar-year.js';
import { DeadlinesService } from '../../deadlines/deadlines.service.js';
import { DomainError, type InputFault } from '../../platform/domain-error.js';
import { TemplatesService } from '../../platform/templates.service.js';
import { calendarKey } from '../../settings/setting-record.js';
import { SettingsAdministrationService } from '../../settings/settings-administration.service.js';
import { DeskPageService, type FormFaults } from '../frame/desk-page.service.js';
import { readForm } from '../frame/form-body.js';
import { CALENDAR_FIELDS, calendarForm, calendarSheets, calendarText, type CalendarForm } from './calendar-form.js';
import { SettingRowsService } from './setting-rows.service.js';

const EMPTY: CalendarForm = { source: '', decreedOn: '', comment: '', daysOff: '', workingWeekends: '', shortDays: '' };

/** `/desk/settings/calendar/<year>`: one year, day by day. */
@Controller('desk/settings/calendar/:year')
@Requires('manage', 'deadlines')
export class CalendarYearController {
  constructor(
    private readonly administration: SettingsAdministrationService,
    private readonly deadlines: DeadlinesService,
    private readonly rows: SettingRowsService,
    private readonly templates: TemplatesService,
    private readonly pages: DeskPageService,
  ) {}

  @Get()
  show(@Me() me: SignedIn, @Param('year') year: string, @Res() reply: FastifyReply, @Query('done') done?: string): Promise<void> {
    return this.render(me, reply, known(year), { done });
  }

  @Post()
  async save(@Me() me: SignedIn, @Param('year') given: string, @Res() reply: FastifyReply, @Body() body: unknown): Promise<void> {
    const year = known(given);
    const typed = readForm(body, ...CALENDAR_FIELDS);
    await this.pages.submit(
      async () => {
        const reading = readCalendarYear(calendarText(typed, year), year);
        if ('faults' in reading) throw new DomainError('invalid', 'validation-failed', { faults: reading.faults.map((fault) => this.fault(fault)) });
        await this.administration.changeCalendar(actorOf(me), reading.calendar, Number(readForm(body, 'version').version));
        this.pages.redirect(reply, `/desk/settings/calendar/${year}?done=calendar-saved`);
      },
      (faults) => this.render(me, reply, year, { typed, faults }),
    );
  }

  @Post('reset')
  async reset(@Me() me: SignedIn, @Param('year') given: string, @Res() reply: FastifyReply, @Body() body: unknown): Promise<void> {
    const year = known(given);
    await this.pages.submit(
      async () => {
        await this.administration.reset(actorOf(me), calendarKey(year), Number(readForm(body, 'version').version));
        this.pages.redirect(reply, '/desk/settings/calendar?done=calendar-saved');
      },
      (faults) => this.render(me, reply, year, { faults }),
    );
  }

  private async render(me: SignedIn, reply: FastifyReply, year: number, { typed, ...rest }: { typed?: CalendarForm; faults?: FormFaults; done?: string | undefined }): Promise<void> {
    const calendar = this.deadlines.years().find((one) => one.year === year);
    const source = await this.rows.calendar(year);
    this.pages.send(reply, 'settings-calendar-year', {
      title: 'settings-calendar-year',
      titleParams: { year },
      me,
      year,
      fresh: !calendar,
      hasFile: this.deadlines.files.some((file) => file.year === year),
      typed: typed ?? (calendar ? calendarForm(calendar) : EMPTY),
      sheets: calendar && this.sheets(calendar),
      ...source,
      ...(!calendar && { source: null }),
      ...rest,
    });
  }

  private sheets(calendar: CalendarYear): object[] {
    const marks = { work: '', off: '', short: '*', moved: '+' };
    return calendarSheets(calendar).map(({ month, weeks }) => ({
      name: this.templates.message(`settings.months.${month + 1}`),
      weeks: weeks.map((days) => ({ days: days.map(({ day, kind }) => ({ day, kind, mark: marks[kind], say: kind === 'work' || !day ? null : this.templates.message(`settings.calendar.kinds.${kind}`) })) })),
    }));
  }

  /** At the field in which the fault was typed. */
  private fault(fault: CalendarFault): InputFault {
    const [place = ''] = fault.at.split('.');
    const field = ['source', 'decreedOn', ...CALENDAR_LISTS].includes(place) ? place : 'daysOff';
    const own = `settings.calendar.faults.${field}`;
    return { path: field, code: fault.code, message: this.templates.hasMessage(own) ? this.templates.message(own) : this.deadlines.sayFault({ ...fault, at: field }) };
  }
}

function known(year: string): number {
  if (!/^(199[2-9]|20\d\d)$/.test(year)) throw new DomainError('not-found', 'no-such-page');
  return Number(year);
}
