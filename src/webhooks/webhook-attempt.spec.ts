import { afterWebhook, pauseAfter, type WebhookReply } from './webhook-attempt.js';

const NOW = new Date('2026-11-24T09:00:00Z');
const DAY_MS = 86_400_000;
const reply = (status: number | null, trouble: WebhookReply['trouble'] = null): WebhookReply => ({ status, answer: null, trouble });

describe('an attempt to tell another system', () => {
  it.each([
    [200, 'sent', null], [204, 'sent', null], [302, 'pending', 'redirect'], [404, 'pending', 'client-error'], [429, 'pending', 'client-error'], [500, 'pending', 'server-error'], [410, 'failed', 'gone'],
  ])('with the answer %i leaves it %s', (status, state, failure) => {
    expect(afterWebhook(reply(status), 1, NOW)).toMatchObject({ state, failure, gone: status === 410 });
  });

  it('is made again later and later, for about three days', () => {
    let at = NOW;
    let attempts = 1;
    for (let next; (next = afterWebhook(reply(null, 'timeout'), attempts, at).nextAttemptAt); attempts++) {
      expect(next.getTime()).toBeGreaterThan(at.getTime());
      at = next;
    }
    expect(attempts).toBe(10);
    expect((at.getTime() - NOW.getTime()) / DAY_MS).toBeCloseTo(2.9, 0);
    expect(afterWebhook(reply(null, 'timeout'), attempts, at)).toMatchObject({ state: 'failed', failure: 'timeout' });
  });

  it('is not made for a while after five that brought nothing', () => {
    expect(pauseAfter(4, NOW)).toBeNull();
    expect(pauseAfter(5, NOW)).toEqual(new Date('2026-11-24T09:00:30Z'));
  });
});
