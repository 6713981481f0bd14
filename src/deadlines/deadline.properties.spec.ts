import fc from 'fast-check';
import { INITIAL_STATUSES, type CaseStatus } from '../cases/case-status.js';
import type { Category } from '../triage/verdict.js';
import { WAITS_FOR, type StatusChange } from './case-clock.js';
import { deadlinesOf, explain, nextDue } from './deadline.js';
import { DEADLINE_RULES } from './deadline-rules.js';
import { anyCalendarParts, anyHistory, anyInstant, type CalendarParts } from './deadlines.fixtures.js';
import { WorkingCalendar } from './working-calendar.js';

const MINUTE_MS = 60_000;
const SECOND_MS = 1_000;
const calendarOf = ({ years, hours }: CalendarParts) => new WorkingCalendar(years, hours);
const anyCategory = fc.constantFrom<Category>('needs-triage', 'user-blocked', 'user-missing', 'self-service');
const anyTimes = fc.record({
  category: anyCategory,
  history: anyHistory([...INITIAL_STATUSES, 'resolved', 'closed']),
  answers: fc.array(anyInstant, { maxLength: 3 }),
});
const minuteOf = (at: Date) => Math.floor(at.getTime() / MINUTE_MS);
const last = (history: readonly StatusChange[]): StatusChange => history.at(-1) as StatusChange;
const after = (at: Date, seconds: number) => new Date(at.getTime() + seconds * SECOND_MS);
const secondsAhead = fc.integer({ min: 0, max: 12 * 24 * 60 * 60 });

