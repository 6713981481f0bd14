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

/** A calendar, or what is wrong with it: English, one line per fault, for the person who wrote the file. */
export type CalendarReading = { calendar: CalendarYear } | { faults: string[] };

/** Reads the text of `<year>.json`; never throws. */
export function readCalendarYear(text: string, year: number): CalendarReading {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    return { faults: [(error as Error).message] };
  }
  const parsed = calendarYearSchema.safeParse(content);
  if (!parsed.success) return { faults: parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'file'}: ${message}`) };
  const faults = faultsOf(parsed.data, year);
  return faults.length > 0 ? { faults } : { calendar: parsed.data };
}

function faultsOf(calendar: CalendarYear, year: number): string[] {
  const { daysOff, workingWeekends, shortDays } = calendar;
  const weekend = (date: string) => isWeekend(dayOfIso(date));
  const faults = calendar.year === year ? [] : [`year: ${calendar.year}, but the file is named for ${year}`];
  for (const [name, list] of Object.entries({ daysOff, workingWeekends, shortDays })) {
    for (const date of list.filter((one) => !one.startsWith(`${calendar.year}-`))) faults.push(`${name}: ${date} is not in ${calendar.year}`);
    for (const date of list.filter((one, index) => list.indexOf(one) !== index)) faults.push(`${name}: ${date} twice`);
  }
  for (const date of workingWeekends) {
    if (!weekend(date)) faults.push(`workingWeekends: ${date} is no weekend`);
    if (daysOff.includes(date)) faults.push(`workingWeekends: ${date} is a day off too`);
  }
  for (const date of shortDays)
    if (daysOff.includes(date) || (weekend(date) && !workingWeekends.includes(date))) faults.push(`shortDays: ${date} is no working day`);
  return faults;
}
