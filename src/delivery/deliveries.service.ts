import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { randomUUID } from 'node:crypto';
import { domainToASCII } from 'node:url';
import { In, Not, type Repository } from 'typeorm';
import { Config } from '../config/config.js';
import { ClockService } from '../platform/clock.service.js';
import { DomainError } from '../platform/domain-error.js';
import { insertRows } from '../platform/insert-rows.queries.js';
import { TemplatesService } from '../platform/templates.service.js';
import type { Tx } from '../platform/transactions.service.js';
import { DELIVER, type DeliverData } from './deliver.jobs.js';
import type { DeliveryChannel, DeliveryState } from './delivery-state.js';
import { Delivery, DeliveryAttempt } from './delivery.entity.js';
import type { AlarmMoment, DeliveryRecord } from './delivery-record.js';
import type { NoticeKind } from './parcel.js';

/** What to deliver for a case; `waits` = a person has to do something first. */
export interface DeliveryPlan {
  caseId: string;
  caseNumber: string;
  channel: DeliveryChannel;
  destination: string;
  notice?: NoticeKind;
  about?: string;
  waits?: boolean;
  /** Not handed over before; at once when left out. */
  from?: Date;
  /** The delivery that this one takes over from; both count as one. */
  replaces?: string;
  /** A ticket that goes by mail. */
  byMail?: boolean;
}

/** The mail with a one-time link of an account. */
export interface AccountMailPlan {
  accountLinkId: string;
  /** Stands in the Message-ID. */
  kind: string;
  destination: string;
}

/** The mail that a certificate ends soon. */
export interface ExpiryNoticePlan {
  expiryNoticeId: string;
  destination: string;
}

/** The mail that an alarm has begun or ended. */
export interface AlarmMailPlan {
  alarmId: string;
  alarmMoment: AlarmMoment;
  destination: string;
}

/** What every kind of plan comes to. */
interface NewDelivery extends Pick<DeliveryPlan, 'channel' | 'destination' | 'notice' | 'about' | 'waits' | 'from' | 'replaces' | 'byMail'> {
  /** One of the owners is there. */
  caseId?: string;
  accountLinkId?: string;
  expiryNoticeId?: string;
  alarmId?: string;
  alarmMoment?: AlarmMoment;
  /** First part of the Message-ID. */
  subject: string;
}

/** Plans deliveries, starts and ends those that wait for a person, and lists them. */
@Injectable()
export class DeliveriesService {
  constructor(
    @InjectRepository(Delivery) private readonly repository: Repository<Delivery>,
    private readonly clock: ClockService,
    private readonly templates: TemplatesService,
    @Inject(Config) private readonly config: Config,
  ) {}

  /** Whether tickets stay in the house, on the own desk's worklist. */
  get ownDesk(): boolean {
    return this.config.serviceDesk === 'builtin';
  }

  /** Destination of tickets, in words a person can check. */
  get serviceDesk(): string {
    if (this.config.serviceDeskApi) return new URL(this.config.serviceDeskUrl).host;
    return this.ownDesk ? this.templates.message('delivery.ownDesk') : this.config.serviceDeskEmail;
  }

  /** Writes the rows, and owes a job for each that does not wait. A notice that was planned before is left as it is. */
  async plan(tx: Tx, plans: DeliveryPlan[]): Promise<Delivery[]> {
    const now = this.clock.now();
    const rows = plans.map((plan) => this.row({ ...plan, subject: `${plan.caseNumber}.${plan.notice ?? plan.channel}` }, now));
    await insertRows(tx.manager, Delivery, rows, 'ignore');
    for (const row of rows) if (row.nextAttemptAt) tx.enqueue(DELIVER, { deliveryId: row.id } satisfies DeliverData, row.nextAttemptAt);
    return rows;
  }

  /** Writes the row of an account's mail and owes its job. */
  async planAccountMail(tx: Tx, { accountLinkId, kind, destination }: AccountMailPlan): Promise<void> {
    await this.planMail(tx, { accountLinkId, channel: 'notice', destination, subject: `account.${kind}` });
  }

  /** Writes the row of the mail that a certificate ends, and owes its job. */
  async planExpiryNotice(tx: Tx, plan: ExpiryNoticePlan): Promise<void> {
    await this.planMail(tx, { ...plan, channel: 'notice', subject: 'expiry' });
  }

  /** Writes the row of the mail about an alarm, and owes its job. Gives the delivery's id. */
  planAlarmMail(tx: Tx, plan: AlarmMailPlan): Promise<string> {
    return this.planMail(tx, { ...plan, channel: 'notice', subject: `alarm.${plan.alarmMoment}` });
  }

