import { roughly, secondsLeft } from './task-estimate.js';

const now = new Date('2026-11-24T09:10:00Z');
const ago = (seconds: number): Date => new Date(now.getTime() - seconds * 1000);

describe('time left', () => {
  const task = { state: 'running' as const, total: 200, done: 40, failed: 10, claimedAt: ago(60), claimedCount: 0 };

  it('goes by the pace of this run', () => {
    expect(secondsLeft(task, now)).toBe(180);
    expect(secondsLeft({ ...task, claimedCount: 30 }, now)).toBe(450);
    expect(secondsLeft({ ...task, done: 190 }, now)).toBe(0);
  });

  it.each([
    ['the total is unknown', { total: null }],
    ['it has just begun', { claimedAt: ago(1) }],
    ['nothing has been done since it was taken over', { claimedCount: 50 }],
    ['it does not run', { state: 'waiting' as const }],
  ])('is not told when %s', (_, change) => {
    expect(secondsLeft({ ...task, ...change }, now)).toBeNull();
  });

  it.each([
    [0, 'moment', 0],
    [29, 'moment', 0],
    [31, 'minutes', 1],
    [150, 'minutes', 3],
    [3_569, 'minutes', 59],
    [3_570, 'hours', 1],
    [9_000, 'hours', 3],
  ] as const)('%d s are %s, %d', (seconds, unit, count) => {
    expect(roughly(seconds)).toEqual({ unit, count });
  });
});
