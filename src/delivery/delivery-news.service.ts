import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { ClockService } from '../platform/clock.service.js';
import type { Tx } from '../platform/transactions.service.js';
import type { AttemptCause } from './attempt-outcome.js';
import { Delivery, DeliveryAttempt } from './delivery.entity.js';
import { DeliveryOwnersService } from './delivery-owners.service.js';

/** A recipient whom a mail did not reach; `null`: which one is not known. */
export interface MailFailure {
  address: string | null;
  cause: AttemptCause;
}

/** What became known of a mail after it had left. */
export type DeliveryNews = { kind: 'bounce'; failures: MailFailure[] } | { kind: 'delay' } | { kind: 'arrival' };

/** Learns of deliveries by the Message-ID of their mail. */
@Injectable()
export class DeliveryNewsService {
  constructor(
    private readonly owners: DeliveryOwnersService,
    private readonly clock: ClockService,
  ) {}

  /**
   * A bounce makes a delivery that was sent, or of which nobody knew, a failed one; proof of arrival ends doubt. Its owner is told in
   * the same transaction. That only the applicant's copy of a letter came back says nothing against the letter: a server has taken it. Gives the case of the delivery, `null` when the Message-ID is none of ours.
   */
  async tell(tx: Tx, messageId: string, news: DeliveryNews): Promise<string | null> {
    const row = await tx.manager.findOne(Delivery, { where: { messageId }, lock: { mode: 'pessimistic_write' } });
    if (!row) return null;
    const now = this.clock.now();
    const failure = news.kind === 'bounce' ? await this.failureOf(row, news.failures) : undefined;
    if (failure && (row.state === 'sent' || row.state === 'uncertain')) {
      const number = row.attempts + 1;
      await tx.manager.insert(DeliveryAttempt, { deliveryId: row.id, number, startedAt: now, endedAt: now, outcome: 'refused', cause: failure.cause });
      await tx.manager.save(Delivery, Object.assign(row, { state: 'failed', attempts: number, sentAt: null, cause: failure.cause } satisfies Partial<Delivery>));
      await this.owners.settled(tx, row);
    } else if (!failure && news.kind !== 'delay' && row.state === 'uncertain') {
      await tx.manager.save(Delivery, Object.assign(row, { state: 'sent', sentAt: now, receipt: 'sent', cause: null } satisfies Partial<Delivery>));
      await this.owners.settled(tx, row);
    }
    return row.caseId;
  }

  /** What happened to the one whom the mail was for. */
  private async failureOf(row: Delivery, failures: MailFailure[]): Promise<MailFailure | undefined> {
    const parcel = row.channel === 'email' ? await this.owners.parcel(row) : null;
    const copyTo = parcel?.kind === 'letter' && parcel.contact.email.toLowerCase() !== row.destination.toLowerCase() ? parcel.contact.email.toLowerCase() : null;
    return failures.find(({ address }) => address === null || address !== copyTo);
  }

  /** The case whose mail is answered: the first of these Message-IDs that is ours. */
  async caseOf(tx: Tx, messageIds: readonly string[]): Promise<string | null> {
    if (messageIds.length === 0) return null;
    const rows = await tx.manager.find(Delivery, { where: { messageId: In([...messageIds]) } });
    return messageIds.flatMap((id) => rows.find(({ messageId }) => messageId === id)?.caseId ?? [])[0] ?? null;
  }
}
