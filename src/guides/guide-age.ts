/** A guide that nobody compared with its sources for so many days has to be looked at. */
const STALE_AFTER_DAYS = 182;
const DAY_MS = 24 * 3_600_000;

/** Whether somebody should compare a guide with its sources again; `checkedOn` is a date like `2026-11-24`. */
export function isStale(checkedOn: string, now: Date): boolean {
  return now.getTime() - new Date(checkedOn).getTime() > STALE_AFTER_DAYS * DAY_MS;
}
