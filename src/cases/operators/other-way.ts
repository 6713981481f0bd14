import type { DeliveryRecord } from '../../delivery/delivery-record.js';

/** The way that takes over: the ticket by mail, the desk of others, or the letter by mail. Names the sentence `cases.ways.<way>`. */
export type OtherWay = 'ticket-mail' | 'service-desk' | 'letter-email';

const HOUR_MS = 3_600_000;

/** What of a delivery decides about its other way. */
type Failing = Pick<DeliveryRecord, 'channel' | 'byMail' | 'state' | 'cause' | 'firstAttemptAt' | 'nextAttemptAt' | 'replaces'>;

/** Whether a delivery has been tried in vain for that long. */
export function isLate({ state, cause, firstAttemptAt }: Pick<Failing, 'state' | 'cause' | 'firstAttemptAt'>, hours: number, now: Date): boolean {
  return state === 'pending' && cause !== null && firstAttemptAt !== null && now.getTime() - firstAttemptAt.getTime() >= hours * HOUR_MS;
}

/**
 * The other way of a delivery that failed or is late, `null` when there is none: between mail and a desk of others
 * (`hasDesk`), from a draft that is not there to mail. One that may have arrived has none: sending it twice takes a person's word.
 */
export function otherWay(delivery: Failing, hasDesk: boolean, hours: number, now: Date): OtherWay | null {
  const late = isLate(delivery, hours, now);
  if (delivery.channel === 'edms-package') return late || isGivenUp(delivery) ? 'letter-email' : null;
  if (!hasDesk || (delivery.state !== 'failed' && !late)) return null;
  if (delivery.channel === 'service-desk') return delivery.byMail ? 'service-desk' : 'ticket-mail';
  return delivery.channel === 'email' ? 'service-desk' : null;
}

/** A draft that could not be made, or is gone, waits for a person with its cause. */
function isGivenUp({ state, cause, nextAttemptAt }: Failing): boolean {
  return state === 'pending' && cause !== null && nextAttemptAt === null;
}

/** Whether the service may take it by itself: once, and never over a way that a person chose. */
export function mayTakeByItself({ replaces }: Pick<Failing, 'replaces'>, setting: 'offer' | 'automatic'): boolean {
  return setting === 'automatic' && replaces === null;
}
