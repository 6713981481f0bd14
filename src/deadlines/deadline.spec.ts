import type { Category } from '../triage/verdict.js';
import { CASE_TRANSITIONS, type CaseStatus } from '../cases/case-status.js';
import { WAITS_FOR, lastRound } from './case-clock.js';
import { deadlinesOf, explain, nextDue, type Deadline } from './deadline.js';
import { DEADLINE_RULES, TERMS, ruleFor, type Term } from './deadline-rules.js';
import { calendar2026, shown, wall } from './deadlines.fixtures.js';

type Line = readonly [status: CaseStatus, at: string];

const calendar = calendar2026();
const HOUR = 60;
const times = (lines: readonly Line[], answers: string[] = [], category: Category = 'needs-triage') => ({
  category,
  history: lines.map(([status, at]) => ({ status, at: wall(at) })),
  answers: answers.map(wall),
});
const all = (lines: readonly Line[], now: string, answers?: string[], category?: Category) => deadlinesOf(calendar, times(lines, answers, category), wall(now));
const one = (term: Term, ...given: Parameters<typeof all>): Deadline => {
  const found = all(...given).find((deadline) => deadline.term === term);
  if (!found) throw new Error(`no ${term}`);
  return found;
};

describe('the table of terms', () => {
  const categories: Category[] = [
    'already-loaded', 'user-missing', 'duplicate-user', 'user-blocked', 'owner-mismatch', 'needs-triage', 'no-colleague', 'import-error', 'self-service',
  ];

  it('has a row for every category and term, each row reachable, each id once, and an outcome never before its first answer', () => {
    const used = categories.flatMap((category) => TERMS.map((term) => ruleFor(DEADLINE_RULES, term, category)?.id));
    expect(new Set(used)).toEqual(new Set(DEADLINE_RULES.map(({ id }) => id)));
    expect(new Set(DEADLINE_RULES.map(({ id }) => id)).size).toBe(DEADLINE_RULES.length);
    for (const category of categories)
      expect(ruleFor(DEADLINE_RULES, 'first-answer', category)?.minutes).toBeLessThanOrEqual(ruleFor(DEADLINE_RULES, 'outcome', category)?.minutes ?? 0);
  });

  it('keeps no term that the rules do not have', () => {
    const outcomeOnly = DEADLINE_RULES.filter(({ term }) => term === 'outcome');
    const deadlines = deadlinesOf(calendar, times([['awaiting-operator', '2026-11-23 10:00']]), wall('2026-11-23 11:00'), outcomeOnly);
    expect(deadlines.map(({ term }) => term)).toEqual(['outcome']);
    expect(ruleFor([], 'outcome', 'needs-triage')).toBeNull();
  });

  it('ends where the status table leads to an end or back to a beginning only', () => {
    const ends = (Object.keys(WAITS_FOR) as CaseStatus[]).filter((status) => WAITS_FOR[status] === 'nobody');
    for (const status of ends) expect(CASE_TRANSITIONS[status].every((next) => ends.includes(next) || next === 'awaiting-operator')).toBe(true);
  });
});

