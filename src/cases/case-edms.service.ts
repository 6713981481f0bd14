import { Injectable } from '@nestjs/common';
import type { Registration } from '../delivery/channels/edms/edms.js';
import { DeliveriesService } from '../delivery/deliveries.service.js';
import type { CaseDelivery, DeliveryRecord } from '../delivery/delivery-record.js';
import { TemplatesService } from '../platform/templates.service.js';
import type { Tx } from '../platform/transactions.service.js';
import { CaseChangesService, type CaseChange } from './case-changes.service.js';
import { CaseHeraldService } from './case-herald.service.js';
import { canMove } from './case-status.js';
import { JointLettersService } from './joint-letters.service.js';

/** A letter that was registered in the organisation's EDMS: its people say so, or the EDMS itself. */
@Injectable()
export class CaseEdmsService {
  constructor(
    private readonly changes: CaseChangesService,
    private readonly deliveries: DeliveriesService,
    private readonly shared: JointLettersService,
    private readonly herald: CaseHeraldService,
    private readonly templates: TemplatesService,
  ) {}

  /** By the applicant's word, whatever became of a draft; `change` is of the case that carries the letter. @throws DomainError `wrong-status`. */
  async registered(change: CaseChange, registration: Registration): Promise<void> {
    const confirmed = await this.confirm(change, registration);
    change.move('sent');
    await this.tell(change, registration, 'applicant', confirmed);
  }

  /** By the draft that was followed there; the contact is told by mail. Nothing happens when a person was faster. */
  async follow(tx: Tx, { id, caseId }: CaseDelivery, registration: Registration): Promise<void> {
    await this.changes.changeIn(tx, caseId, { kind: 'service' }, null, async (change) => {
      const confirmed = await this.confirm(change, registration);
      if (!confirmed) return;
      const { row, move } = change;
      if (canMove(row.status, 'sent')) move('sent');
      await this.tell(change, registration, 'service', confirmed);
      await this.deliveries.plan(tx, [{ caseId, caseNumber: row.number, channel: 'notice', notice: 'sent', about: id, destination: row.request.contact.email }]);
    });
  }

  private confirm({ tx, row }: CaseChange, registration: Registration): Promise<DeliveryRecord | null> {
    return this.deliveries.confirm(tx, row.id, 'edms-package', this.templates.message('cases.edmsNumber', wordsOf(registration)));
  }

  private async tell({ tx, row, now, event }: CaseChange, registration: Registration, actor: 'applicant' | 'service', confirmed: DeliveryRecord | null): Promise<void> {
    const told = { event: 'edms-registered', actor, params: wordsOf(registration) } as const;
    await event(told.event, told.params);
    await this.shared.follow(tx, row, 'sent', told);
    if (confirmed) await this.herald.delivery(tx, row, confirmed, { at: now, from: now });
  }
}

function wordsOf({ number, date }: Registration): Record<string, string> {
  return { number, ...(date !== null && { date: date.split('-').reverse().join('.') }) };
}
