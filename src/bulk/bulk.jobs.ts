/** One action over many cases. */
export const BULK = {
  queue: 'bulk',
  why: 'An action over hundreds of cases takes minutes; nobody has to keep a page open for it.',
} as const;

/** Row of `tasks`. */
export interface BulkData {
  taskId: string;
}