describe('deadlinesOf', () => {
  it('runs from a short day over the May holidays', () => {
    expect(one('first-answer', [['awaiting-operator', '2026-04-30 16:00']], '2026-05-02 12:00')).toMatchObject({
      ruleId: 'first-answer-decision', limitMinutes: 4 * HOUR, usedMinutes: HOUR, state: 'running', running: true, warning: false,
      dueAt: wall('2026-05-04 12:00'), warnAt: wall('2026-05-04 11:00'), calendarMissing: [],
    });
  });

  it.each([
    ['2026-11-23 12:59', 'running', false],
    ['2026-11-23 13:00', 'running', true],
    ['2026-11-23 15:00:59', 'running', true],
    ['2026-11-23 15:01', 'overdue', false],
  ])('warns from 75 %% and is overdue from the minute after: %s', (now, state, warning) => {
    expect(one('first-answer', [['awaiting-operator', '2026-11-23 10:00:30']], now)).toMatchObject({ state, warning, dueAt: wall('2026-11-23 15:00') });
  });

  it('is late at night when the term ran out in the evening', () => {
    const way: Line[] = [['awaiting-operator', '2026-11-23 13:00']];
    expect(one('first-answer', way, '2026-11-23 18:00').state).toBe('running');
    expect(one('first-answer', [...way, ['queued', '2026-11-23 18:00']], '2026-11-23 23:00').state).toBe('met');
    expect(one('first-answer', [...way, ['queued', '2026-11-23 20:00']], '2026-11-23 23:00').state).toBe('overdue');
  });

  it('ends the first answer with the first word, or with the next step', () => {
    const way: Line[] = [['awaiting-operator', '2026-11-23 10:00'], ['awaiting-applicant', '2026-11-23 12:30']];
    expect(one('first-answer', way, '2026-11-25 12:00')).toMatchObject({ state: 'met', usedMinutes: 150, stoppedAt: wall('2026-11-23 12:30'), dueAt: null, warnAt: null });
    const answered = one('first-answer', way, '2026-11-25 12:00', ['2026-11-23 11:30', '2026-11-23 11:00', '2026-11-22 09:00']);
    expect(answered).toMatchObject({ state: 'met', usedMinutes: 60, stoppedAt: wall('2026-11-23 11:00') });
    expect(one('first-answer', way, '2026-11-25 12:00', ['2026-11-23 15:00']).stoppedAt).toEqual(wall('2026-11-23 12:30'));
  });

  it('pauses the outcome while others have to act, and says no day then', () => {
    const way: Line[] = [
      ['awaiting-operator', '2026-11-23 10:00'],
      ['awaiting-applicant', '2026-11-23 12:00'],
      ['awaiting-operator', '2026-11-26 10:00'],
      ['queued', '2026-11-26 11:00'],
      ['sent', '2026-11-26 11:30'],
    ];
    expect(one('outcome', way.slice(0, 2), '2026-11-24 12:00')).toMatchObject({ state: 'paused', running: false, usedMinutes: 120, dueAt: null, warnAt: null });
    expect(one('outcome', way.slice(0, 3), '2026-11-26 10:00')).toMatchObject({ state: 'running', usedMinutes: 120, dueAt: wall('2026-11-27 17:00') });
    expect(one('outcome', way, '2026-12-10 12:00')).toMatchObject({ state: 'paused', usedMinutes: 210 });
    expect(one('outcome', [...way, ['resolved', '2026-12-11 12:00']], '2026-12-12 12:00')).toMatchObject({
      state: 'met', usedMinutes: 210, stoppedAt: wall('2026-12-11 12:00'), dueAt: null,
    });
  });

  it('stays overdue when paused, answered or resolved afterwards', () => {
    const way: Line[] = [['awaiting-operator', '2026-11-16 10:00'], ['awaiting-applicant', '2026-11-20 10:00'], ['resolved', '2026-11-21 10:00']];
    expect(one('outcome', way.slice(0, 2), '2026-11-20 12:00')).toMatchObject({ state: 'overdue', running: false, dueAt: wall('2026-11-18 10:00'), stoppedAt: null });
    expect(one('outcome', [...way, ['closed', '2026-11-23 09:00']], '2026-11-23 12:00').stoppedAt).toEqual(wall('2026-11-21 10:00'));
    expect(one('outcome', way, '2026-11-23 12:00')).toMatchObject({ state: 'overdue', running: false, stoppedAt: wall('2026-11-21 10:00') });
    expect(one('first-answer', way, '2026-11-23 12:00')).toMatchObject({ state: 'overdue', usedMinutes: 32 * HOUR, stoppedAt: wall('2026-11-20 10:00') });
  });

  it('is not late when the term was just used up before a pause', () => {
    const way: Line[] = [['awaiting-operator', '2026-11-23 10:00'], ['awaiting-applicant', '2026-11-25 10:00'], ['awaiting-operator', '2026-11-27 10:00']];
    expect(one('outcome', way.slice(0, 2), '2026-11-26 10:00')).toMatchObject({ state: 'paused', usedMinutes: 16 * HOUR, dueAt: null });
    const passing: Line[] = [...way, ['queued', '2026-11-27 10:00'], ['sent', '2026-11-27 10:00']];
    expect(one('outcome', passing, '2026-11-27 12:00').state).toBe('paused');
    expect(one('outcome', way, '2026-11-27 10:01').state).toBe('overdue');
  });

  it('gives each delivery problem its own two hours', () => {
    const way: Line[] = [['queued', '2026-11-23 09:00'], ['delivery-problem', '2026-11-23 10:00'], ['queued', '2026-11-23 11:00'], ['delivery-problem', '2026-11-23 17:00']];
    expect(all(way.slice(0, 1), '2026-11-23 09:30').map(({ term }) => term)).toEqual(['outcome']);
    expect(one('delivery-problem', way.slice(0, 3), '2026-11-23 12:00')).toMatchObject({ state: 'met', usedMinutes: 60 });
    expect(one('delivery-problem', way, '2026-11-23 17:00')).toMatchObject({ state: 'running', usedMinutes: 0, dueAt: wall('2026-11-24 10:00') });
    expect(one('outcome', way, '2026-11-23 18:00').usedMinutes).toBe(8 * HOUR);
  });

  it('begins anew when a case is reopened', () => {
    const way: Line[] = [['awaiting-operator', '2026-11-09 10:00'], ['resolved', '2026-11-13 10:00'], ['awaiting-operator', '2026-11-23 10:00']];
    expect(all(way, '2026-11-23 11:00').map(({ startedAt, usedMinutes, state }) => [shown(startedAt), usedMinutes, state])).toEqual([
      ['2026-11-23 10:00', 60, 'running'],
      ['2026-11-23 10:00', 60, 'running'],
    ]);
  });

  it('takes an empty history, a closed one, any order and a clock that is behind', () => {
    expect(all([], '2026-11-23 10:00')).toEqual([]);
    expect(all([['closed', '2026-11-23 09:00']], '2026-11-23 10:00')).toEqual([]);
    const way: Line[] = [['queued', '2026-11-23 11:00'], ['awaiting-operator', '2026-11-23 10:00'], ['awaiting-operator', '2026-11-23 10:30']];
    expect(one('first-answer', way, '2026-11-23 09:00')).toMatchObject({ state: 'met', usedMinutes: 60, asOf: wall('2026-11-23 11:00') });
    expect(lastRound([{ status: 'resolved', at: wall('2026-11-23 09:00') }, { status: 'closed', at: wall('2026-11-24 09:00') }], wall('2026-11-25 09:00'))).toBeNull();
  });

  it('names a year whose calendar is missing as soon as the term reaches into it', () => {
    expect(one('outcome', [['awaiting-operator', '2026-12-28 10:00']], '2026-12-28 11:00').calendarMissing).toEqual([]);
    expect(one('outcome', [['awaiting-operator', '2026-12-30 10:00']], '2026-12-30 11:00').calendarMissing).toEqual([2027]);
  });
});

