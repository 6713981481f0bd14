import { whyNotUndo, type LastAction } from './case-undo.js';

describe('taking an action back', () => {
  const mail = { id: 'a', state: 'pending' as const, attempts: 0, firstAttemptAt: null, nextAttemptAt: '2026-11-24T07:00:15.000Z', sentAt: null, cause: null };
  const last: LastAction = { version: 4, accountId: 'me', deliveries: [{ before: null, after: mail }] };
  const now = { version: 4, accountId: 'me', deliveries: [mail] };

  it.each([
    ['works while it is the last thing that happened', last, now, null],
    ['needs an action', null, now, 'gone'],
    ['is for whoever did it', last, { ...now, accountId: 'her' }, 'not-yours'],
    ['ends with the next change', last, { ...now, version: 5 }, 'changed'],
    ['ends when the mail leaves', last, { ...now, deliveries: [{ ...mail, state: 'sending' as const, attempts: 1 }] }, 'left'],
  ])('%s', (_, action, moment, refusal) => {
    expect(whyNotUndo(action, moment)).toBe(refusal);
  });
});
