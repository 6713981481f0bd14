import { Inject, Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { ClockService } from '../platform/clock.service.js';
import { TransactionsService } from '../platform/transactions.service.js';
import { AuditService } from '../accounts/audit.service.js';
import { afterWebhook, pauseAfter, type WebhookReply } from './webhook-attempt.js';
import { postWebhook } from './webhook-http.adapter.js';
import { WebhookKeysService } from './webhook-keys.service.js';
import { webhookHeaders } from './webhook-signature.js';
import { WebhookDelivery, WebhookEndpoint } from './webhook.entity.js';

/** Longer than an exchange may take: so long nobody else takes the row. */
const LEASE_MS = 20_000;

interface Claimed {
  delivery: WebhookDelivery;
  endpoint: WebhookEndpoint;
}

/** Makes one attempt to tell one endpoint: claim → post → settle. A worker that dies in between is followed by another when the lease ends. */
@Injectable()
export class WebhookSendingService {
  constructor(
    private readonly transactions: TransactionsService,
    private readonly keys: WebhookKeysService,
    private readonly audit: AuditService,
    private readonly clock: ClockService,
    @Inject(Config) private readonly config: Config,
  ) {}

  /** Returns when to look at the row again, `null` when nothing is left to do. */
  async attempt(id: string): Promise<Date | null> {
    const claimed = await this.claim(id);
    if (claimed === null || claimed instanceof Date) return claimed;
    const { delivery, endpoint } = claimed;
    const { body } = delivery;
    const now = this.clock.now();
    const sealed = [endpoint.secret, ...(endpoint.formerSecret && endpoint.formerUntil && endpoint.formerUntil > now ? [endpoint.formerSecret] : [])];
    const secrets = sealed.map((secret) => this.keys.open(endpoint.id, secret));
    const headers = webhookHeaders({ id, at: now, body }, secrets);
    const reply = await postWebhook({ url: endpoint.url, headers, body, allowPrivate: this.config.webhookPrivate });
    return this.settle(claimed, reply);
  }

  private claim(id: string): Promise<Claimed | Date | null> {
    return this.transactions.run(async ({ manager }) => {
      const delivery = await manager.findOne(WebhookDelivery, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!delivery?.nextAttemptAt) return null;
      const now = this.clock.now();
      if (delivery.nextAttemptAt > now) return delivery.nextAttemptAt;
      const endpoint = await manager.findOneByOrFail(WebhookEndpoint, { id: delivery.endpointId });
      if (!endpoint.active) {
        await manager.update(WebhookDelivery, { id }, { state: 'failed', failure: endpoint.goneAt ? 'gone' : 'switched-off', nextAttemptAt: null, endedAt: now });
        return null;
      }
      if (endpoint.pausedUntil && endpoint.pausedUntil > now) return endpoint.pausedUntil;
      Object.assign(delivery, { attempts: delivery.attempts + 1, nextAttemptAt: new Date(now.getTime() + LEASE_MS) } satisfies Partial<WebhookDelivery>);
      await manager.update(WebhookDelivery, { id }, { attempts: delivery.attempts, nextAttemptAt: delivery.nextAttemptAt });
      return { delivery, endpoint };
    });
  }

  private settle({ delivery: { id, attempts }, endpoint }: Claimed, reply: WebhookReply): Promise<Date | null> {
    return this.transactions.run(async (tx) => {
      const { manager } = tx;
      const now = this.clock.now();
      const { state, failure, nextAttemptAt, gone } = afterWebhook(reply, attempts, now);
      const endedAt = state === 'pending' ? null : now;
      // Whoever repeated or took it over meanwhile has counted up: then the row is theirs.
      await manager.update(WebhookDelivery, { id, attempts, state: 'pending' }, { state, failure, nextAttemptAt, endedAt, statusCode: reply.status, answer: reply.answer });
      const row = await manager.findOne(WebhookEndpoint, { where: { id: endpoint.id }, lock: { mode: 'pessimistic_write' } });
      if (!row) return null;
      if (state === 'sent') {
        Object.assign(row, { failures: 0, pausedUntil: null, lastSuccessAt: now } satisfies Partial<WebhookEndpoint>);
      } else {
        const failures = row.failures + 1;
        Object.assign(row, { failures, pausedUntil: pauseAfter(failures, now), lastFailureAt: now, lastFailure: failure } satisfies Partial<WebhookEndpoint>);
      }
      if (gone && row.active) {
        Object.assign(row, { active: false, goneAt: now } satisfies Partial<WebhookEndpoint>);
        await this.audit.record(tx, { by: null, action: 'webhook.gone', subject: `webhook:${row.id}` });
      }
      await manager.save(WebhookEndpoint, row);
      return nextAttemptAt;
    });
  }
}
