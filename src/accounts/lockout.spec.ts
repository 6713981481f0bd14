import fc from 'fast-check';
import { decideAttempt, type Failures, lockedUntil } from './lockout.js';

const at = (minutes: number): Date => new Date(Date.UTC(2026, 10, 24, 9, 0) + minutes * 60_000);

/** Attempts that all fail, as early as each is allowed. */
function fail(times: number): { waits: number[]; last: Failures | null } {
  let known: Failures | null = null;
  let now = at(0);
  const waits: number[] = [];
  for (let index = 0; index < times; index++) {
    let decision = decideAttempt(known, now);
    waits.push(decision.allowed ? 0 : (decision.until.getTime() - now.getTime()) / 60_000);
    if (!decision.allowed) decision = decideAttempt(known, (now = decision.until));
    if (!decision.allowed) throw new Error('still locked when the lock has ended');
    known = decision.next;
  }
  return { waits, last: known };
}

describe('lock-out', () => {
  it('gives five attempts, then doubles the wait up to an hour', () => {
    expect(fail(14).waits).toEqual([0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  it('allows fewer than 35 guesses a day, and one after a quiet day', () => {
    const day = fail(35).waits.reduce((sum, wait) => sum + wait, 0);
    expect(day).toBeGreaterThan(23 * 60);
    const { last } = fail(20);
    const later = new Date((last?.lastFailedAt.getTime() ?? 0) + 24 * 3_600_000 + 1);
    expect(decideAttempt(last, later)).toEqual({ allowed: true, next: { failures: 1, lastFailedAt: later } });
  });

  it('never overflows', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (failures) => {
      const until = lockedUntil({ failures, lastFailedAt: at(0) });
      expect(until === null || (until > at(0) && until <= at(60))).toBe(true);
    }));
  });
});
