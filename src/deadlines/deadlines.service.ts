import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ClockService } from '../platform/clock.service.js';
import { HealthService } from '../platform/health.service.js';
import { StartupError } from '../platform/startup-error.js';
import { TemplatesService } from '../platform/templates.service.js';
import { SettingsService } from '../settings/settings.service.js';
import { CALENDAR_DIR, readCalendarFiles } from './calendar-files.adapter.js';
import { readCalendarYear, type CalendarFault, type CalendarYear } from './calendar-year.js';
import { deadlinesOf, explain, nextDue, type CaseTimes, type Deadline, type NextDue, type SumRow } from './deadline.js';
import { WorkingCalendar, overdueCalendars } from './working-calendar.js';

/** Deadlines on the calendar and by the terms of this installation, as of now. The files are read once, at start; what the desk says goes before them. */
@Injectable()
export class DeadlinesService implements OnModuleInit {
  /** Years that came as files, oldest first. */
  readonly files: readonly CalendarYear[];
  private held: { revision: string; calendar: WorkingCalendar } | null = null;

  /** @throws StartupError when a calendar file is damaged: a wrong sum is worse than none. */
  constructor(
    private readonly templates: TemplatesService,
    private readonly clock: ClockService,
    private readonly health: HealthService,
    private readonly settings: SettingsService,
  ) {
    this.files = this.load();
  }

  onModuleInit(): void {
    this.health.register({ name: 'calendarThisYear', severity: 'alarm', check: () => failIf(this.missing().thisYear) });
    this.health.register({ name: 'calendarNextYear', severity: 'alarm', check: () => failIf(this.missing().nextYear) });
  }

  /** See {@link deadlinesOf}. `now` is given where something is saved, so that all of it has one time. */
  of(times: CaseTimes, now: Date = this.clock.now()): Deadline[] {
    const { rules, warningShare } = this.settings.terms;
    return deadlinesOf(this.calendar, times, now, rules, warningShare);
  }

  /** What to store with a case at each change of its status or category, and at each answer; see {@link nextDue}. */
  next(times: CaseTimes, now?: Date): NextDue | null {
    return nextDue(this.of(times, now));
  }

  /** «Почему такой срок»; see {@link explain}. */
  explain(deadline: Deadline): SumRow[] {
    return explain(this.calendar, deadline);
  }

  /** Whether operators work now. */
  isWorkingTime(now: Date): boolean {
    return this.calendar.isWorkingTime(now);
  }

  /** Every year that is known, a year of the desk in place of its file. */
  years(): CalendarYear[] {
    const years = new Map([...this.files, ...this.settings.calendars].map((calendar) => [calendar.year, calendar]));
    return [...years.values()].sort((a, b) => a.year - b.year);
  }

  /** Which years are due and missing; see {@link overdueCalendars}. */
  missing(): { thisYear: boolean; nextYear: boolean } {
    return overdueCalendars(this.calendar.years, this.clock.now());
  }

  /** What is wrong with a calendar, in words. */
  sayFault({ code, at, what }: CalendarFault): string {
    const place = this.templates.hasMessage(`deadlines.calendarLists.${at}`) ? this.templates.message(`deadlines.calendarLists.${at}`) : at;
    return this.templates.message(`deadlines.calendarFaults.${code}`, { place, what });
  }

  private get calendar(): WorkingCalendar {
    const { revision } = this.settings;
    if (this.held?.revision !== revision) this.held = { revision, calendar: new WorkingCalendar(this.years()) };
    return this.held.calendar;
  }

  private load(): CalendarYear[] {
    return readCalendarFiles(CALENDAR_DIR).map(({ year, path, text }) => {
      const reading = readCalendarYear(text, year);
      if ('calendar' in reading) return reading.calendar;
      throw new StartupError(this.templates.message('deadlines.calendarDamaged', { file: path, faults: reading.faults.map((fault) => this.sayFault(fault)).join('\n') }));
    });
  }
}

function failIf(alarm: boolean): void {
  if (alarm) throw new Error('calendar missing');
}
