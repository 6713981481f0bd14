import fc from 'fast-check';
import { CASE_TRANSITIONS, type CaseStatus } from '../cases/case-status.js';
import { CALENDAR_DIR, readCalendarFiles } from './calendar-files.adapter.js';
import { readCalendarYear, type CalendarYear } from './calendar-year.js';
import { DEFAULT_WORKING_HOURS, type WorkingHours } from './working-hours.js';
import { isWeekend } from './local-time.js';
import { WorkingCalendar } from './working-calendar.js';
import type { StatusChange } from './case-clock.js';

/** An instant by the clock on a wall in Tyumen: `wall('2026-04-30 16:00')`. */
export const wall = (text: string): Date => new Date(`${text.replace(' ', 'T')}+05:00`);

/** «30.04 16:00» of an instant, for expectations that are read. */
export const shown = (at: Date | null): string | null => at && new Date(at.getTime() + 5 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

/** The calendar in `data/calendar`. */
export const shippedYears = (): CalendarYear[] =>
  readCalendarFiles(CALENDAR_DIR).map(({ year, text }) => {
    const reading = readCalendarYear(text, year);
    if ('faults' in reading) throw new Error(JSON.stringify(reading.faults));
    return reading.calendar;
  });

/** 2026 with the default hours. */
export const calendar2026 = (): WorkingCalendar => new WorkingCalendar(shippedYears());

const MINUTE_MS = 60_000;
const FIRST = Date.UTC(2025, 10, 1);
const LAST = Date.UTC(2027, 2, 1);

/** An instant around 2026, often at midnight or at an edge of the year, with seconds. */
export const anyInstant: fc.Arbitrary<Date> = fc.oneof(
  { weight: 4, arbitrary: fc.date({ min: new Date(FIRST), max: new Date(LAST), noInvalidDate: true }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('2025-12-31', '2026-01-01', '2026-03-01', '2026-12-31', '2027-01-01'), fc.integer({ min: -3, max: 3 }))
      .map(([day, minutes]) => new Date(wall(`${day} 00:00`).getTime() + minutes * MINUTE_MS)),
  },
);

const datesOf = (year: number): string[] =>
  Array.from({ length: 366 }, (_, index) => new Date(Date.UTC(year, 0, 1 + index)).toISOString().slice(0, 10)).filter((date) => date.startsWith(`${year}-`));
const weekend = (date: string) => isWeekend(Date.parse(date) / 86_400_000);

/** A calendar that the reader takes: any days off, any working weekends, any short days. */
const anyYear = (year: number): fc.Arbitrary<CalendarYear> =>
  fc
    .tuple(
      fc.subarray(datesOf(year), { maxLength: 120 }),
      fc.subarray(datesOf(year).filter(weekend), { maxLength: 20 }),
      fc.subarray(datesOf(year), { maxLength: 60 }),
    )
    .map(([daysOff, weekends, short]) => {
      const workingWeekends = weekends.filter((date) => !daysOff.includes(date));
      const shortDays = short.filter((date) => !daysOff.includes(date) && (!weekend(date) || workingWeekends.includes(date)));
      return { year, source: 'invented', decreedOn: '2020-01-01', daysOff, workingWeekends, shortDays };
    });

const anyHours: fc.Arbitrary<WorkingHours> = fc.oneof(
  fc.constant(DEFAULT_WORKING_HOURS),
  fc
    .record({
      opens: fc.integer({ min: 0, max: 700 }),
      closes: fc.integer({ min: 900, max: 1_440 }),
      fridayCloses: fc.integer({ min: 0, max: 1_440 }),
      lunch: fc.option(fc.tuple(fc.integer({ min: 0, max: 880 }), fc.integer({ min: 0, max: 180 })).map(([from, length]) => ({ from, to: from + length }))),
      shortDayCut: fc.integer({ min: 0, max: 240 }),
    })
    .filter(({ opens, closes, lunch }) => lunch === null || lunch.from > opens || lunch.to < closes),
);

/** What a calendar was made of, so that an oracle can look it up. */
export interface CalendarParts {
  years: CalendarYear[];
  hours: WorkingHours;
}

/** Calendars of 2025 to 2027, some years missing. */
export const anyCalendarParts: fc.Arbitrary<CalendarParts> = fc.record({
  years: fc.tuple(anyYear(2025), anyYear(2026), anyYear(2027)).chain((years) => fc.subarray(years)),
  hours: anyHours,
});

/** A way through the statuses that the table allows, at growing times. */
export const anyHistory = (first: readonly CaseStatus[], maxLength = 12): fc.Arbitrary<StatusChange[]> =>
  fc.tuple(fc.constantFrom(...first), anyInstant, fc.array(fc.tuple(fc.nat(1_000), fc.integer({ min: 0, max: 4 * 24 * 60 * 60 })), { maxLength })).map(([start, at, steps]) => {
    const history: StatusChange[] = [{ status: start, at }];
    for (const [choice, seconds] of steps) {
      const last = history.at(-1) as StatusChange;
      const next = CASE_TRANSITIONS[last.status];
      const status = next[choice % Math.max(1, next.length)];
      if (!status) break;
      history.push({ status, at: new Date(last.at.getTime() + seconds * 1_000) });
    }
    return history;
  });
