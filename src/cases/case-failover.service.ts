import { Inject, Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { DeliveriesService } from '../delivery/deliveries.service.js';
import type { DeliveryRecord } from '../delivery/delivery-record.js';
import { ClockService } from '../platform/clock.service.js';
import { DomainError } from '../platform/domain-error.js';
import type { Tx } from '../platform/transactions.service.js';
import { isLate, mayTakeByItself, otherWay, type OtherWay } from './operators/other-way.js';
import type { Case } from './case.entity.js';

/** The other way of a delivery that does not arrive: offered to operators or, by the setting, taken. Both count as one delivery. */
@Injectable()
export class CaseFailoverService {
  constructor(
    private readonly deliveries: DeliveriesService,
    private readonly clock: ClockService,
    @Inject(Config) private readonly config: Config,
  ) {}

  /** Tried in vain for as long as the setting allows. */
  isLate(delivery: DeliveryRecord): boolean {
    return isLate(delivery, this.config.failoverHours, this.clock.now());
  }

  /** The way an operator may choose. */
  offered(delivery: DeliveryRecord): OtherWay | null {
    return otherWay(delivery, this.config.serviceDeskApi !== null, this.config.failoverHours, this.clock.now());
  }

  /** Takes the other way where the setting says so; `null` when it was not taken. */
  async byItself(tx: Tx, row: Pick<Case, 'id' | 'number'>, delivery: DeliveryRecord): Promise<OtherWay | null> {
    return mayTakeByItself(delivery, this.config.failover) && this.offered(delivery) ? this.take(tx, row, delivery) : null;
  }

  /** @throws DomainError `no-other-way`, `delivery-under-way`, `delivery-not-retryable`. */
  async take(tx: Tx, { id, number }: Pick<Case, 'id' | 'number'>, delivery: DeliveryRecord): Promise<OtherWay> {
    const way = this.offered(delivery);
    // A letter by mail is another route, and for an operator to take.
    if (way === null || way === 'letter-email') throw new DomainError('conflict', 'no-other-way');
    const destination = way === 'ticket-mail' ? this.config.serviceDeskEmail : this.deliveries.serviceDesk;
    await this.deliveries.takeOver(tx, delivery.id, { caseId: id, caseNumber: number, channel: 'service-desk', destination, byMail: way === 'ticket-mail' });
    return way;
  }
}
