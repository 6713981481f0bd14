const MINUTE_MS = 60_000;
/** This many failures are free. */
const FREE_FAILURES = 5;
const LONGEST_LOCK_MINUTES = 60;
/** A day without a failure forgives all. */
const FORGET_MS = 24 * 60 * MINUTE_MS;

/** Failed attempts in a row on one e-mail. */
export interface Failures {
  failures: number;
  lastFailedAt: Date;
}

/** What is decided about one more attempt. */
export type AttemptDecision = { allowed: true; next: Failures } | { allowed: false; until: Date };

/** Until when an e-mail is locked: 1 minute after the fifth failure, then twice as long each time, up to an hour. */
export function lockedUntil({ failures, lastFailedAt }: Failures): Date | null {
  if (failures < FREE_FAILURES) return null;
  const minutes = Math.min(2 ** Math.min(failures - FREE_FAILURES, 10), LONGEST_LOCK_MINUTES);
  return new Date(lastFailedAt.getTime() + minutes * MINUTE_MS);
}

/**
 * Whether an attempt may be made. It counts as failed from the start and is taken back when it succeeds,
 * so that many at once gain nothing.
 */
export function decideAttempt(known: Failures | null, now: Date): AttemptDecision {
  const until = known && lockedUntil(known);
  if (until && until > now) return { allowed: false, until };
  const forgotten = !known || now.getTime() - known.lastFailedAt.getTime() > FORGET_MS;
  return { allowed: true, next: { failures: (forgotten ? 0 : known.failures) + 1, lastFailedAt: now } };
}
