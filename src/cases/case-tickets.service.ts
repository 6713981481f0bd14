import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { Config } from '../config/config.js';
import { DeliveriesService } from '../delivery/deliveries.service.js';
import type { CaseDelivery } from '../delivery/delivery-record.js';
import type { TicketNews } from '../delivery/ticket-watch.js';
import type { Tx } from '../platform/transactions.service.js';
import { CaseChangesService } from './case-changes.service.js';
import type { Case } from './case.entity.js';
import { afterTicketNews } from './ticket-effect.js';

/** A case follows its ticket at the desk of others. */
@Injectable()
export class CaseTicketsService {
  constructor(
    private readonly changes: CaseChangesService,
    private readonly deliveries: DeliveriesService,
    @Inject(Config) private readonly config: Config,
  ) {}

  /** Comments of the desk are for operators; where the ticket stands may be known to the applicant. */
  async follow(tx: Tx, { caseId }: CaseDelivery, news: TicketNews): Promise<void> {
    await this.changes.changeIn(tx, caseId, { kind: 'service' }, null, async ({ row, now, move, event }) => {
      for (const text of news.comments) await event('ticket-comment', { text }, true);
      const next = afterTicketNews(row.status, news, this.config.serviceDeskResolved);
      const messageId = randomUUID();
      if (news.moved) await event(`ticket-${news.state}`, { label: news.label, messageId });
      if (next === null) return;
      move(next);
      if (next !== 'resolved') return;
      Object.assign(row, { outcome: 'solved', resolvedAt: now } satisfies Partial<Case>);
      const destination = row.request.contact.email;
      await this.deliveries.plan(tx, [{ caseId, caseNumber: row.number, channel: 'notice', notice: 'resolved', about: messageId, destination }]);
    });
  }
}
