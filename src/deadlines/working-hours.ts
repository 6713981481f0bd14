/** A part of a day, in minutes since its midnight; `to` is not part of it. */
export interface DayPart {
  from: number;
  to: number;
}

/** When operators work. [A] An assumption, so a setting; all in minutes since local midnight. */
export interface WorkingHours {
  opens: number;
  /** Monday to Thursday, and a weekend day that was made a working one. */
  closes: number;
  fridayCloses: number;
  lunch: DayPart | null;
  /** How much earlier a day before a holiday ends (article 95 of the Labour Code: one hour). */
  shortDayCut: number;
}

/** [A] 9:00–18:00, lunch 13:00–14:00, Friday like the others, one hour less before a holiday. */
export const DEFAULT_WORKING_HOURS: WorkingHours = {
  opens: 9 * 60,
  closes: 18 * 60,
  fridayCloses: 18 * 60,
  lunch: { from: 13 * 60, to: 14 * 60 },
  shortDayCut: 60,
};

/**
 * Working parts of a day that ends at `closes`, in order, none empty. A lunch outside the day takes nothing.
 * @throws RangeError when the hours are no minutes of a day or the lunch ends before it begins.
 */
export function dayParts(hours: WorkingHours, closes: number): readonly DayPart[] {
  const { opens, lunch, shortDayCut } = hours;
  const given = [opens, hours.closes, hours.fridayCloses, shortDayCut, ...(lunch ? [lunch.from, lunch.to] : [])];
  if (given.some((minute) => !Number.isInteger(minute) || minute < 0 || minute > 1_440)) throw new RangeError('working hours are whole minutes of a day');
  if (lunch && lunch.to < lunch.from) throw new RangeError('lunch ends before it begins');
  const parts = lunch
    ? [
        { from: opens, to: Math.min(lunch.from, closes) },
        { from: Math.max(lunch.to, opens), to: closes },
      ]
    : [{ from: opens, to: closes }];
  return parts.filter(({ from, to }) => from < to);
}

/** Minutes of the parts that have passed at `minute` of the day. */
export function minutesPassed(parts: readonly DayPart[], minute: number): number {
  return parts.reduce((sum, { from, to }) => sum + Math.max(0, Math.min(minute, to) - from), 0);
}
