import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/transactions.service.js';
import type { DeliveryHost } from './delivery-host.service.js';
import type { AccountDelivery, AlarmDelivery, CaseDelivery, DeliveryRecord, ExpiryDelivery } from './delivery-record.js';
import type { Delivery } from './delivery.entity.js';
import type { Parcel } from './parcel.js';
import type { TicketNews } from './ticket-watch.js';

/** Whose a delivery is: asks its owner for the parcel, and tells him what became of it. */
@Injectable()
export class DeliveryOwnersService {
  private forCases: DeliveryHost<CaseDelivery> | null = null;
  private forExpiry: DeliveryHost<ExpiryDelivery> | null = null;
  private forAccounts: DeliveryHost<AccountDelivery> | null = null;
  private forAlarms: DeliveryHost<AlarmDelivery> | null = null;

  registerForCases(host: DeliveryHost<CaseDelivery>): void {
    this.forCases = host;
  }

  registerForAccounts(host: DeliveryHost<AccountDelivery>): void {
    this.forAccounts = host;
  }

  registerForExpiry(host: DeliveryHost<ExpiryDelivery>): void {
    this.forExpiry = host;
  }

  registerForAlarms(host: DeliveryHost<AlarmDelivery>): void {
    this.forAlarms = host;
  }

  /** The parcel as it stands now, `null` when it is no longer wanted. */
  parcel(delivery: Delivery): Promise<Parcel | null> {
    return this.ask(delivery, (host, owned) => host.parcel(owned));
  }

  /** Tells how an attempt ended. */
  settled(tx: Tx, delivery: Delivery): Promise<void> {
    return this.ask(delivery, (host, owned) => host.settled(tx, owned));
  }

  /** Tells what is new at a ticket, or at a draft. */
  ticketNews(tx: Tx, delivery: Delivery, news: TicketNews): Promise<void> {
    return this.ask(delivery, async (host, owned) => host.ticketNews?.(tx, owned, news));
  }

  private async ask<T>(delivery: Delivery, question: <Owned extends DeliveryRecord>(host: DeliveryHost<Owned>, owned: Owned) => Promise<T>): Promise<T> {
    const { caseId, accountLinkId, expiryNoticeId, alarmId, alarmMoment } = delivery;
    if (caseId !== null && this.forCases) return question(this.forCases, Object.assign(delivery, { caseId }));
    if (accountLinkId !== null && this.forAccounts) return question(this.forAccounts, Object.assign(delivery, { accountLinkId }));
    if (expiryNoticeId !== null && this.forExpiry) return question(this.forExpiry, Object.assign(delivery, { expiryNoticeId }));
    if (alarmId !== null && alarmMoment !== null && this.forAlarms) return question(this.forAlarms, Object.assign(delivery, { alarmId, alarmMoment }));
    throw new Error('no host for this delivery');
  }
}
