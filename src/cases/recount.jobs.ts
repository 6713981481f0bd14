/** Counts the due times of open cases anew. */
export const RECOUNT = {
  queue: 'recount',
  why: 'New terms or a new production calendar hold for open cases too: their due times are counted anew, some at a time.',
} as const;

/** How far it has come. */
export interface RecountData {
  /** Id of the last case that was counted; `null` = none yet. */
  after: string | null;
}
