import type { AttemptCause, AttemptOutcome } from './attempt-outcome.js';
import type { DeliveryState } from './delivery-state.js';

const MINUTE_MS = 60_000;
const BACKOFF_MINUTES = [1, 5, 15, 30];
const HOURLY_MINUTES = 60;
/** So long the other side may ask us to wait. */
const MOST_ASKED_MS = 6 * 60 * MINUTE_MS;
const GIVE_UP_AFTER_MS = 72 * 60 * MINUTE_MS;

/** What a worker needs of the row to know whether it may take it. */
export interface ClaimInput {
  state: DeliveryState;
  nextAttemptAt: Date | null;
  leaseUntil: Date | null;
  handingOver: boolean;
}

/**
 * Whether a worker may begin: `take` it, come back `later`, `skip` it because it no longer applies, or settle it as
 * `lost` because its worker died while the parcel was already on its way.
 */
export type Claim = { kind: 'take' } | { kind: 'skip' } | { kind: 'lost' } | { kind: 'later'; at: Date };

/** Decides on the row as it stands (architecture, «Delivery»: worker killed, lease runs out). `idempotent`: a repeat cannot make a second parcel. */
export function decideClaim(row: ClaimInput, idempotent: boolean, now: Date): Claim {
  if (row.state === 'pending' || row.state === 'uncertain') {
    if (row.nextAttemptAt === null) return { kind: 'skip' };
    return row.nextAttemptAt > now ? { kind: 'later', at: row.nextAttemptAt } : { kind: 'take' };
  }
  if (row.state !== 'sending') return { kind: 'skip' };
  if (row.leaseUntil !== null && row.leaseUntil > now) return { kind: 'later', at: row.leaseUntil };
  return row.handingOver && !idempotent ? { kind: 'lost' } : { kind: 'take' };
}

/** What the row becomes after an attempt at a draft: as long as it is not made for certain, and no longer tried, a person fetches the package. */
export function decideAfterDraft(after: AfterAttempt): AfterAttempt {
  return after.nextAttemptAt === null ? { ...after, state: 'pending' } : after;
}

/** What the row becomes after an attempt. */
export interface AfterAttempt {
  state: Extract<DeliveryState, 'sent' | 'pending' | 'failed' | 'uncertain'>;
  /** With `uncertain`: when the other side is searched. */
  nextAttemptAt: Date | null;
  externalId: string | null;
  cause: AttemptCause | null;
}

/**
 * State after an attempt, by the table «Delivery» of the architecture. `attempts` counts this one too; `searches`: the other
 * side can be asked whether the parcel has arrived, which is done after the same waits, long after its time-out.
 */
export function decideAfterAttempt(outcome: AttemptOutcome, attempts: number, firstAttemptAt: Date, now: Date, searches = false): AfterAttempt {
  const asked = outcome.kind === 'deferred' ? Math.min(outcome.waitMs ?? 0, MOST_ASKED_MS) : 0;
  const wait = Math.max((BACKOFF_MINUTES[attempts - 1] ?? HOURLY_MINUTES) * MINUTE_MS, asked);
  const next = new Date(now.getTime() + wait);
  const tooLate = next.getTime() - firstAttemptAt.getTime() > GIVE_UP_AFTER_MS;
  const ended = { nextAttemptAt: null, externalId: null };
  switch (outcome.kind) {
    case 'accepted':
      return { ...ended, state: 'sent', externalId: outcome.externalId, cause: null };
    case 'refused':
      return { ...ended, state: 'failed', cause: outcome.cause };
    case 'lost':
      return { ...ended, state: 'uncertain', cause: outcome.cause, nextAttemptAt: searches && !tooLate ? next : null };
    case 'deferred':
      if (tooLate) return { ...ended, state: 'failed', cause: { code: 'expired', detail: outcome.cause.detail } };
      return { ...ended, state: 'pending', nextAttemptAt: next, cause: outcome.cause };
  }
}
