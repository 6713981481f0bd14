import { z } from 'zod';
import { dayOfIso, isWeekend } from './local-time.js';

const dates = z.array(z.iso.date());

/** One year of the production calendar, as its file in `data/calendar` says it. Dates are ISO. */
const calendarYearSchema = z.strictObject({
  year: z.int().min(1992).max(9999),
  /** The decree and articles the dates come from. */
  source: z.string().trim().min(1),
  /** Date of the decree. */
  decreedOn: z.iso.date(),
  /** For whoever keeps the file. */
  comment: z.string().optional(),
  /** Days without work besides weekends; those that fall on a weekend may be listed too. */
  daysOff: dates,
  /** Saturdays and Sundays that were made working days. */
  workingWeekends: dates,
  /** Working days that end earlier. */
  shortDays: dates,
});

/** A year of the production calendar without faults. */
export type CalendarYear = z.infer<typeof calendarYearSchema>;

/** Lists of days in a calendar, in the order in which they are shown. */
export const CALENDAR_LISTS = ['daysOff', 'workingWeekends', 'shortDays'] as const;
export type CalendarList = (typeof CALENDAR_LISTS)[number];

/** What is wrong with a calendar; the words are `deadlines.calendarFaults.<code>`. */
export interface CalendarFault {
  code: 'no-json' | 'shape' | 'other-year' | 'outside' | 'twice' | 'no-weekend' | 'day-off-too' | 'no-working-day';
  /** Where: a list, or a path into the file; empty for the file itself. */
  at: string;
  /** The date, year or text that is wrong, as written; empty when there is none. */
  what: string;
}

/** A calendar, or everything that is wrong with it. */
export type CalendarReading = { calendar: CalendarYear } | { faults: CalendarFault[] };

/** Reads the text of `<year>.json`; never throws. */
export function readCalendarYear(text: string, year: number): CalendarReading {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return { faults: [{ code: 'no-json', at: '', what: '' }] };
  }
  const parsed = calendarYearSchema.safeParse(content);
  if (!parsed.success) return { faults: parsed.error.issues.map((issue) => shapeFault(issue, content)) };
  const faults = faultsOf(parsed.data, year);
  return faults.length > 0 ? { faults } : { calendar: parsed.data };
}

function shapeFault(issue: z.core.$ZodIssue, content: unknown): CalendarFault {
  const place = issue.code === 'unrecognized_keys' ? issue.keys : issue.path.map(String);
  const written = place.reduce<unknown>((value, step) => (value as Record<string, unknown> | null | undefined)?.[step], content);
  return { code: 'shape', at: place.join('.'), what: typeof written === 'string' || typeof written === 'number' ? String(written).slice(0, 40) : '' };
}

function faultsOf(calendar: CalendarYear, year: number): CalendarFault[] {
  const weekend = (date: string) => isWeekend(dayOfIso(date));
  const faults: CalendarFault[] = calendar.year === year ? [] : [{ code: 'other-year', at: 'year', what: String(calendar.year) }];
  const add = (code: CalendarFault['code'], at: CalendarList, dates: string[]) => faults.push(...dates.map((what) => ({ code, at, what })));
  for (const list of CALENDAR_LISTS) {
    const dates = calendar[list];
    add('outside', list, dates.filter((date) => !date.startsWith(`${calendar.year}-`)));
    add('twice', list, dates.filter((date, index) => dates.indexOf(date) !== index));
  }
  const { daysOff, workingWeekends, shortDays } = calendar;
  add('no-weekend', 'workingWeekends', workingWeekends.filter((date) => !weekend(date)));
  add('day-off-too', 'workingWeekends', workingWeekends.filter((date) => daysOff.includes(date)));
  add('no-working-day', 'shortDays', shortDays.filter((date) => daysOff.includes(date) || (weekend(date) && !workingWeekends.includes(date))));
  return faults;
}
