import type { AttemptCause } from './attempt-outcome.js';
import type { DeliveryState } from './delivery-state.js';

/** Where one delivery stood at a moment; dates are ISO 8601 UTC, so that it can be kept as JSON. */
export interface DeliveryMoment {
  id: string;
  state: DeliveryState;
  attempts: number;
  firstAttemptAt: string | null;
  nextAttemptAt: string | null;
  sentAt: string | null;
  cause: AttemptCause | null;
}

/** What an action did to one delivery; `before` is `null` when the action planned it. */
export interface DeliveryTrace {
  before: DeliveryMoment | null;
  after: DeliveryMoment;
}

/** What changed between two looks at the deliveries of a case. */
export function tracesOf(before: readonly DeliveryMoment[], after: readonly DeliveryMoment[]): DeliveryTrace[] {
  return after
    .map((moment) => ({ before: before.find(({ id }) => id === moment.id) ?? null, after: moment }))
    .filter(({ before: old, after: moment }) => !old || !same(old, moment));
}

/** Whether everything still stands as the action left it: then nothing has left the house by it, and it can be taken back. */
export function canTakeBack(traces: readonly DeliveryTrace[], now: readonly DeliveryMoment[]): boolean {
  return traces.every(({ before, after }) => {
    const present = now.find(({ id }) => id === after.id);
    return present !== undefined && same(present, after) && (before !== null || after.state === 'pending');
  });
}

function same(a: DeliveryMoment, b: DeliveryMoment): boolean {
  return a.state === b.state && a.attempts === b.attempts && a.nextAttemptAt === b.nextAttemptAt;
}
