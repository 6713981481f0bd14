import { localDay } from '../platform/russian-date.js';
import { typedDay } from '../platform/typed-day.js';

/** Periods offered by name, in days that end today; `own` has its first and last day given. */
export const PERIOD_DAYS = { today: 1, week: 7, month: 30, quarter: 90 } as const;
export type PeriodName = keyof typeof PERIOD_DAYS | 'own';

/** A longer period is not looked at in one go. */
const LONGEST_DAYS = 366;

const DAY_MS = 86_400_000;
const TYUMEN_OFFSET_MS = 5 * 3_600_000;

/** Whole days in Tyumen, both included, ISO. */
export interface DaySpan {
  from: string;
  to: string;
}

/** A period, and the one of the same length right before it. */
export interface OverviewPeriod extends DaySpan {
  name: PeriodName;
  days: number;
  before: DaySpan;
}

/** What is wrong with days that somebody typed. */
export type PeriodFault = 'missing' | 'order' | 'future' | 'too-long';

/** The instant a day begins in Tyumen. */
export function startOfDay(day: string): Date {
  return new Date(Date.parse(`${day}T00:00:00Z`) - TYUMEN_OFFSET_MS);
}

/** That many days later, earlier when negative. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** All days of a span in their order. */
export function daysOf({ from, to }: DaySpan): string[] {
  return Array.from({ length: daysBetween(from, to) + 1 }, (_, index) => addDays(from, index));
}

/** A period as asked for in an address; days that make no sense are named, and a month is shown instead. */
export function readPeriod(fields: { period?: unknown; from?: unknown; to?: unknown }, now: Date): { period: OverviewPeriod; fault: PeriodFault | null } {
  const today = localDay(now);
  if (fields.period !== 'own') return { period: named(nameOf(fields.period), today), fault: null };
  const [from, to] = [fields.from, fields.to].map((typed) => (typeof typed === 'string' ? typedDay(typed) : null));
  const fault = !from || !to ? 'missing' : from > to ? 'order' : from > today ? 'future' : daysBetween(from, to) >= LONGEST_DAYS ? 'too-long' : null;
  return fault || !from || !to ? { period: named('month', today), fault } : { period: spanned('own', from, to), fault: null };
}

function nameOf(typed: unknown): keyof typeof PERIOD_DAYS {
  return typeof typed === 'string' && Object.hasOwn(PERIOD_DAYS, typed) ? (typed as keyof typeof PERIOD_DAYS) : 'month';
}

function named(name: keyof typeof PERIOD_DAYS, today: string): OverviewPeriod {
  return spanned(name, addDays(today, 1 - PERIOD_DAYS[name]), today);
}

function spanned(name: PeriodName, from: string, to: string): OverviewPeriod {
  const days = daysBetween(from, to) + 1;
  return { name, from, to, days, before: { from: addDays(from, -days), to: addDays(from, -1) } };
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}
