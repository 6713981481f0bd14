import type { WebhookDeliveryRecord } from './webhook-record.js';

type Given = Pick<WebhookDeliveryRecord, 'id' | 'event' | 'body' | 'happenedAt'> & { endpointId: string; caseId: string | null; nextAttemptAt: Date };

/** A delivery that was never tried. */
export function newWebhookDelivery<G extends Given>(given: G) {
  return { ...given, state: 'pending' as const, attempts: 0, endedAt: null, statusCode: null, failure: null, answer: null };
}
