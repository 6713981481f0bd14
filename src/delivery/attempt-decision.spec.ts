import fc from 'fast-check';
import { decideAfterAttempt, decideClaim, type ClaimInput } from './attempt-decision.js';
import type { AttemptCause, AttemptOutcome } from './attempt-outcome.js';
import { DELIVERY_TRANSITIONS, type DeliveryState } from './delivery-state.js';

const MINUTE = 60_000;
const now = new Date('2026-11-22T10:00:00Z');
const at = (minutes: number): Date => new Date(now.getTime() + minutes * MINUTE);
const cause: AttemptCause = { code: 'no-connection', detail: 'ECONNREFUSED' };
const STATES = Object.keys(DELIVERY_TRANSITIONS) as DeliveryState[];

const row = (changes: Partial<ClaimInput>): ClaimInput => ({ state: 'pending', nextAttemptAt: now, leaseUntil: null, handingOver: false, ...changes });

it('waits as long as the other side asks, but no longer than six hours', () => {
  const after = (waitMs: number): Date | null => decideAfterAttempt({ kind: 'deferred', cause, waitMs }, 1, now, now).nextAttemptAt;
  expect([after(10_000), after(120 * MINUTE), after(9_999 * MINUTE)]).toEqual([at(1), at(120), at(360)]);
});

describe('a claim', () => {
  it('takes what is due, comes back to what is not, and leaves what waits for a person', () => {
    expect(decideClaim(row({}), false, now)).toEqual({ kind: 'take' });
    expect(decideClaim(row({ nextAttemptAt: at(5) }), false, now)).toEqual({ kind: 'later', at: at(5) });
    expect(decideClaim(row({ nextAttemptAt: null }), false, now)).toEqual({ kind: 'skip' });
  });

  it('leaves a delivery to the worker whose lease runs', () => {
    for (const handingOver of [true, false])
      expect(decideClaim(row({ state: 'sending', leaseUntil: at(1), handingOver }), false, now)).toEqual({ kind: 'later', at: at(1) });
  });

  it('takes over from a dead worker before the parcel was given away, never after', () => {
    const dead = row({ state: 'sending', leaseUntil: now, nextAttemptAt: null });
    expect(decideClaim(dead, false, now)).toEqual({ kind: 'take' });
    expect(decideClaim({ ...dead, handingOver: true }, false, now)).toEqual({ kind: 'lost' });
    expect(decideClaim({ ...dead, handingOver: true }, true, now)).toEqual({ kind: 'take' });
  });

  it('comes back to what is uncertain only when the other side is to be searched', () => {
    expect(decideClaim(row({ state: 'uncertain', handingOver: true }), false, now)).toEqual({ kind: 'take' });
    expect(decideClaim(row({ state: 'uncertain', handingOver: true, nextAttemptAt: at(1) }), false, now)).toEqual({ kind: 'later', at: at(1) });
    expect(decideClaim(row({ state: 'uncertain', handingOver: true, nextAttemptAt: null }), false, now)).toEqual({ kind: 'skip' });
  });

  it('touches nothing that has ended', () => {
    const ended = STATES.filter((state) => !['pending', 'sending', 'uncertain'].includes(state));
    for (const state of ended) expect(decideClaim(row({ state }), true, now)).toEqual({ kind: 'skip' });
  });

  it('of whatever row never gives a parcel away that may have been given away before', () => {
    const time = fc.option(fc.integer({ min: -100, max: 100 }).map(at));
    const any = fc.record({ state: fc.constantFrom(...STATES), nextAttemptAt: time, leaseUntil: time, handingOver: fc.boolean() });
    fc.assert(fc.property(any, (anyRow) => anyRow.state !== 'sending' || !anyRow.handingOver || decideClaim(anyRow, false, now).kind !== 'take'));
  });
});

describe('after an attempt', () => {
  const after = (outcome: AttemptOutcome, attempts = 1, first = now) => decideAfterAttempt(outcome, attempts, first, now);

  it('accepted is sent, refused is failed, lost is uncertain, and none of them is tried again', () => {
    expect(after({ kind: 'accepted', externalId: 'Q1' })).toEqual({ state: 'sent', externalId: 'Q1', cause: null, nextAttemptAt: null });
    expect(after({ kind: 'refused', cause })).toEqual({ state: 'failed', externalId: null, cause, nextAttemptAt: null });
    expect(after({ kind: 'lost', cause })).toEqual({ state: 'uncertain', externalId: null, cause, nextAttemptAt: null });
  });

  it('what was lost is searched for where that is possible, for 72 hours, and then waits for a person', () => {
    const lost: AttemptOutcome = { kind: 'lost', cause };
    expect(decideAfterAttempt(lost, 1, now, now, true)).toEqual({ state: 'uncertain', externalId: null, cause, nextAttemptAt: at(1) });
    expect(decideAfterAttempt(lost, 80, at(-72 * 60), now, true)).toEqual({ state: 'uncertain', externalId: null, cause, nextAttemptAt: null });
  });

  it.each([
    [1, 1],
    [2, 5],
    [3, 15],
    [4, 30],
    [5, 60],
    [70, 60],
  ])('number %i that was put off the next comes %i minutes later', (attempts, minutes) => {
    expect(after({ kind: 'deferred', cause }, attempts)).toEqual({ state: 'pending', externalId: null, cause, nextAttemptAt: at(minutes) });
  });

  it('gives up when the next would come more than 72 hours after the first', () => {
    const hours = (count: number) => at(-count * 60);
    expect(after({ kind: 'deferred', cause }, 50, hours(71)).state).toBe('pending');
    expect(after({ kind: 'deferred', cause }, 50, new Date(hours(71).getTime() - 1))).toEqual({
      state: 'failed',
      externalId: null,
      cause: { code: 'expired', detail: cause.detail },
      nextAttemptAt: null,
    });
  });

  it('a delivery that is always put off ends after some 75 attempts', () => {
    let time = now;
    for (let attempts = 1; attempts < 200; attempts++) {
      const { state, nextAttemptAt } = decideAfterAttempt({ kind: 'deferred', cause }, attempts, now, time);
      if (state === 'failed') return expect(attempts).toBe(76);
      time = nextAttemptAt ?? time;
    }
    throw new Error('it never ends');
  });
});

describe('delivery states', () => {
  it('lead only to states of the table', () => {
    for (const targets of Object.values(DELIVERY_TRANSITIONS)) expect(STATES).toEqual(expect.arrayContaining([...targets]));
  });

  it('can all be reached from pending', () => {
    const reached = new Set<DeliveryState>(['pending']);
    for (const state of reached) for (const next of DELIVERY_TRANSITIONS[state]) reached.add(next);
    expect([...reached].sort()).toEqual([...STATES].sort());
  });

  it('allow what an attempt can make of a row, and that a parcel is no longer wanted', () => {
    const outcomes: AttemptOutcome[] = [{ kind: 'accepted', externalId: null }, ...(['deferred', 'refused', 'lost'] as const).map((kind) => ({ kind, cause }))];
    expect(DELIVERY_TRANSITIONS.sending).toEqual(expect.arrayContaining(outcomes.map((outcome) => after(outcome))));
    expect(DELIVERY_TRANSITIONS.sending).toContain('cancelled');
  });

  const after = (outcome: AttemptOutcome): DeliveryState => decideAfterAttempt(outcome, 1, now, now).state;
});
