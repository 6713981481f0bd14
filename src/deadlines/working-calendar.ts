import type { CalendarYear } from './calendar-year.js';
import { DAY_MINUTES, LAST_DAY, dayOf, dayOfIso, instantOf, localMinute, weekdayOf, yearOf } from './local-time.js';
import { DEFAULT_WORKING_HOURS, dayParts, minutesPassed, type DayPart, type WorkingHours } from './working-hours.js';

/** Whole working minutes, and the years of the span that were counted with weekends only, because their calendar is missing. */
export interface CountedMinutes {
  minutes: number;
  calendarMissing: number[];
}

/** An instant reached by counting, and the years on the way whose calendar is missing. */
export interface ReachedInstant {
  at: Date;
  calendarMissing: number[];
}

/** Why no work is done: a weekend, a day off of the production calendar, the lunch break, or before and after hours. */
export type Rest = 'lunch' | 'night' | 'weekend' | 'holiday';

/** A stretch of time that is all working time (`rest` is `null`) or none. */
export interface Stretch {
  from: Date;
  to: Date;
  rest: Rest | null;
}

interface SpecialDay {
  day: number;
  parts: readonly DayPart[];
}

const NO_WORK: readonly DayPart[] = [];

/**
 * Working time in Tyumen (Asia/Yekaterinburg) on the Russian production calendar. All is counted in whole minutes, seconds are cut off.
 * Nothing walks over minutes or days but {@link stretches}: a question costs a few binary searches, over any span.
 * A year without data has weekends only, and the answers name it.
 */
export class WorkingCalendar {
  /** Years with data. */
  readonly years: ReadonlySet<number>;
  private readonly week: readonly (readonly DayPart[])[];
  private readonly weekMinutes: number;
  /** Minutes from Monday to before each weekday. */
  private readonly beforeWeekday: number[] = [];
  private readonly special: ReadonlyMap<number, readonly DayPart[]>;
  private readonly specialDays: readonly number[];
  /** By how much the first n special days differ from ordinary weeks, in minutes. */
  private readonly difference: number[] = [0];

  /** @throws RangeError when the hours leave no working time from Monday to Thursday, or are none. */
  constructor(years: readonly CalendarYear[], hours: WorkingHours = DEFAULT_WORKING_HOURS) {
    const ordinary = dayParts(hours, hours.closes);
    if (ordinary.length === 0) throw new RangeError('no working time at all');
    this.years = new Set(years.map(({ year }) => year));
    this.week = [ordinary, ordinary, ordinary, ordinary, dayParts(hours, hours.fridayCloses), NO_WORK, NO_WORK];
    this.weekMinutes = this.week.reduce((sum, parts) => {
      this.beforeWeekday.push(sum);
      return sum + minutesOf(parts);
    }, 0);
    const special = years.flatMap((year) => specialDays(year, hours, ordinary)).sort((a, b) => a.day - b.day);
    this.special = new Map(special.map(({ day, parts }) => [day, parts]));
    this.specialDays = [...this.special.keys()];
    for (const [day, parts] of this.special) this.difference.push((this.difference.at(-1) ?? 0) + minutesOf(parts) - minutesOf(this.ordinaryParts(day)));
  }

  /** Whether work is done in the minute that begins at (or holds) `at`: 9:00 is working time, 13:00 and 18:00 are not. */
  isWorkingTime(at: Date): boolean {
    const minute = localMinute(at);
    const ofDay = minute - dayOf(minute) * DAY_MINUTES;
    return this.partsOf(dayOf(minute)).some(({ from, to }) => from <= ofDay && ofDay < to);
  }

  /** Working minutes from `a` to `b`; negative when `b` comes first. */
  workingMinutesBetween(a: Date, b: Date): CountedMinutes {
    const [from, to] = [localMinute(a), localMinute(b)];
    return { minutes: this.worked(to) - this.worked(from), calendarMissing: this.missingBetween(Math.min(from, to), Math.max(from, to)) };
  }

  /**
   * The first instant at which that many working minutes have passed since `from`: the end of a day rather than the next morning.
   * Fractions are cut; nothing to add gives `from` without its seconds; beyond the last possible date it is that date.
   */
  addWorkingMinutes(from: Date, minutes: number): ReachedInstant {
    const start = localMinute(from);
    const wanted = Math.trunc(minutes);
    const end = wanted > 0 ? this.firstMinuteWith(this.worked(start) + wanted, dayOf(start)) : start;
    return { at: instantOf(end), calendarMissing: this.missingBetween(start, end) };
  }