describe('nextDue', () => {
  const next = (...given: Parameters<typeof all>) => nextDue(all(...given));

  it('is the running term that ends first', () => {
    const way: Line[] = [['awaiting-operator', '2026-11-23 10:00']];
    expect(next(way, '2026-11-23 10:05')).toEqual({ term: 'first-answer', dueAt: wall('2026-11-23 15:00'), warnAt: wall('2026-11-23 13:00') });
    expect(next(way, '2026-11-23 12:00', ['2026-11-23 11:00'])).toEqual({ term: 'outcome', dueAt: wall('2026-11-25 10:00'), warnAt: wall('2026-11-24 15:00') });
  });

  it('is kept while overdue, and is nothing when others have to act or all is done', () => {
    const way: Line[] = [['awaiting-operator', '2026-11-16 10:00'], ['awaiting-applicant', '2026-11-20 10:00'], ['resolved', '2026-11-21 10:00']];
    expect(next(way.slice(0, 1), '2026-11-19 12:00')?.dueAt).toEqual(wall('2026-11-16 15:00'));
    expect(next(way.slice(0, 2), '2026-11-20 12:00')).toBeNull();
    expect(next(way, '2026-11-23 12:00')).toBeNull();
  });
});

describe('explain', () => {
  it('gives the sum step by step, what was not counted with why, and what lies ahead', () => {
    const way: Line[] = [['awaiting-operator', '2026-11-20 12:00'], ['awaiting-applicant', '2026-11-20 17:00'], ['queued', '2026-11-23 09:30'], ['awaiting-operator', '2026-11-23 10:00']];
    const deadline = one('outcome', way, '2026-11-23 11:00', [], 'user-blocked');
    const told = explain(calendar, deadline).map(({ from, to, status, minutes, totalMinutes, rest, waitsFor, ahead }) =>
      [shown(from)?.slice(5), shown(to)?.slice(5), status, waitsFor ?? rest ?? `+${minutes}`, totalMinutes, ahead ? 'ahead' : ''].join(' ').trim(),
    );
    expect(told).toEqual([
      '11-20 12:00 11-20 13:00 awaiting-operator +60 60',
      '11-20 13:00 11-20 14:00 awaiting-operator lunch 60',
      '11-20 14:00 11-20 17:00 awaiting-operator +180 240',
      '11-20 17:00 11-23 09:30 awaiting-applicant applicant 240',
      '11-23 09:30 11-23 10:00 queued +30 270',
      '11-23 10:00 11-23 11:00 awaiting-operator +60 330',
      '11-23 11:00 11-23 13:00 awaiting-operator +120 450 ahead',
      '11-23 13:00 11-23 14:00 awaiting-operator lunch 450 ahead',
      '11-23 14:00 11-23 14:30 awaiting-operator +30 480 ahead',
    ]);
    expect(deadline).toMatchObject({ usedMinutes: 330, limitMinutes: 480, dueAt: wall('2026-11-23 14:30') });
  });
});
