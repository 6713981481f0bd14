import type { CaseStatus } from '../cases/case-status.js';
import type { DeliveryChannel } from '../delivery/delivery-state.js';
import type { Category, Route } from '../triage/verdict.js';
import { quantile, type DurationCounts } from './duration-scale.js';
import { addDays, daysOf, type OverviewPeriod } from './period.js';

/** States of deliveries as they are counted: `waiting` is planned or on its way. */
export const COUNTED_STATES = ['sent', 'waiting', 'uncertain', 'failed', 'cancelled'] as const;
export type CountedState = (typeof COUNTED_STATES)[number];

/** Days a case has been open, at most; the last group has no end. */
const AGE_LIMITS = [1, 3, 7, 14, 30, Infinity] as const;

/** One sum as the database keeps it; see the migration `add-overview`. `day` only where days are shown. */
export interface SumRow {
  figure: 'came' | 'ended-by-day' | 'answered' | 'ended' | 'missed' | 'delivery' | 'failure';
  day: string | null;
  /** Whether it belongs to the period or to the one before. */
  isNow: boolean;
  a: string;
  b: string;
  n: number;
}

/** Open cases by the day they came and their status. */
export interface OpenRow {
  day: string;
  status: CaseStatus;
  n: number;
}

/** Open cases of one operator; nobody's under `null`. */
export interface LoadRow {
  assigneeId: string | null;
  open: number;
  overdue: number;
}

/** What the figures are made from. */
export interface OverviewRows {
  sums: readonly SumRow[];
  open: readonly OpenRow[];
  loads: readonly LoadRow[];
  /** Terms that ended in the period and that nobody has met yet. */
  missedStillOpen: number;
}

/** A number, and the same for the period before. */
export interface Compared {
  now: number;
  before: number;
}

/** Durations in minutes of elapsed time, nights and weekends included; `null` when there were none. */
export interface Spread {
  count: number;
  median: number | null;
  p90: number | null;
}

export interface DayFigures {
  day: string;
  came: number;
  ended: number;
  /** What came on the day as far into the period before. */
  cameBefore: number;
}

/** Everything that the overview shows, in numbers. Lists are sorted, the largest first, without what is nothing in both periods. */
export interface OverviewFigures {
  came: Compared;
  ended: Compared;
  firstAnswer: { now: Spread; before: Spread };
  outcome: { now: Spread; before: Spread };
  /** Cases whose term has ended, at this moment. */
  overdueNow: number;
  /** Terms that ended in the period without having been met in time. */
  missed: Compared;
  openNow: number;
  days: DayFigures[];
  categories: (Compared & { key: Category })[];
  routes: (Compared & { key: Route })[];
  deliveries: { channel: DeliveryChannel; states: Record<CountedState, number>; total: number; before: number }[];
  failures: (Compared & { key: string })[];
  /** `upTo`: days a case has been open at most. */
  ages: { upTo: number; open: number }[];
  loads: LoadRow[];
}

const CHANNELS: readonly DeliveryChannel[] = ['email', 'service-desk', 'edms-package', 'notice'];

/** Makes the figures of a period from the sums. */
export function figuresOf({ sums, open, loads, missedStillOpen }: OverviewRows, period: OverviewPeriod, today: string): OverviewFigures {
  const of = (figure: SumRow['figure']) => sums.filter((row) => row.figure === figure);
  const [came, ended, answered, missed] = [of('came'), of('ended'), of('answered'), of('missed')];
  const missedMet = compared(missed);
  return {
    came: compared(came),
    ended: compared(ended),
    firstAnswer: { now: spread(answered, true), before: spread(answered, false) },
    outcome: { now: spread(ended, true), before: spread(ended, false) },
    overdueNow: loads.reduce((sum, { overdue }) => sum + overdue, 0),
    missed: { ...missedMet, now: missedMet.now + missedStillOpen },
    openNow: total(open),
    days: dayFigures(came, of('ended-by-day'), period),
    categories: grouped(came, ({ a }) => a as Category),
    routes: grouped(came, ({ b }) => b as Route),
    deliveries: deliveries(of('delivery')),
    failures: grouped(of('failure'), ({ a }) => a),
    ages: ages(open, today),
    loads: loads.filter((load) => load.open > 0).sort((a, b) => Number(a.assigneeId === null) - Number(b.assigneeId === null) || b.open - a.open),
  };
}

function groupBy<Row, Key>(rows: readonly Row[], keyOf: (row: Row) => Key): Map<Key, Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return groups;
}

function total(rows: readonly { n: number }[]): number {
  return rows.reduce((sum, { n }) => sum + n, 0);
}

function compared(rows: readonly SumRow[]): Compared {
  return { now: total(rows.filter(({ isNow }) => isNow)), before: total(rows.filter(({ isNow }) => !isNow)) };
}

function grouped<Key extends string>(rows: readonly SumRow[], keyOf: (row: SumRow) => Key): (Compared & { key: Key })[] {
  return [...groupBy(rows, keyOf)]
    .map(([key, group]) => ({ key, ...compared(group) }))
    .filter(({ now, before }) => now > 0 || before > 0)
    .sort((x, y) => y.now - x.now || y.before - x.before || x.key.localeCompare(y.key));
}

function spread(rows: readonly SumRow[], isNow: boolean): Spread {
  const counts: DurationCounts = new Map(rows.filter((row) => row.isNow === isNow).map(({ a, n }) => [Number(a), n]));
  return { count: [...counts.values()].reduce((sum, n) => sum + n, 0), median: quantile(counts, 0.5), p90: quantile(counts, 0.9) };
}

function dayFigures(came: readonly SumRow[], ended: readonly SumRow[], period: OverviewPeriod): DayFigures[] {
  const sumOf = (rows: readonly SumRow[]) => new Map([...groupBy(rows, ({ day }) => day)].map(([day, group]) => [day, total(group)]));
  const [cameOn, endedOn] = [sumOf(came), sumOf(ended)];
  return daysOf(period).map((day) => ({ day, came: cameOn.get(day) ?? 0, ended: endedOn.get(day) ?? 0, cameBefore: cameOn.get(addDays(day, -period.days)) ?? 0 }));
}

/** What was cancelled was not delivered, by nobody's fault: it is shown but does not count into the total. */
function deliveries(rows: readonly SumRow[]): OverviewFigures['deliveries'] {
  return CHANNELS.map((channel) => {
    const own = rows.filter(({ a, b }) => a === channel && b !== 'cancelled');
    const states = Object.fromEntries(COUNTED_STATES.map((state) => [state, total(rows.filter(({ a, b, isNow }) => isNow && a === channel && b === state))]));
    const { now, before } = compared(own);
    return { channel, states: states as Record<CountedState, number>, total: now, before };
  }).filter((row) => row.total > 0 || row.before > 0 || row.states.cancelled > 0);
}

function ages(open: readonly OpenRow[], today: string): OverviewFigures['ages'] {
  let younger = addDays(today, 1);
  return AGE_LIMITS.map((upTo) => {
    const oldest = upTo === Infinity ? '' : addDays(today, 1 - upTo);
    const group = open.filter(({ day }) => day >= oldest && day < younger);
    younger = oldest;
    return { upTo, open: total(group) };
  });
}