  private async planMail(tx: Tx, plan: NewDelivery): Promise<string> {
    const row = this.row(plan, this.clock.now());
    await tx.manager.insert(Delivery, row);
    tx.enqueue(DELIVER, { deliveryId: row.id } satisfies DeliverData);
    return row.id;
  }

  /** What a waiting delivery waited for is there. */
  async start(tx: Tx, caseId: string, channel: DeliveryChannel): Promise<void> {
    const delivery = await tx.manager.findOneByOrFail(Delivery, { caseId, channel, state: 'pending' });
    delivery.nextAttemptAt = this.clock.now();
    await tx.manager.save(Delivery, delivery);
    tx.enqueue(DELIVER, { deliveryId: delivery.id } satisfies DeliverData);
  }

  /** A person says that a package has arrived, under this number, whatever became of a draft of it. */
  async confirm(tx: Tx, caseId: string, channel: DeliveryChannel, externalId: string): Promise<DeliveryRecord | null> {
    const row = await tx.manager.findOne(Delivery, { where: { caseId, channel, state: In(['pending', 'sending', 'uncertain'] satisfies DeliveryState[]) }, lock: { mode: 'pessimistic_write' } });
    const ended = { state: 'sent', sentAt: this.clock.now(), externalId, nextAttemptAt: null, cause: null, leaseToken: null, leaseUntil: null } satisfies Partial<Delivery>;
    return row && tx.manager.save(Delivery, Object.assign(row, ended));
  }

  /** A draft that lay in an EDMS is there no longer; the package is at hand as before. */
  async draftGone(tx: Tx, { id, externalId }: Pick<Delivery, 'id' | 'externalId'>): Promise<void> {
    const row = await tx.manager.findOne(Delivery, { where: { id, state: 'pending', externalId: externalId ?? '' }, lock: { mode: 'pessimistic_write' } });
    if (row) await tx.manager.save(Delivery, Object.assign(row, { externalId: null, cause: { code: 'draft-gone', detail: null } } satisfies Partial<Delivery>));
  }

  /** Ends what has not left yet. */
  async cancelPending(tx: Tx, caseId: string, channels: DeliveryChannel[]): Promise<void> {
    await tx.manager.update(Delivery, { caseId, state: 'pending', channel: In(channels) }, { state: 'cancelled', nextAttemptAt: null });
  }

