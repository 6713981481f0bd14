import type { CaseStatus } from '../cases/case-status.js';
import type { Category } from '../triage/verdict.js';
import { WAITS_FOR, lastRound, type Round, type StatusChange, type Stay, type WaitsFor } from './case-clock.js';
import { DEADLINE_RULES, RUNS_FOR, TERMS, WARNING_SHARE, ruleFor, type DeadlineRule, type Term } from './deadline-rules.js';
import type { ReachedInstant, Rest, WorkingCalendar } from './working-calendar.js';

/** What the deadlines of a case follow from. */
export interface CaseTimes {
  category: Category;
  /** Every status the case came into, with when. */
  history: readonly StatusChange[];
  /** Words of operators to the applicant, which are answers though the status stays. */
  answers?: readonly Date[];
}

/**
 * `running`: we have to act; `paused`: others have to; `met`: done in time; `overdue`: the term ran out before it was done, or before now.
 * An overdue term stays overdue, also when it is paused or done later.
 */
export type DeadlineState = 'running' | 'paused' | 'met' | 'overdue';

/** A stay in a status and whether it was counted for the term. */
export interface ClockStay extends Stay {
  counts: boolean;
}

/** Where one term of a case stands. Minutes are whole working minutes; a moment counts as late from the minute after `dueAt`. */
export interface Deadline {
  term: Term;
  ruleId: string;
  limitMinutes: number;
  usedMinutes: number;
  state: DeadlineState;
  /** Whether the clock runs at this moment, in time or not. */
  running: boolean;
  /** In time, running, and from the warning's share on. */
  warning: boolean;
  startedAt: Date;
  /** When it was done; `null` when it is not. */
  stoppedAt: Date | null;
  /** When the term runs out or ran out; `null` when it is done in time, or paused: then nobody can know. */
  dueAt: Date | null;
  /** When the warning's share is or was used; `null` when they were not, and cannot be foretold. */
  warnAt: Date | null;
  asOf: Date;
  stays: ClockStay[];
  /** Years counted with weekends only, because their calendar is missing. */
  calendarMissing: number[];
}

/** What to act on next. */
export interface NextDue {
  term: Term;
  dueAt: Date;
  /** The first warning of all running terms. */
  warnAt: Date;
}

/** One line of the sum behind a deadline; `rest` or `waitsFor` says why its minutes are none. */
export interface SumRow {
  from: Date;
  to: Date;
  status: CaseStatus;
  minutes: number;
  /** Up to and with this row. */
  totalMinutes: number;
  rest: Rest | null;
  /** Whom the case waited for when that stopped the clock. */
  waitsFor: Exclude<WaitsFor, 'operator' | 'nobody'> | null;
  /** Lies in the future: so it goes when nothing happens. */
  ahead: boolean;
}

/** Every term that has begun in the present round of a case, in the order of {@link TERMS}. Pure and total; the history may be in any order. */
export function deadlinesOf(
  calendar: WorkingCalendar,
  times: CaseTimes,
  now: Date,
  rules: readonly DeadlineRule[] = DEADLINE_RULES,
  warningShare = WARNING_SHARE,
): Deadline[] {
  const round = lastRound(times.history, now);
  if (!round) return [];
  return TERMS.flatMap((term) => {
    const rule = ruleFor(rules, term, times.category);
    const clock = rule && clockOf(term, round, times.answers ?? []);
    return clock ? [deadline(calendar, rule, clock, round.asOf, warningShare)] : [];
  });
}

/** The running term that ends first, with the earliest warning; `null` when it is not our turn. What the worklist sorts by. */
export function nextDue(deadlines: readonly Deadline[]): NextDue | null {
  const running = deadlines.flatMap(({ term, running: runs, dueAt, warnAt }) => (runs && dueAt && warnAt ? [{ term, dueAt, warnAt }] : []));
  const [first] = running.sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
  return first ? { ...first, warnAt: new Date(Math.min(...running.map(({ warnAt }) => warnAt.getTime()))) } : null;
}

