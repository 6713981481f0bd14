const DAY = 86_400_000;

/** Whether an export of the directory is too old to say that somebody is missing from it. */
export function isStale(asOf: Date, now: Date, freshDays: number): boolean {
  return now.getTime() - asOf.getTime() > freshDays * DAY;
}
