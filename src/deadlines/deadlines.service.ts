import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ClockService } from '../platform/clock.service.js';
import { HealthService } from '../platform/health.service.js';
import { StartupError } from '../platform/startup-error.js';
import { TemplatesService } from '../platform/templates.service.js';
import { CALENDAR_DIR, readCalendarFiles } from './calendar-files.adapter.js';
import { readCalendarYear } from './calendar-year.js';
import { deadlinesOf, explain, nextDue, type CaseTimes, type Deadline, type NextDue, type SumRow } from './deadline.js';
import { WorkingCalendar, overdueCalendars } from './working-calendar.js';

/** Deadlines on the calendar of this installation, as of now. The calendar is read once, at start. */
@Injectable()
export class DeadlinesService implements OnModuleInit {
  private readonly calendar: WorkingCalendar;

  /** @throws StartupError when a calendar file is damaged: a wrong sum is worse than none. */
  constructor(
    private readonly templates: TemplatesService,
    private readonly clock: ClockService,
    private readonly health: HealthService,
  ) {
    this.calendar = this.load();
  }

  onModuleInit(): void {
    const due = () => overdueCalendars(this.calendar.years, this.clock.now());
    this.health.register({ name: 'calendarThisYear', severity: 'alarm', check: () => failIf(due().thisYear) });
    this.health.register({ name: 'calendarNextYear', severity: 'alarm', check: () => failIf(due().nextYear) });
  }

  /** See {@link deadlinesOf}. `now` is given where something is saved, so that all of it has one time. */
  of(times: CaseTimes, now: Date = this.clock.now()): Deadline[] {
    return deadlinesOf(this.calendar, times, now);
  }

  /** What to store with a case at each change of its status or category, and at each answer; see {@link nextDue}. */
  next(times: CaseTimes, now?: Date): NextDue | null {
    return nextDue(this.of(times, now));
  }

  /** «Почему такой срок»; see {@link explain}. */
  explain(deadline: Deadline): SumRow[] {
    return explain(this.calendar, deadline);
  }

  private load(): WorkingCalendar {
    const years = readCalendarFiles(CALENDAR_DIR).map(({ year, path, text }) => {
      const reading = readCalendarYear(text, year);
      if ('calendar' in reading) return reading.calendar;
      throw new StartupError(this.templates.message('deadlines.calendarDamaged', { file: path, faults: reading.faults.join('\n') }));
    });
    return new WorkingCalendar(years);
  }
}

function failIf(alarm: boolean): void {
  if (alarm) throw new Error('calendar missing');
}
