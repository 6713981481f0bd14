import { Inject, Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import type { DeliveryRecord } from '../delivery/delivery-record.js';
import type { Tx } from '../platform/transactions.service.js';
import { WebhookAnnouncementsService } from '../webhooks/webhook-announcements.service.js';
import type { WebhookEventName, WebhookFacts } from '../webhooks/webhook-event.js';
import type { CaseStatus } from './case-status.js';
import type { Case } from './case.entity.js';

/** When something happened, and from when on others may know. */
export interface HeraldMoment {
  at: Date;
  from: Date;
}

type Told = Pick<Case, 'id' | 'number' | 'category' | 'route' | 'status' | 'outcome' | 'createdAt'>;

/** Tells other systems what happens to cases; nothing about persons goes along. */
@Injectable()
export class CaseHeraldService {
  constructor(
    private readonly announcements: WebhookAnnouncementsService,
    @Inject(Config) private readonly config: Config,
  ) {}

  created(tx: Tx, row: Told): Promise<void> {
    return this.say(tx, row, 'case.created', { at: row.createdAt, from: row.createdAt });
  }

  /** Says nothing when the status is the same. */
  async status(tx: Tx, row: Told, before: CaseStatus, moment: HeraldMoment): Promise<void> {
    if (row.status === before) return;
    await this.say(tx, row, 'case.status_changed', moment, { previousStatus: before });
    if (row.status === 'resolved') await this.say(tx, row, 'case.resolved', moment, { outcome: row.outcome });
  }

  /** An operator wrote to the applicant. */
  answered(tx: Tx, row: Told, asks: boolean, moment: HeraldMoment): Promise<void> {
    return this.say(tx, row, 'case.answered', moment, { asks });
  }

  /** What became of a letter, a ticket or a package; notices to the applicant are nobody's business. */
  async delivery(tx: Tx, row: Told, { id, channel, state, attempts, cause }: DeliveryRecord, moment: HeraldMoment): Promise<void> {
    if (channel === 'notice' || (state !== 'sent' && state !== 'failed' && state !== 'uncertain')) return;
    const delivery = { id, channel, state, attempts, cause: state === 'sent' ? null : (cause?.code ?? null) };
    await this.say(tx, row, `delivery.${state}`, moment, { delivery });
  }

  /** An operator took back what he did then. Tells whether others would have been told of it. */
  async withdrew(tx: Tx, caseId: string, at: Date): Promise<boolean> {
    return (await this.announcements.withdraw(tx, caseId, at)) > 0;
  }

  private say(tx: Tx, row: Told, event: WebhookEventName, { at, from }: HeraldMoment, more: Partial<WebhookFacts> = {}): Promise<void> {
    const { id, number, category, route, status, createdAt } = row;
    const facts = { number, category, route, status, url: `${this.config.baseUrl}/api/v1/cases/${number}`, createdAt: createdAt.toISOString() };
    return this.announcements.announce(tx, { event, caseId: id, at, from, facts: { case: facts, ...more } });
  }
}
