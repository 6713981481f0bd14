/** Where a task stands. `failed` is the end of the whole, not of one thing in it. */
export type TaskState = 'waiting' | 'running' | 'done' | 'cancelled' | 'failed';

/** Which state may follow which. A dead worker's task stays `running` and is claimed anew. */
export const TASK_TRANSITIONS: Readonly<Record<TaskState, readonly TaskState[]>> = {
  waiting: ['running', 'cancelled'],
  running: ['done', 'cancelled', 'failed'],
  done: [],
  cancelled: [],
  failed: [],
};

/** Whether nothing follows any more. */
export function isOver(state: TaskState): boolean {
  return TASK_TRANSITIONS[state].length === 0;
}
