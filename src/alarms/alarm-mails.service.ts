import { Injectable } from '@nestjs/common';
import { AccountsService } from '../accounts/accounts.service.js';
import { DeliveriesService } from '../delivery/deliveries.service.js';
import type { DeliveryHost } from '../delivery/delivery-host.service.js';
import { DeliveryOwnersService } from '../delivery/delivery-owners.service.js';
import type { AlarmDelivery, AlarmMoment } from '../delivery/delivery-record.js';
import type { Parcel } from '../delivery/parcel.js';
import { russianDateTime } from '../platform/russian-date.js';
import { TemplatesService } from '../platform/templates.service.js';
import type { Tx } from '../platform/transactions.service.js';
import { AlarmsQueries } from './alarms.queries.js';

/** Mails to administrators: one when an alarm begins, one when it ends. */
@Injectable()
export class AlarmMailsService implements DeliveryHost<AlarmDelivery> {
  constructor(
    private readonly queries: AlarmsQueries,
    private readonly accounts: AccountsService,
    private readonly deliveries: DeliveriesService,
    private readonly templates: TemplatesService,
    owners: DeliveryOwnersService,
  ) {
    owners.registerForAlarms(this);
  }

  /** Everybody who is to be told. */
  async administrators(): Promise<string[]> {
    const accounts = await this.accounts.list();
    return accounts.filter(({ role, activatedAt, disabledAt }) => role === 'administrator' && activatedAt && !disabledAt).map(({ email }) => email);
  }

  /** Owes the mails, one to each. Gives the deliveries' ids. */
  async plan(tx: Tx, news: { alarmId: string; alarmMoment: AlarmMoment }, administrators: readonly string[]): Promise<string[]> {
    const ids: string[] = [];
    for (const destination of administrators) ids.push(await this.deliveries.planAlarmMail(tx, { ...news, destination }));
    return ids;
  }

  async parcel({ alarmId, alarmMoment, destination, messageId }: AlarmDelivery): Promise<Parcel | null> {
    const alarm = await this.queries.find(alarmId);
    if (!alarm) return null;
    const { kind, begunAt, endedAt } = alarm;
    return {
      kind: 'alarm',
      moment: alarmMoment,
      messageId,
      email: destination,
      title: this.templates.message(`alarms.titles.${kind}`),
      meaning: this.templates.message(`health.${kind}.issue`),
      action: this.templates.message(`health.${kind}.action`),
      begun: russianDateTime(begunAt),
      // The mail about the beginning reads the same whenever it is made.
      ended: alarmMoment === 'ended' && endedAt ? russianDateTime(endedAt) : null,
    };
  }

  /** Nobody waits for the end: the desk shows what stands. */
  async settled(): Promise<void> {}
}
