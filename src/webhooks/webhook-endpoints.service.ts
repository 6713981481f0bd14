import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { randomUUID } from 'node:crypto';
import type { Repository } from 'typeorm';
import type { AuditAction } from '../accounts/audit-actions.js';
import { AuditService } from '../accounts/audit.service.js';
import { type Actor, assertCan } from '../accounts/policy.js';
import { ClockService } from '../platform/clock.service.js';
import { DomainError } from '../platform/domain-error.js';
import { checkInput } from '../platform/input-faults.js';
import { TransactionsService, type Tx } from '../platform/transactions.service.js';
import { webhookInputSchema } from './webhook-input.js';
import { WebhookKeysService } from './webhook-keys.service.js';
import type { WebhookCounts, WebhookEndpointRecord } from './webhook-record.js';
import { newWebhookSecret } from './webhook-signature.js';
import { WebhookEndpoint } from './webhook.entity.js';

/** How long the secret before the present one goes on signing, so that a receiver can change over. */
const FORMER_HOLDS_MS = 24 * 3_600_000;
const MOST_ENDPOINTS = 50;

/** What administrators do with endpoints. */
@Injectable()
export class WebhookEndpointsService {
  constructor(
    @InjectRepository(WebhookEndpoint) private readonly endpoints: Repository<WebhookEndpoint>,
    private readonly transactions: TransactionsService,
    private readonly keys: WebhookKeysService,
    private readonly audit: AuditService,
    private readonly clock: ClockService,
  ) {}

  /** All endpoints by name, with what is not through. */
  async list(): Promise<(WebhookEndpointRecord & WebhookCounts)[]> {
    const [rows, counts] = await Promise.all([
      this.endpoints.find({ order: { name: 'ASC', id: 'ASC' } }),
      this.endpoints.query<({ endpoint_id: string } & WebhookCounts)[]>(
        `SELECT endpoint_id, count(*) FILTER (WHERE state = 'pending')::int AS pending, count(*) FILTER (WHERE state = 'failed')::int AS failed
           FROM webhook_deliveries WHERE state <> 'sent' GROUP BY endpoint_id`,
      ),
    ]);
    return rows.map((row) => {
      const { pending = 0, failed = 0 } = counts.find(({ endpoint_id }) => endpoint_id === row.id) ?? {};
      return { ...row, pending, failed };
    });
  }

  /** @throws DomainError `webhook-not-found`. */
  async get(id: string): Promise<WebhookEndpointRecord> {
    const row = await this.endpoints.findOneBy({ id });
    if (!row) throw new DomainError('not-found', 'webhook-not-found');
    return row;
  }

  /** Names an endpoint; gives its secret, the only time that anybody sees it. @throws DomainError with the faults. */
  async create(actor: Actor, input: unknown): Promise<{ id: string; secret: string }> {
    assertCan(actor, 'manage', 'webhooks');
    const checked = checkInput(webhookInputSchema, input);
    const id = randomUUID();
    const secret = newWebhookSecret();
    await this.transactions.run(async (tx) => {
      if ((await tx.manager.count(WebhookEndpoint)) >= MOST_ENDPOINTS) throw new DomainError('conflict', 'webhook-too-many');
      await tx.manager.insert(WebhookEndpoint, {
        ...checked,
        id,
        active: true,
        goneAt: null,
        secret: this.keys.seal(id, secret),
        formerSecret: null,
        formerUntil: null,
        failures: 0,
        pausedUntil: null,
        lastSuccessAt: null,
        lastFailureAt: null,
        lastFailure: null,
        createdAt: this.clock.now(),
      });
      await this.record(tx, actor, id, 'webhook.created');
    });
    return { id, secret };
  }

  /** @throws DomainError with the faults, `webhook-not-found`. */
  change(actor: Actor, id: string, input: unknown): Promise<void> {
    const checked = checkInput(webhookInputSchema, input);
    return this.with(actor, id, 'webhook.changed', (row) => void Object.assign(row, checked, { failures: 0, pausedUntil: null } satisfies Partial<WebhookEndpoint>));
  }

  /** What happens while it is off is not told, not even later. */
  switch(actor: Actor, id: string, active: boolean): Promise<void> {
    return this.with(actor, id, active ? 'webhook.switched-on' : 'webhook.switched-off', (row) => {
      Object.assign(row, { active, goneAt: null, failures: 0, pausedUntil: null } satisfies Partial<WebhookEndpoint>);
    });
  }

  /** A new secret, shown once; the old one signs beside it for a day. */
  async replaceSecret(actor: Actor, id: string): Promise<string> {
    const secret = newWebhookSecret();
    await this.with(actor, id, 'webhook.secret-replaced', (row) => {
      Object.assign(row, {
        formerSecret: row.secret,
        formerUntil: new Date(this.clock.now().getTime() + FORMER_HOLDS_MS),
        secret: this.keys.seal(id, secret),
      } satisfies Partial<WebhookEndpoint>);
    });
    return secret;
  }

  /** With everything that was to be told to it. */
  async remove(actor: Actor, id: string): Promise<void> {
    assertCan(actor, 'manage', 'webhooks');
    await this.transactions.run(async (tx) => {
      const { affected } = await tx.manager.delete(WebhookEndpoint, { id });
      if (affected === 1) await this.record(tx, actor, id, 'webhook.removed');
    });
  }

  private async with(actor: Actor, id: string, action: AuditAction, work: (row: WebhookEndpoint) => void): Promise<void> {
    assertCan(actor, 'manage', 'webhooks');
    await this.transactions.run(async (tx) => {
      const row = await tx.manager.findOne(WebhookEndpoint, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!row) throw new DomainError('not-found', 'webhook-not-found');
      work(row);
      await tx.manager.save(WebhookEndpoint, row);
      await this.record(tx, actor, id, action);
    });
  }

  private record(tx: Tx, { accountId }: Actor, id: string, action: AuditAction): Promise<void> {
    return this.audit.record(tx, { by: accountId, action, subject: `webhook:${id}` });
  }
}
