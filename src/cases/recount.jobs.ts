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

/** After a change it waits until every process knows of it, so that no case that is made meanwhile is missed. */
export const RECOUNT_AFTER_MS = 4_000;
