import { decideClaim, type Claimable } from './task-claim.js';
import { isOver, TASK_TRANSITIONS } from './task-state.js';

const now = new Date('2026-11-24T09:00:00Z');
const soon = new Date(now.getTime() + 1_000);
const task = (change: Partial<Claimable>): Claimable => ({ state: 'running', tries: 1, cancelAskedAt: null, leaseUntil: null, ...change });

describe('claiming a task', () => {
  it.each([
    ['one that waits is taken', task({ state: 'waiting', tries: 0 }), 'run'],
    ['a dead worker’s is taken over', task({ leaseUntil: now }), 'run'],
    ['a living worker’s is left alone', task({ leaseUntil: soon }), 'later'],
    ['also when it shall end: its worker ends it', task({ leaseUntil: soon, cancelAskedAt: now }), 'later'],
    ['a dead worker’s that shall end is ended', task({ cancelAskedAt: now }), 'cancel'],
    ['one that never gets on is given up', task({ tries: 5 }), 'broken'],
    ['what is over stays over', task({ state: 'done' }), 'over'],
    ['what was cancelled stays so', task({ state: 'cancelled', cancelAskedAt: now }), 'over'],
  ] as const)('%s', (_, claimable, kind) => {
    expect(decideClaim(claimable, now).kind).toBe(kind);
  });

  it('ends only where nothing follows, and reaches every state', () => {
    expect(Object.keys(TASK_TRANSITIONS).filter((state) => isOver(state as keyof typeof TASK_TRANSITIONS))).toEqual(['done', 'cancelled', 'failed']);
    expect(new Set(Object.values(TASK_TRANSITIONS).flat())).toEqual(new Set(['running', 'done', 'cancelled', 'failed']));
  });
});
