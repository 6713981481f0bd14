import { faultOf, retryAfter } from './desk-fault.js';

const NOW = new Date('2026-11-24T09:00:00Z');

it.each([
  ['7200', 7_200_000],
  ['Tue, 24 Nov 2026 09:30:00 GMT', 1_800_000],
  ['Tue, 24 Nov 2026 08:30:00 GMT', 0],
  ['soon', undefined],
  [null, undefined],
])('understands Retry-After: %s', (value, milliseconds) => {
  expect(retryAfter(value, NOW)).toBe(milliseconds);
});

it('keeps what a desk asked for', () => {
  expect(faultOf({ kind: 'status', status: 429, detail: '', waitMs: 5 }, true)).toMatchObject({ outcome: 'deferred', waitMs: 5 });
});
