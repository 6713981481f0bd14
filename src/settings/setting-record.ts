/** One version of a setting, as faces may see it. */
export interface SettingRecord {
  readonly key: string;
  readonly version: number;
  /** `null` = back to the default. */
  readonly value: unknown;
  readonly at: Date;
  readonly accountId: string;
}

const CALENDAR = /^calendar-(\d{4})$/;

/** Under which key a year of the calendar is kept. */
export const calendarKey = (year: number): string => `calendar-${year}`;

/** The year of such a key, `null` for other keys. */
export function calendarYearOf(key: string): number | null {
  const year = CALENDAR.exec(key)?.[1];
  return year === undefined ? null : Number(year);
}
