import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { insertRows } from '../platform/insert-rows.queries.js';
import type { Tx } from '../platform/transactions.service.js';
import { webhookBody, type WebhookEventName, type WebhookFacts } from './webhook-event.js';
import { newWebhookDelivery } from './webhook-new-delivery.js';
import { WebhookDelivery } from './webhook.entity.js';
import { SEND_WEBHOOK, type SendWebhookData } from './webhooks.jobs.js';

/** Something that happened to a case. */
export interface Announcement {
  event: WebhookEventName;
  caseId: string;
  at: Date;
  /** Not told before: until then somebody may take it back. */
  from: Date;
  facts: WebhookFacts;
}

/** Owes an event to every endpoint that wants it, in the transaction of the thing itself. */
@Injectable()
export class WebhookAnnouncementsService {
  async announce(tx: Tx, { event, caseId, at, from, facts }: Announcement): Promise<void> {
    const endpoints = await tx.manager.query<{ id: string }[]>('SELECT id FROM webhook_endpoints WHERE active AND $1 = ANY (events)', [event]);
    if (endpoints.length === 0) return;
    const body = webhookBody(event, at, facts);
    const rows = endpoints.map(({ id }) => newWebhookDelivery({ id: randomUUID(), endpointId: id, caseId, event, body, happenedAt: at, nextAttemptAt: from }));
    await insertRows(tx.manager, WebhookDelivery, rows);
    for (const { id } of rows) tx.enqueue(SEND_WEBHOOK, { webhookDeliveryId: id } satisfies SendWebhookData, from);
  }

  /** What happened at this moment is taken back, and nobody was told yet: nobody is. Tells how many would have been. */
  async withdraw(tx: Tx, caseId: string, at: Date): Promise<number> {
    const { affected } = await tx.manager.delete(WebhookDelivery, { caseId, happenedAt: at, state: 'pending', attempts: 0 });
    return affected ?? 0;
  }
}
