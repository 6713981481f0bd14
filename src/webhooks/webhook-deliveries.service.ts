import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { randomUUID } from 'node:crypto';
import type { Repository } from 'typeorm';
import { AuditService } from '../accounts/audit.service.js';
import { type Actor, assertCan } from '../accounts/policy.js';
import { ClockService } from '../platform/clock.service.js';
import { DomainError } from '../platform/domain-error.js';
import { TransactionsService, type Tx } from '../platform/transactions.service.js';
import { TEST_EVENT, webhookBody } from './webhook-event.js';
import { newWebhookDelivery } from './webhook-new-delivery.js';
import type { WebhookDeliveryRecord } from './webhook-record.js';
import { WebhookDelivery, WebhookEndpoint } from './webhook.entity.js';
import { SEND_WEBHOOK, type SendWebhookData } from './webhooks.jobs.js';

const PAGE_SIZE = 50;
/** So many are repeated by one press of a button. */
const REPEAT_AT_ONCE = 5_000;

/** Which deliveries are looked at; `null` = all. */
export type WebhookDeliveryState = WebhookDeliveryRecord['state'] | null;

/** The last delivery of the page before. */
export interface WebhookPageEnd {
  happenedAt: Date;
  id: string;
}

/** Deliveries to endpoints: seen, repeated, tried out. */
@Injectable()
export class WebhookDeliveriesService {
  constructor(
    @InjectRepository(WebhookDelivery) private readonly deliveries: Repository<WebhookDelivery>,
    private readonly transactions: TransactionsService,
    private readonly audit: AuditService,
    private readonly clock: ClockService,
  ) {}

  /** One page, the newest first. */
  async page(endpointId: string, state: WebhookDeliveryState, after: WebhookPageEnd | null): Promise<{ rows: WebhookDeliveryRecord[]; more: boolean }> {
    const query = this.deliveries.createQueryBuilder('d').where('d.endpoint_id = :endpointId', { endpointId });
    if (state) query.andWhere('d.state = :state', { state });
    if (after) query.andWhere('(d.happened_at, d.id) < (:at, :id)', { at: after.happenedAt, id: after.id });
    const rows = await query.orderBy('d.happened_at', 'DESC').addOrderBy('d.id', 'DESC').limit(PAGE_SIZE + 1).getMany();
    return { rows: rows.slice(0, PAGE_SIZE), more: rows.length > PAGE_SIZE };
  }

  /** Tells of it again at once, under the same id, whatever became of it. @throws DomainError `webhook-not-found`, `webhook-off`. */
  repeat(actor: Actor, endpointId: string, id: string): Promise<number> {
    return this.again(actor, endpointId, 'id = $4', id);
  }

  /** The same with all that was given up. Gives how many. */
  repeatFailed(actor: Actor, endpointId: string): Promise<number> {
    return this.again(actor, endpointId, 'state = $4', 'failed');
  }

  /** An event without a case, to see whether it comes there. @throws DomainError `webhook-not-found`, `webhook-off`. */
  async test(actor: Actor, endpointId: string): Promise<void> {
    await this.onActive(actor, endpointId, async (tx) => {
      const id = randomUUID();
      const happenedAt = this.clock.now();
      const body = webhookBody(TEST_EVENT, happenedAt, { note: 'Certdesk: test event, nothing has happened.' });
      await tx.manager.insert(WebhookDelivery, newWebhookDelivery({ id, endpointId, caseId: null, event: TEST_EVENT, body, happenedAt, nextAttemptAt: happenedAt }));
      tx.enqueue(SEND_WEBHOOK, { webhookDeliveryId: id } satisfies SendWebhookData);
      await this.audit.record(tx, { by: actor.accountId, action: 'webhook.tested', subject: `webhook:${endpointId}` });
    });
  }

  private async again(actor: Actor, endpointId: string, which: string, value: string): Promise<number> {
    return this.onActive(actor, endpointId, async (tx) => {
      const [rows] = await tx.manager.query<[{ id: string }[], number]>(
        `UPDATE webhook_deliveries SET state = 'pending', attempts = 0, next_attempt_at = $2, ended_at = NULL, failure = NULL
          WHERE id IN (SELECT id FROM webhook_deliveries WHERE endpoint_id = $1 AND ${which} ORDER BY happened_at LIMIT $3)
          RETURNING id`,
        [endpointId, this.clock.now(), REPEAT_AT_ONCE, value],
      );
      if (rows.length === 0) return 0;
      for (const { id } of rows) tx.enqueue(SEND_WEBHOOK, { webhookDeliveryId: id } satisfies SendWebhookData);
      await this.audit.record(tx, { by: actor.accountId, action: 'webhook.repeated', subject: `webhook:${endpointId}`, details: { count: rows.length } });
      return rows.length;
    });
  }

  private onActive<T>(actor: Actor, endpointId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    assertCan(actor, 'manage', 'webhooks');
    return this.transactions.run(async (tx) => {
      const endpoint = await tx.manager.findOne(WebhookEndpoint, { where: { id: endpointId }, lock: { mode: 'pessimistic_write' } });
      if (!endpoint) throw new DomainError('not-found', 'webhook-not-found');
      if (!endpoint.active) throw new DomainError('conflict', 'webhook-off');
      return work(tx);
    });
  }
}
