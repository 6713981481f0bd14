import { readStep, stepOf } from './expiry-step.js';

const now = new Date('2026-11-24T10:00:00Z');
const after = (days: number): Date => new Date(now.getTime() + days * 86_400_000);

it.each([[46, null], [45, 45], [14.1, 45], [14, 14], [3.1, 14], [3, 3], [0.1, 3], [0, null], [-1, null]])('%d days before the end the step is %s', (days, step) => {
  expect(stepOf(after(days), now)).toBe(step);
});

it('takes only its own steps', () => {
  expect(['45', '14', '3', '7', ''].map(readStep)).toEqual([45, 14, 3, null, null]);
});
