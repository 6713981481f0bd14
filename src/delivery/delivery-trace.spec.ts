import { canTakeBack, tracesOf, type DeliveryMoment } from './delivery-trace.js';

describe('what an action did to deliveries', () => {
  const moment = (change: Partial<DeliveryMoment> = {}): DeliveryMoment => ({
    id: 'a', state: 'pending', attempts: 0, firstAttemptAt: null, nextAttemptAt: '2026-11-24T07:00:15.000Z', sentAt: null, cause: null, ...change,
  });
  const letter = moment({ id: 'letter', nextAttemptAt: null });

  it('is found by looking before and after', () => {
    const cancelled = { ...letter, state: 'cancelled' as const };
    expect(tracesOf([letter], [cancelled, moment()])).toEqual([{ before: letter, after: cancelled }, { before: null, after: moment() }]);
    expect(tracesOf([letter], [letter])).toEqual([]);
  });

  it.each<[string, Partial<DeliveryMoment>, boolean]>([
    ['while it lies there', {}, true],
    ['not once it is being sent', { state: 'sending', attempts: 1, nextAttemptAt: null }, false],
    ['not once it was tried', { attempts: 1 }, false],
    ['not once it was sent', { state: 'sent', attempts: 1, nextAttemptAt: null }, false],
  ])('can be taken back %s', (_, change, answer) => {
    expect(canTakeBack([{ before: null, after: moment() }], [moment(change)])).toBe(answer);
  });

  it('cannot be taken back where a mail is there already with the action', () => {
    const sent = moment({ state: 'sent' });
    expect(canTakeBack([{ before: null, after: sent }], [sent])).toBe(false);
    expect(canTakeBack([{ before: letter, after: sent }], [])).toBe(false);
  });
});
