/** One attempt to tell one endpoint of one event. */
export const SEND_WEBHOOK = {
  queue: 'send-webhook',
  why: 'Tells another system what happened, signed; a slow or dead one is tried again for three days and keeps nobody waiting.',
} as const;

/** Row of `webhook_deliveries`. */
export interface SendWebhookData {
  webhookDeliveryId: string;
}

/** Forgets deliveries that ended long ago. */
export const FORGET_WEBHOOKS = {
  queue: 'forget-webhooks',
  why: 'Every hour: events that were told to other systems, or given up, long ago are forgotten.',
} as const;
