const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Asia/Yekaterinburg is UTC+5 all year (domain §5). */
const OFFSET_MINUTES = 300;

/** Minutes in a day that has no change of clocks. */
export const DAY_MINUTES = 1_440;
/** The last local day and minute that a `Date` can hold. */
export const LAST_DAY = 100_000_000;
const LAST_MINUTE = LAST_DAY * DAY_MINUTES + OFFSET_MINUTES;

/**
 * Whole minutes since 1970-01-01 00:00 in Tyumen. Seconds are cut off, here and everywhere in deadlines,
 * so that the minutes of a sum add up as they are shown.
 * @throws RangeError for an invalid date.
 */
export function localMinute(at: Date): number {
  const time = at.getTime();
  if (Number.isNaN(time)) throw new RangeError('invalid date');
  return Math.floor(time / MINUTE_MS) + OFFSET_MINUTES;
}

/** The instant of a local minute, the last possible one for what lies beyond. */
export function instantOf(minute: number): Date {
  return new Date((Math.min(minute, LAST_MINUTE) - OFFSET_MINUTES) * MINUTE_MS);
}

/** Days since 1970-01-01 of a local minute. */
export function dayOf(minute: number): number {
  return Math.floor(minute / DAY_MINUTES);
}

/** Days since 1970-01-01 of an ISO date, e.g. `2026-05-11`. */
export function dayOfIso(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS;
}

/** Calendar year of a day. */
export function yearOf(day: number): number {
  return new Date(day * DAY_MS).getUTCFullYear();
}

/** Monday is 0, Sunday 6; and how many whole weeks went before, counted from a Monday. */
export function weekdayOf(day: number): { week: number; weekday: number } {
  const fromMonday = day + 3;
  const week = Math.floor(fromMonday / 7);
  return { week, weekday: fromMonday - week * 7 };
}

/** Whether the day is a Saturday or a Sunday. */
export function isWeekend(day: number): boolean {
  return weekdayOf(day).weekday > 4;
}
