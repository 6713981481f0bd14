import { isOver, type TaskState } from './task-state.js';

/** A claim that went wrong this often without one step being saved will not go right the next time. */
const MOST_TRIES = 5;

/** What decides whether a worker may take a task. */
export interface Claimable {
  state: TaskState;
  /** Claims since the last step that was saved. */
  tries: number;
  cancelAskedAt: Date | null;
  /** Until when another worker holds it; `null` = nobody does. */
  leaseUntil: Date | null;
}

/** `over`: nothing left to do; `later`: somebody is at it, look again then; `cancel`, `broken`: end it; `run`: take it. */
export type Claim = { kind: 'over' } | { kind: 'later'; at: Date } | { kind: 'cancel' } | { kind: 'broken' } | { kind: 'run' };

/** Whether a task may be taken now. */
export function decideClaim({ state, tries, cancelAskedAt, leaseUntil }: Claimable, now: Date): Claim {
  if (isOver(state)) return { kind: 'over' };
  if (leaseUntil && leaseUntil > now) return { kind: 'later', at: leaseUntil };
  if (cancelAskedAt) return { kind: 'cancel' };
  return tries >= MOST_TRIES ? { kind: 'broken' } : { kind: 'run' };
}