describe('deadlines, over any calendars and histories', () => {
  it('agree with themselves: state, due instant, minutes and sum', () => {
    fc.assert(
      fc.property(anyCalendarParts, anyTimes, secondsAhead, (parts, times, ahead) => {
        const calendar = calendarOf(parts);
        const now = after(last(times.history).at, ahead);
        for (const deadline of deadlinesOf(calendar, times, now)) {
          const { state, running, dueAt, warnAt, usedMinutes, limitMinutes, stoppedAt, warning } = deadline;
          if (state === 'running') expect(minuteOf(now)).toBeLessThanOrEqual(minuteOf(dueAt as Date));
          if (state === 'overdue') expect(minuteOf(stoppedAt ?? now)).toBeGreaterThan(minuteOf(dueAt as Date));
          else expect(usedMinutes).toBeLessThanOrEqual(limitMinutes);
          if (running) expect([stoppedAt, state === 'overdue']).toEqual([null, minuteOf(now) > minuteOf(dueAt as Date)]);
          if (warnAt && dueAt) expect(warnAt.getTime()).toBeLessThanOrEqual(dueAt.getTime());
          if (warning) expect(usedMinutes).toBeGreaterThanOrEqual(0.75 * limitMinutes);
          if (state === 'met') expect(stoppedAt).not.toBeNull();
          const rows = explain(calendar, deadline);
          const past = rows.filter((row) => !row.ahead);
          expect(past.reduce((sum, { minutes }) => sum + minutes, 0)).toBe(usedMinutes);
          for (const row of rows) expect(row.minutes > 0).toBe(row.rest === null && row.waitsFor === null);
          if (state === 'running') expect(rows.at(-1)?.totalMinutes ?? 0).toBe(limitMinutes);
          else expect(past).toHaveLength(rows.length);
        }
        expect(nextDue(deadlinesOf(calendar, times, now)) === null).toBe(!deadlinesOf(calendar, times, now).some(({ running }) => running));
      }),
      { numRuns: 300 },
    );
  });

  it('keep their due instant while nothing happens, so that it can be stored', () => {
    fc.assert(
      fc.property(anyCalendarParts, anyTimes, secondsAhead, secondsAhead, (parts, { category, history }, soon, later) => {
        const calendar = calendarOf(parts);
        const now = last(history).at;
        const due = (at: Date) => nextDue(deadlinesOf(calendar, { category, history }, at));
        expect(due(after(now, soon))).toEqual(due(after(now, later)));
      }),
    );
  });

  it('never shorten by a pause: who waits for the applicant in between is due no earlier, and used no more', () => {
    const PAUSES: readonly CaseStatus[] = ['awaiting-applicant', 'sent', 'awaiting-signed-letter'];
    fc.assert(
      fc.property(anyCalendarParts, anyCategory, anyInstant, secondsAhead, secondsAhead, secondsAhead, fc.constantFrom(...PAUSES), (parts, category, from, a, b, c, pause) => {
        const calendar = calendarOf(parts);
        const start: StatusChange = { status: 'awaiting-operator', at: from };
        const [pausedAt, resumedAt] = [after(from, a), after(from, a + b)];
        const now = after(resumedAt, c);
        const outcome = (history: StatusChange[]) => deadlinesOf(calendar, { category, history }, now).find(({ term }) => term === 'outcome');
        const without = outcome([start]);
        const paused = outcome([start, { status: pause, at: pausedAt }, { status: 'awaiting-operator', at: resumedAt }]);
        expect(paused?.dueAt?.getTime()).toBeGreaterThanOrEqual(without?.dueAt?.getTime() ?? Number.NaN);
        expect(paused?.usedMinutes).toBeLessThanOrEqual(without?.usedMinutes ?? Number.NaN);
        // In whole: what the pause took is just its own working time.
        expect(paused?.usedMinutes).toBe((without?.usedMinutes ?? 0) - calendar.workingMinutesBetween(pausedAt, resumedAt).minutes);
      }),
    );
  });

  it('do not depend on the order of the history, and use no less as time goes', () => {
    fc.assert(
      fc.property(anyCalendarParts, anyCategory, anyHistory(INITIAL_STATUSES), secondsAhead, secondsAhead, (parts, category, history, a, b) => {
        const calendar = calendarOf(parts);
        const now = last(history).at;
        const distinct = history.filter(({ at }, index) => at.getTime() !== history[index + 1]?.at.getTime());
        const given = (way: StatusChange[], at: Date) => deadlinesOf(calendar, { category, history: way }, at);
        expect(given([...distinct].reverse(), now)).toEqual(given(distinct, now));
        const [soon, late] = [given(history, after(now, Math.min(a, b))), given(history, after(now, Math.max(a, b)))];
        for (const [index, { usedMinutes, state }] of soon.entries()) {
          expect(late[index]?.usedMinutes).toBeGreaterThanOrEqual(usedMinutes);
          if (state === 'overdue') expect(late[index]?.state).toBe('overdue');
        }
      }),
    );
  });

  it('agree with an oracle that looks at each minute of the outcome', () => {
    fc.assert(
      fc.property(anyCalendarParts, anyHistory(['awaiting-operator', 'queued'], 6), fc.integer({ min: 0, max: 86_400 }), (parts, whole, ahead) => {
        const history = whole.slice(0, [...whole, { status: 'resolved' as const }].findIndex(({ status }) => WAITS_FOR[status] === 'nobody'));
        const calendar = calendarOf(parts);
        const now = after(last(history).at, ahead);
        const [limit = 0] = DEADLINE_RULES.filter(({ id }) => id === 'outcome-no-access').map(({ minutes }) => minutes);
        const start = minuteOf((history[0] as StatusChange).at);
        let used = 0;
        let due: number | null = null;
        for (let minute = start; minute < minuteOf(now); minute += 1) {
          const status = history.findLast(({ at }) => minuteOf(at) <= minute)?.status ?? 'sent';
          if (!['operator', 'service'].includes(WAITS_FOR[status]) || !calendar.isWorkingTime(new Date(minute * MINUTE_MS))) continue;
          used += 1;
          if (used === limit) due = minute + 1;
        }
        const outcome = deadlinesOf(calendar, { category: 'user-blocked', history }, now).find(({ term }) => term === 'outcome');
        expect(outcome?.usedMinutes).toBe(used);
        if (outcome?.state === 'overdue') expect(minuteOf(outcome.dueAt as Date)).toBe(due);
        if (used > limit) expect(outcome?.state).toBe('overdue');
      }),
      { numRuns: 60 },
    );
  });
});
