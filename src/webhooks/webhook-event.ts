/** What other systems can be told (public contract, `webhooks` of the OpenAPI document). The words are in `webhooks.events`. */
export const WEBHOOK_EVENTS = [
  'case.created',
  'case.status_changed',
  'case.answered',
  'case.resolved',
  'delivery.sent',
  'delivery.failed',
  'delivery.uncertain',
] as const;

/** One of {@link WEBHOOK_EVENTS}. */
export type WebhookEventName = (typeof WEBHOOK_EVENTS)[number];

/** Goes to one endpoint when an administrator asks for it. */
export const TEST_EVENT = 'webhook.test';

/** A case as outsiders may know it: no person, no organisation, nothing that somebody typed. */
export interface WebhookCase {
  number: string;
  category: string;
  route: string;
  status: string;
  /** Call of the API that gives the whole case to whoever has its access key. */
  url: string;
  createdAt: string;
}

/** A delivery as outsiders may know it; its destination may be a person's address and is left out. */
export interface WebhookDeliveryFacts {
  id: string;
  channel: string;
  state: string;
  attempts: number;
  /** Code of the cause, `null` when it arrived. */
  cause: string | null;
}

/** What goes with an event. */
export interface WebhookFacts {
  case: WebhookCase;
  /** Status before, for `case.status_changed`. */
  previousStatus?: string;
  /** How it ended, for `case.resolved`. */
  outcome?: string | null;
  /** Whether the applicant has to answer, for `case.answered`. */
  asks?: boolean;
  delivery?: WebhookDeliveryFacts;
}

/** The body of an event: written once, so that every attempt signs the same bytes. */
export function webhookBody(type: WebhookEventName | typeof TEST_EVENT, at: Date, data: WebhookFacts | { note: string }): string {
  return JSON.stringify({ type, timestamp: at.toISOString(), data });
}
