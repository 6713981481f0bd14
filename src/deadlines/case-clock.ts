import type { CaseStatus } from '../cases/case-status.js';

/** Whom a case waits for. `service` is our own delivery, `nobody` means that the case has ended. */
export type WaitsFor = 'operator' | 'service' | 'applicant' | 'department' | 'nobody';

/** Whose turn it is in each status. */
export const WAITS_FOR: Readonly<Record<CaseStatus, WaitsFor>> = {
  'self-help': 'applicant',
  'awaiting-operator': 'operator',
  'awaiting-signed-letter': 'applicant',
  'awaiting-applicant': 'applicant',
  queued: 'service',
  'delivery-problem': 'operator',
  sent: 'department',
  resolved: 'nobody',
  cancelled: 'nobody',
  closed: 'nobody',
};

/** A case came into a status. */
export interface StatusChange {
  status: CaseStatus;
  at: Date;
}

/** A case stood in a status; the last stay of an open round reaches to the moment of asking. */
export interface Stay {
  status: CaseStatus;
  from: Date;
  to: Date;
}

/**
 * The way of a case from its beginning, or from its last reopening, to its end. [A] A reopened case begins anew:
 * its terms count from then on, however much an earlier round used.
 */
export interface Round {
  stays: Stay[];
  /** When it was resolved or cancelled; `null` while it is open. */
  endedAt: Date | null;
  /** As of when: the given moment, or the last change when that came later (two clocks). */
  asOf: Date;
}

/** The last round of a history in any order; a status that is repeated is one stay. `null` when nothing ever had to be done. */
export function lastRound(history: readonly StatusChange[], now: Date): Round | null {
  const changes = [...history].sort((a, b) => a.at.getTime() - b.at.getTime());
  const asOf = later(now, changes.at(-1)?.at ?? now);
  const stays: Stay[] = [];
  let endedAt: Date | null = null;
  for (const { status, at } of changes) {
    const last = stays.at(-1);
    if (WAITS_FOR[status] === 'nobody') {
      if (last && !endedAt) last.to = at;
      endedAt ??= at;
    } else if (endedAt) {
      endedAt = null;
      stays.splice(0, stays.length, { status, from: at, to: asOf });
    } else if (last?.status !== status) {
      if (last) last.to = at;
      stays.push({ status, from: at, to: asOf });
    }
  }
  return stays.length > 0 ? { stays, endedAt, asOf } : null;
}

const later = (a: Date, b: Date): Date => (a.getTime() < b.getTime() ? b : a);
