import { russianWhen } from './russian-date.js';

it('says when in words that a sentence can go on with', () => {
  const now = new Date('2026-11-24T07:00:00Z');
  expect(russianWhen('2026-11-24T07:20:00Z', now)).toBe('в\u00a012:20');
  expect(russianWhen('2026-11-24T19:20:00Z', now)).toBe('25\u00a0ноября\u00a0в\u00a000:20');
});
