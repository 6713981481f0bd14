/** The scale of `overview_bucket` in the migration: minutes in powers of this. A value read from it is at most 5 % off. */
const RATIO = 1.1;

/** How many durations fell into each bucket of the scale. */
export type DurationCounts = ReadonlyMap<number, number>;

/** The bucket of a duration in minutes. */
export function bucketOf(minutes: number): number {
  return Math.floor(Math.log(Math.max(minutes, 1)) / Math.log(RATIO));
}

/** The duration in minutes that a share (0 to 1) of all does not exceed: the middle of its bucket. `null` when there are none. */
export function quantile(counts: DurationCounts, share: number): number | null {
  const buckets = [...counts].filter(([, count]) => count > 0).sort(([a], [b]) => a - b);
  const total = buckets.reduce((sum, [, count]) => sum + count, 0);
  let seen = 0;
  for (const [bucket, count] of buckets) {
    seen += count;
    if (seen >= total * share) return RATIO ** (bucket + 0.5);
  }
  return null;
}
