import type { WebhookFailure } from './webhook-attempt.js';
import type { TEST_EVENT, WebhookEventName } from './webhook-event.js';

/** An endpoint as the desk shows it. */
export interface WebhookEndpointRecord {
  id: string;
  name: string;
  url: string;
  events: WebhookEventName[];
  active: boolean;
  /** It answered 410 and was switched off by that. */
  goneAt: Date | null;
  /** The secret before the present one signs too until then. */
  formerUntil: Date | null;
  /** Attempts in a row that brought nothing. */
  failures: number;
  lastSuccessAt: Date | null;
  lastFailureAt: Date | null;
  lastFailure: WebhookFailure | null;
  createdAt: Date;
}

/** A delivery as the desk shows it. */
export interface WebhookDeliveryRecord {
  /** The `webhook-id`. */
  id: string;
  event: WebhookEventName | typeof TEST_EVENT;
  body: string;
  happenedAt: Date;
  state: 'pending' | 'sent' | 'failed';
  attempts: number;
  nextAttemptAt: Date | null;
  endedAt: Date | null;
  statusCode: number | null;
  failure: WebhookFailure | null;
  /** Beginning of what the endpoint said. */
  answer: string | null;
}

/** How many deliveries of an endpoint are not through. */
export interface WebhookCounts {
  pending: number;
  failed: number;
}