  /**
   * Ends what has not arrived for certain, because a person chose another way.
   * Returns the delivery whose place the next one takes, `null` when there was none.
   * @throws DomainError `delivery-under-way`.
   */
  async replacePending(tx: Tx, caseId: string): Promise<string | null> {
    const rows = await tx.manager.find(Delivery, {
      where: { caseId, channel: Not('notice'), state: In(['pending', 'sending', 'uncertain', 'failed'] satisfies DeliveryState[]) },
      order: { createdAt: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
    if (rows.some(({ state }) => state === 'sending')) throw new DomainError('conflict', 'delivery-under-way');
    for (const row of rows) await tx.manager.save(Delivery, Object.assign(row, { state: 'cancelled', nextAttemptAt: null } satisfies Partial<Delivery>));
    return rows.at(-1)?.id ?? null;
  }

  /** How far what leaves a case has come: it waits for a person, is tried, has arrived; `null`: there is none. */
  async progress(tx: Tx, caseId: string): Promise<'waits' | 'tried' | 'arrived' | null> {
    const [newest] = await tx.manager.find(Delivery, { where: { caseId, channel: Not('notice'), state: Not('cancelled') }, order: { createdAt: 'DESC' }, take: 1 });
    if (!newest) return null;
    if (newest.state === 'sent') return 'arrived';
    return newest.state === 'pending' && newest.nextAttemptAt === null ? 'waits' : 'tried';
  }

  /**
   * Another delivery takes over from one that failed or is tried in vain; both stay visible and count as one.
   * @throws DomainError `delivery-under-way`, `delivery-not-retryable` when it may have arrived or was taken over from already.
   */
  async takeOver(tx: Tx, deliveryId: string, plan: DeliveryPlan): Promise<void> {
    const row = await tx.manager.findOneOrFail(Delivery, { where: { id: deliveryId, caseId: plan.caseId }, lock: { mode: 'pessimistic_write' } });
    if (row.state === 'sending') throw new DomainError('conflict', 'delivery-under-way');
    if ((row.state !== 'failed' && row.state !== 'pending') || (await this.wasTakenOver(tx, row.id))) throw new DomainError('conflict', 'delivery-not-retryable');
    if (row.state === 'pending') await tx.manager.save(Delivery, Object.assign(row, { state: 'cancelled', nextAttemptAt: null } satisfies Partial<Delivery>));
    await this.plan(tx, [{ ...plan, replaces: row.id }]);
  }

  private wasTakenOver(tx: Tx, deliveryId: string): Promise<boolean> {
    return tx.manager.existsBy(Delivery, { replaces: deliveryId });
  }

  /** Tries again what failed, or what nobody knows of: a person has said so. @throws DomainError `delivery-not-retryable`. */
  async retry(tx: Tx, caseId: string, deliveryId: string): Promise<Delivery> {
    const row = await this.lockEnded(tx, caseId, deliveryId, ['failed', 'uncertain', 'pending']);
    // Without a cause it waits for a person, or is about to be tried.
    if (row.state === 'pending' && row.cause === null) throw new DomainError('conflict', 'delivery-not-retryable');
    Object.assign(row, { state: 'pending', nextAttemptAt: this.clock.now(), firstAttemptAt: null, handingOver: false } satisfies Partial<Delivery>);
    await tx.manager.save(Delivery, row);
    tx.enqueue(DELIVER, { deliveryId } satisfies DeliverData);
    return row;
  }

  /** A person knows that an uncertain delivery has arrived. @throws DomainError `delivery-not-retryable`. */
  async markArrived(tx: Tx, caseId: string, deliveryId: string): Promise<Delivery> {
    const row = await this.lockEnded(tx, caseId, deliveryId, ['uncertain']);
    // Of a letter in an EDMS its number is said instead.
    if (row.channel === 'edms-package') throw new DomainError('conflict', 'delivery-not-retryable');
    return tx.manager.save(Delivery, Object.assign(row, { state: 'sent', sentAt: this.clock.now(), nextAttemptAt: null, cause: null } satisfies Partial<Delivery>));
  }

  private async lockEnded(tx: Tx, caseId: string, id: string, states: DeliveryState[]): Promise<Delivery> {
    const row = await tx.manager.findOne(Delivery, { where: { id, caseId, state: In(states) }, lock: { mode: 'pessimistic_write' } });
    if (!row || (await this.wasTakenOver(tx, id))) throw new DomainError('conflict', 'delivery-not-retryable');
    return row;
  }

  /** Attempts of some deliveries, the oldest first. */
  attempts(deliveryIds: string[]): Promise<DeliveryAttempt[]> {
    return this.repository.manager.find(DeliveryAttempt, { where: { deliveryId: In(deliveryIds) }, order: { id: 'ASC' } });
  }

  find(deliveryId: string): Promise<Delivery | null> {
    return this.repository.findOneBy({ id: deliveryId });
  }

  /** All deliveries of a case, the oldest first; of those planned at once what leaves the house before the notice of it. */
  async ofCase(caseId: string): Promise<Delivery[]> {
    const rows = await this.repository.find({ where: { caseId }, order: { createdAt: 'ASC', id: 'ASC' } });
    const isNotice = ({ channel }: Delivery): number => Number(channel === 'notice');
    return rows.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || isNotice(a) - isNotice(b));
  }

  private row(plan: NewDelivery, now: Date): Delivery {
    const id = randomUUID();
    const domain = domainToASCII(/@([^\s>]+)/.exec(this.config.mailFrom)?.[1] ?? '') || 'certdesk.invalid';
    return {
      id,
      caseId: plan.caseId ?? null,
      accountLinkId: plan.accountLinkId ?? null,
      expiryNoticeId: plan.expiryNoticeId ?? null,
      alarmId: plan.alarmId ?? null,
      alarmMoment: plan.alarmMoment ?? null,
      channel: plan.channel,
      destination: plan.destination,
      notice: plan.notice ?? null,
      about: plan.about ?? null,
      replaces: plan.replaces ?? null,
      byMail: plan.byMail ?? false,
      state: 'pending',
      attempts: 0,
      firstAttemptAt: null,
      nextAttemptAt: plan.waits ? null : (plan.from ?? now),
      sentAt: null,
      externalId: null,
      receipt: null,
      cause: null,
      messageId: `<${plan.subject}.${id}@${domain}>`,
      leaseToken: null,
      leaseUntil: null,
      handingOver: false,
      createdAt: now,
    };
  }
}
