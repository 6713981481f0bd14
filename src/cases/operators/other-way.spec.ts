import type { DeliveryState } from '../../delivery/delivery-state.js';
import { mayTakeByItself, otherWay } from './other-way.js';

const now = new Date('2026-11-24T10:00:00Z');
const hoursAgo = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);
const failing = (changes: Partial<Parameters<typeof otherWay>[0]> = {}) =>
  ({ channel: 'service-desk', byMail: false, state: 'failed', cause: { code: 'rejected', detail: null }, firstAttemptAt: hoursAgo(1), nextAttemptAt: now, replaces: null, ...changes }) as const;

describe('the other way', () => {
  it('leads from the desk to mail and back, and from a letter to the desk', () => {
    expect(otherWay(failing(), true, 24, now)).toBe('ticket-mail');
    expect(otherWay(failing({ byMail: true }), true, 24, now)).toBe('service-desk');
    expect(otherWay(failing({ channel: 'email' }), true, 24, now)).toBe('service-desk');
    expect(otherWay(failing({ channel: 'notice' }), true, 24, now)).toBeNull();
    expect(otherWay(failing(), false, 24, now)).toBeNull();
  });

  it('opens after the set hours in vain, and never for what may have arrived', () => {
    const pending = (hours: number) => failing({ state: 'pending', firstAttemptAt: hoursAgo(hours) });
    expect(otherWay(pending(23), true, 24, now)).toBeNull();
    expect(otherWay(pending(24), true, 24, now)).toBe('ticket-mail');
    expect(otherWay(failing({ state: 'pending', cause: null, firstAttemptAt: null }), true, 24, now)).toBeNull();
    const closed: DeliveryState[] = ['uncertain', 'sending', 'sent', 'cancelled'];
    for (const state of closed) expect(otherWay(failing({ state, firstAttemptAt: hoursAgo(100) }), true, 24, now)).toBeNull();
  });

  it('leads from a draft that nobody tries any more to a letter by mail, with a desk or without', () => {
    const draft = (changes: Parameters<typeof failing>[0]) => failing({ channel: 'edms-package', state: 'pending', ...changes });
    expect(otherWay(draft({ nextAttemptAt: null }), false, 24, now)).toBe('letter-email');
    expect(otherWay(draft({ nextAttemptAt: null, cause: null }), true, 24, now)).toBeNull();
    expect(otherWay(draft({}), true, 24, now)).toBeNull();
    expect(otherWay(draft({ firstAttemptAt: hoursAgo(24) }), true, 24, now)).toBe('letter-email');
  });

  it('is taken by the service itself only once and only where the setting says so', () => {
    expect(mayTakeByItself({ replaces: null }, 'automatic')).toBe(true);
    expect(mayTakeByItself({ replaces: 'x' }, 'automatic')).toBe(false);
    expect(mayTakeByItself({ replaces: null }, 'offer')).toBe(false);
  });
});