  /** Cuts a span into working time and the rest between, in order and without holes. Walks day by day: for spans that are shown. */
  *stretches(from: Date, to: Date): Generator<Stretch> {
    const end = localMinute(to);
    let at = localMinute(from);
    for (let day = dayOf(at); day * DAY_MINUTES < end; day += 1)
      for (const part of this.partsOf(day)) {
        const [opens, closes] = [Math.max(at, day * DAY_MINUTES + part.from), Math.min(end, day * DAY_MINUTES + part.to)];
        if (opens >= closes) continue;
        if (at < opens) yield this.rest(at, opens);
        yield { from: instantOf(opens), to: instantOf(closes), rest: null };
        at = closes;
      }
    if (at < end) yield this.rest(at, end);
  }

  private rest(from: number, to: number): Stretch {
    const days: number[] = [];
    for (let day = dayOf(from); day * DAY_MINUTES < to; day += 1) days.push(day);
    const idle = days.filter((day) => this.partsOf(day).length === 0);
    const rest = idle.some((day) => this.special.has(day)) ? 'holiday' : idle.length > 0 ? 'weekend' : this.isBreak(from, to) ? 'lunch' : 'night';
    return { from: instantOf(from), to: instantOf(to), rest };
  }

  /** Whether the span lies between two parts of one day. */
  private isBreak(from: number, to: number): boolean {
    const midnight = dayOf(from) * DAY_MINUTES;
    const parts = this.partsOf(dayOf(from));
    return parts.some((part) => midnight + part.to <= from) && parts.some((part) => to <= midnight + part.from);
  }

  private partsOf(day: number): readonly DayPart[] {
    return this.special.get(day) ?? this.ordinaryParts(day);
  }

  private ordinaryParts(day: number): readonly DayPart[] {
    return this.week[weekdayOf(day).weekday] ?? NO_WORK;
  }

  /** Working minutes from a fixed Monday to the beginning of a day; grows with the day. */
  private workedBefore(day: number): number {
    const { week, weekday } = weekdayOf(day);
    const specialDaysBefore = firstIndex(this.specialDays.length, (index) => (this.specialDays[index] ?? day) >= day);
    return week * this.weekMinutes + (this.beforeWeekday[weekday] ?? 0) + (this.difference[specialDaysBefore] ?? 0);
  }

  private worked(minute: number): number {
    const day = dayOf(minute);
    return this.workedBefore(day) + minutesPassed(this.partsOf(day), minute - day * DAY_MINUTES);
  }

  private firstMinuteWith(total: number, earliestDay: number): number {
    const isEnough = (days: number) => this.workedBefore(earliestDay + days + 1) >= total;
    let window = 4;
    while (window < LAST_DAY - earliestDay && !isEnough(window)) window *= 2;
    const day = earliestDay + firstIndex(Math.min(window, LAST_DAY - earliestDay), isEnough);
    let left = total - this.workedBefore(day);
    for (const { from, to } of this.partsOf(day)) {
      if (left <= to - from) return day * DAY_MINUTES + from + left;
      left -= to - from;
    }
    return (LAST_DAY + 1) * DAY_MINUTES;
  }

  /** Years of the local minutes `from` to before `to` that have no data, ascending. */
  private missingBetween(from: number, to: number): number[] {
    const last = yearOf(Math.min(dayOf(Math.max(from, to - 1)), LAST_DAY));
    const missing: number[] = [];
    for (let year = yearOf(dayOf(from)); year <= last; year += 1) if (!this.years.has(year)) missing.push(year);
    return missing;
  }
}

/**
 * Years whose calendar is due but missing: the current one always, the next one from 1 December on (the decree comes in autumn).
 */
export function overdueCalendars(years: ReadonlySet<number>, now: Date): { thisYear: boolean; nextYear: boolean } {
  const today = dayOf(localMinute(now));
  const year = yearOf(today);
  return { thisYear: !years.has(year), nextYear: today >= dayOfIso(`${year}-12-01`) && !years.has(year + 1) };
}

function specialDays({ daysOff, workingWeekends, shortDays }: CalendarYear, hours: WorkingHours, ordinary: readonly DayPart[]): SpecialDay[] {
  const short = (date: string) => {
    const day = dayOfIso(date);
    const closes = weekdayOf(day).weekday === 4 ? hours.fridayCloses : hours.closes;
    return { day, parts: dayParts(hours, closes - hours.shortDayCut) };
  };
  return [
    ...daysOff.map((date) => ({ day: dayOfIso(date), parts: NO_WORK })),
    ...workingWeekends.map((date) => ({ day: dayOfIso(date), parts: ordinary })),
    // Last, because the last word on a day holds: a working weekend may be short.
    ...shortDays.map(short),
  ];
}

const minutesOf = (parts: readonly DayPart[]): number => minutesPassed(parts, DAY_MINUTES);

/** The first index below `count` for which the (monotone) condition holds, else `count`. */
function firstIndex(count: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