/** The sum behind a deadline, step by step: what was counted, what was not and why, and what lies ahead until it is due. */
export function explain(calendar: WorkingCalendar, { stays, running, dueAt, asOf }: Deadline): SumRow[] {
  const rows: SumRow[] = [];
  let totalMinutes = 0;
  const add = (row: Omit<SumRow, 'totalMinutes'>) => {
    totalMinutes += row.minutes;
    rows.push({ ...row, totalMinutes });
  };
  const count = ({ status, from, to }: Stay, ahead: boolean) => {
    for (const stretch of calendar.stretches(from, to))
      add({ ...stretch, status, minutes: calendar.workingMinutesBetween(stretch.from, stretch.to).minutes, waitsFor: null, ahead });
  };
  for (const stay of stays) {
    const waitsFor = WAITS_FOR[stay.status];
    if (stay.counts) count(stay, false);
    else if (stay.from < stay.to && waitsFor !== 'operator' && waitsFor !== 'nobody')
      add({ from: stay.from, to: stay.to, status: stay.status, minutes: 0, rest: null, waitsFor, ahead: false });
  }
  const last = stays.at(-1);
  if (running && last && dueAt && dueAt > asOf) count({ status: last.status, from: asOf, to: dueAt }, true);
  return rows;
}

interface Clock {
  stays: Stay[];
  stoppedAt: Date | null;
}

/** When a term's clock is in force, `null` when it has not begun. */
function clockOf(term: Term, { stays, endedAt, asOf }: Round, answers: readonly Date[]): Clock | null {
  if (term === 'outcome') return { stays, stoppedAt: endedAt };
  const isStay = ({ status }: Stay) => status === (term === 'first-answer' ? 'awaiting-operator' : 'delivery-problem');
  const index = term === 'first-answer' ? stays.findIndex(isStay) : stays.findLastIndex(isStay);
  const stay = stays[index];
  if (!stay) return null;
  const left = index < stays.length - 1 || endedAt ? stay.to : null;
  const said = term === 'first-answer' ? answers.filter((at) => at >= stay.from && at <= (left ?? asOf)).sort((a, b) => a.getTime() - b.getTime())[0] : undefined;
  const stoppedAt = said ?? left;
  return { stays: [{ ...stay, to: stoppedAt ?? asOf }], stoppedAt };
}

function deadline(calendar: WorkingCalendar, rule: DeadlineRule, { stays: raw, stoppedAt }: Clock, asOf: Date, warningShare: number): Deadline {
  const stays = raw.map((stay) => ({ ...stay, counts: RUNS_FOR[rule.term].includes(WAITS_FOR[stay.status]) }));
  const counted = stays.filter(({ counts }) => counts);
  const spans = counted.map(({ from, to }) => calendar.workingMinutesBetween(from, to));
  const running = stoppedAt === null && stays.at(-1)?.counts === true;
  const due = reach(calendar, stays, running, rule.minutes);
  const warn = reach(calendar, stays, running, Math.ceil(rule.minutes * warningShare));
  // A stay that ended in the instant it began was no time to act in.
  const late = due !== null && counted.some(({ from, to }, index) => toMinute(to) > due.at.getTime() && (from < to || (running && index === counted.length - 1)));
  const missing = [...spans, ...(running && due ? [due] : [])].flatMap(({ calendarMissing }) => calendarMissing);
  const state = late ? 'overdue' : stoppedAt ? 'met' : running ? 'running' : 'paused';
  return {
    term: rule.term,
    ruleId: rule.id,
    limitMinutes: rule.minutes,
    usedMinutes: spans.reduce((sum, { minutes }) => sum + minutes, 0),
    state,
    running,
    warning: state === 'running' && warn !== null && toMinute(asOf) >= warn.at.getTime(),
    startedAt: stays[0]?.from ?? asOf,
    stoppedAt,
    dueAt: late || running ? (due?.at ?? null) : null,
    warnAt: warn?.at ?? null,
    asOf,
    stays,
    calendarMissing: [...new Set(missing)].sort((a, b) => a - b),
  };
}

/** When the counted minutes come to `wanted`: in the past, or ahead when the clock goes on running. */
function reach(calendar: WorkingCalendar, stays: readonly ClockStay[], running: boolean, wanted: number): ReachedInstant | null {
  let left = wanted;
  for (const [index, { from, to, counts }] of stays.entries()) {
    if (!counts) continue;
    const { minutes } = calendar.workingMinutesBetween(from, to);
    if (left <= minutes || (running && index === stays.length - 1)) return calendar.addWorkingMinutes(from, left);
    left -= minutes;
  }
  return null;
}

/** The beginning of an instant's minute, in milliseconds. */
function toMinute(at: Date): number {
  return Math.floor(at.getTime() / 60_000) * 60_000;
}
