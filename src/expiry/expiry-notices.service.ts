import { Inject, Injectable } from '@nestjs/common';
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { Config } from '../config/config.js';
import { DeadlinesService } from '../deadlines/deadlines.service.js';
import { DeliveriesService } from '../delivery/deliveries.service.js';
import type { DeliveryHost } from '../delivery/delivery-host.service.js';
import { DeliveryOwnersService } from '../delivery/delivery-owners.service.js';
import type { ExpiryDelivery } from '../delivery/delivery-record.js';
import type { Parcel } from '../delivery/parcel.js';
import { ClockService } from '../platform/clock.service.js';
import { DomainError } from '../platform/domain-error.js';
import { russianDate } from '../platform/russian-date.js';
import { SECRET_KEY } from '../platform/secret-key.js';
import { TransactionsService } from '../platform/transactions.service.js';
import { SettingsService } from '../settings/settings.service.js';
import { EXPIRY_STEPS, freshSince, horizon, stepOf, type ExpiryStep } from './expiry-step.js';
import { ExpiryWatchService } from './expiry-watch.service.js';
import { ExpiryQueries } from './expiry.queries.js';

const NOTICES_A_STEP = 100;

/** Tells owners that their certificate ends, once at each step; off unless the setting says so. */
@Injectable()
export class ExpiryNoticesService implements DeliveryHost<ExpiryDelivery> {
  constructor(
    private readonly queries: ExpiryQueries,
    private readonly watch: ExpiryWatchService,
    private readonly deliveries: DeliveriesService,
    private readonly deadlines: DeadlinesService,
    private readonly settings: SettingsService,
    private readonly transactions: TransactionsService,
    private readonly clock: ClockService,
    @Inject(Config) private readonly config: Config,
    @Inject(SECRET_KEY) private readonly secret: string,
    owners: DeliveryOwnersService,
  ) {
    owners.registerForExpiry(this);
  }

  /**
   * Takes one look at who ends when and plans the notices that are due, in working hours only; gives how many. Run twice, it finds nothing
   * the second time.
   */
  async look(): Promise<number> {
    await this.watch.refresh();
    await this.settings.refresh();
    const now = this.clock.now();
    if (!this.config.expiryNotices || !this.deadlines.isWorkingTime(now)) return 0;
    let planned = 0;
    for (const step of EXPIRY_STEPS) {
      for (let found = NOTICES_A_STEP; found === NOTICES_A_STEP; planned += found) found = await this.planSome(step, now);
    }
    return planned;
  }

  /** A person who has refused meanwhile, or a setting that was turned off, stops what has not left. */
  async parcel({ expiryNoticeId, messageId }: ExpiryDelivery): Promise<Parcel | null> {
    const notice = await this.queries.notice(expiryNoticeId);
    if (!notice || notice.refused || !this.config.expiryNotices || stepOf(notice.notAfter, this.clock.now()) === null) return null;
    const { person, email, colleague, notAfter } = notice;
    return { kind: 'expiry', messageId, fullName: person, email, until: russianDate(notAfter), colleague, guideUrl: `${this.config.baseUrl}/help/rmis-import`, refuseUrl: this.refuseUrl(expiryNoticeId) };
  }

  /** Nobody waits for the end; the page of the desk shows it. */
  async settled(): Promise<void> {}

  /** The address that a link leads to, for the page that asks. @throws DomainError `expiry-link`. */
  async addressee(noticeId: string, signature: string): Promise<string> {
    const notice = this.signed(noticeId, signature) ? await this.queries.notice(noticeId) : null;
    if (!notice) throw new DomainError('not-found', 'expiry-link');
    return notice.email;
  }

  /** No more of these mails to the address of this notice. @throws DomainError `expiry-link`. */
  async refuse(noticeId: string, signature: string): Promise<void> {
    await this.queries.refuse(await this.addressee(noticeId, signature), this.clock.now());
  }

  private planSome(step: ExpiryStep, now: Date): Promise<number> {
    const shorter = EXPIRY_STEPS.find((other) => other < step);
    return this.transactions.run(async (tx) => {
      const fresh = await this.queries.isFresh(tx.manager, freshSince(now, this.config.directoryFreshDays));
      const due = await this.queries.due(tx.manager, step, { since: shorter ? horizon(now, shorter) : now, until: horizon(now, step), fresh }, NOTICES_A_STEP);
      for (const certificate of due) {
        const id = randomUUID();
        if (await this.queries.add(tx.manager, id, step, certificate, now)) await this.deliveries.planExpiryNotice(tx, { expiryNoticeId: id, destination: certificate.email });
      }
      return due.length;
    });
  }

  private refuseUrl(noticeId: string): string {
    return `${this.config.baseUrl}/expiry/${noticeId}/${this.signatureOf(noticeId)}`;
  }

  private signatureOf(noticeId: string): string {
    return createHmac('sha256', this.secret).update(`expiry-refusal:${noticeId}`).digest('base64url');
  }

  private signed(noticeId: string, signature: string): boolean {
    const [expected, given] = [Buffer.from(this.signatureOf(noticeId)), Buffer.from(signature)];
    return /^[0-9a-f-]{36}$/.test(noticeId) && given.length === expected.length && timingSafeEqual(expected, given);
  }
}
