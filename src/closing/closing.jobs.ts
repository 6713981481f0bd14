/** Looks through the cases after a sync of the directory. */
export const CLOSE_LOOP = {
  queue: 'close-loop',
  why: 'After each sync of the directory: cases whose cause is gone come to their end, those that were ended too early come back.',
} as const;

/** Row of `tasks`. */
export interface CloseLoopData {
  taskId: string;
}
