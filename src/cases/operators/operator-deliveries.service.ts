import { Injectable } from '@nestjs/common';
import { DeliveriesService } from '../../delivery/deliveries.service.js';
import { TicketsService } from '../../delivery/tickets.service.js';
import { DomainError } from '../../platform/domain-error.js';
import { checkInput } from '../../platform/input-faults.js';
import type { Route } from '../../triage/verdict.js';
import { CaseChangesService } from '../case-changes.service.js';
import { CaseFailoverService } from '../case-failover.service.js';
import { CaseFilesService } from '../case-files.service.js';
import { completeOrganization, missingFor } from '../case-requirements.js';
import { CaseHeraldService } from '../case-herald.service.js';
import { CaseRoutesService } from '../case-routes.service.js';
import { CaseUndoService } from './case-undo.service.js';
import { Case, FormerLetter } from '../case.entity.js';
import { changedFields } from '../changed-fields.js';
import type { Operator, Seen } from './operator-actions.service.js';
import { correctionSchema, rerouteSchema, textSchema } from './operator-input.js';
import { JointLettersService } from '../joint-letters.service.js';

/** What an operator does to what leaves a case: its letter, its deliveries, its route. */
@Injectable()
export class OperatorDeliveriesService {
  constructor(
    private readonly changes: CaseChangesService,
    private readonly deliveries: DeliveriesService,
    private readonly routes: CaseRoutesService,
    private readonly files: CaseFilesService,
    private readonly undos: CaseUndoService,
    private readonly failover: CaseFailoverService,
    private readonly tickets: TicketsService,
    private readonly herald: CaseHeraldService,
    private readonly shared: JointLettersService,
  ) {}

  /** Tries a failed or uncertain delivery again; it is a person's word that makes a second letter possible. By a draft nothing is sent. */
  retry(seen: Seen, deliveryId: string, operator: Operator): Promise<Case> {
    return this.changes.change(seen.id, operator, seen.version, async ({ tx, row, move, event }) => {
      const { channel } = await this.deliveries.retry(tx, row.id, deliveryId);
      await event(channel === 'edms-package' ? 'edms-draft-retried' : 'delivery-retried', { channel });
      if (channel === 'notice' || channel === 'edms-package') return;
      move('queued');
      await this.shared.follow(tx, row, 'queued');
    });
  }

  /** An uncertain delivery has arrived: somebody asked. */
  markArrived(seen: Seen, deliveryId: string, operator: Operator): Promise<Case> {
    return this.changes.change(seen.id, operator, seen.version, (change) =>
      this.undos.record(change, 'arrived', operator.accountId, async () => {
        const { tx, row, now, leavesAt, move, event } = change;
        const delivery = await this.deliveries.markArrived(tx, row.id, deliveryId);
        const { channel } = delivery;
        await event('delivery-confirmed', { channel });
        await this.herald.delivery(tx, row, delivery, { at: now, from: leavesAt });
        if (channel === 'notice') return;
        move('sent');
        await this.shared.follow(tx, row, 'sent');
      }),
    );
  }

  /** The other way for a delivery that failed or is tried in vain: mail instead of the desk or of a draft, or the desk instead of mail. */
  async takeOtherWay(seen: Seen, deliveryId: string, operator: Operator): Promise<Case> {
    const failing = (await this.deliveries.ofCase(seen.id)).find(({ id }) => id === deliveryId);
    if (failing && this.failover.offered(failing) === 'letter-email') return this.reroute(seen, 'letter-email', operator);
    return this.changes.change(seen.id, operator, seen.version, async ({ tx, row, move, event }) => {
      const delivery = (await this.deliveries.ofCase(row.id)).find(({ id }) => id === deliveryId);
      if (!delivery) throw new DomainError('conflict', 'delivery-not-retryable');
      const way = await this.failover.take(tx, row, delivery);
      move('queued');
      await event('failed-over', { channel: delivery.channel, way });
      await this.shared.follow(tx, row, 'queued');
    });
  }

  /** Writes into the case's ticket at the desk of others, while the operator waits. */
  async writeIntoTicket(seen: Seen, deliveryId: string, typed: string, operator: Operator): Promise<Case> {
    const { text } = checkInput(textSchema, { text: typed });
    const own = (await this.deliveries.ofCase(seen.id)).some(({ id }) => id === deliveryId);
    if (!own) throw new DomainError('conflict', 'no-ticket');
    await this.tickets.comment(deliveryId, text);
    return this.changes.change(seen.id, operator, null, ({ event }) => event('ticket-answered', { text }, true));
  }

  /** Another way for the same case, with the others of its letter when it carries it; what has not arrived for certain is given up and counted with the new one. */
  reroute(seen: Seen, way: string, operator: Operator): Promise<Case> {
    const { route } = checkInput(rerouteSchema, { route: way });
    return this.changes.change(seen.id, operator, seen.version, (change) =>
      this.undos.record(change, 'reroute', operator.accountId, async () => {
        const { tx, row, event } = change;
        this.mustLackNothing(row, route);
        if (row.letterOf !== row.id) await this.shared.leave(change);
        row.route = route;
        await event('rerouted', { route });
        await this.routes.follow(change);
        await this.shared.follow(tx, row, row.status, { event: 'rerouted', actor: 'service', params: { route } });
      }),
    );
  }

  /** Corrects the data; the letter is made again from them, the old one is kept. A signed letter no longer fits and is asked for anew. */
  correct(seen: Seen, input: unknown, operator: Operator): Promise<Case> {
    const correction = checkInput(correctionSchema, input);
    return this.changes.change(seen.id, operator, seen.version, async (change) => {
      const { tx, row, now, event } = change;
      if (['sent', 'resolved', 'closed', 'cancelled'].includes(row.status)) throw this.changes.wrongStatus(row);
      const before = row.request;
      row.request = { ...row.request, ...correction, organization: completeOrganization(correction.organization, row.certificate) };
      this.mustLackNothing(row, row.route);
      await event('corrected', { fields: changedFields(before, row.request).join(',') });
      if (row.letterOf !== null) return this.shared.rewrite(change);
      if (!row.letter) return;
      await tx.manager.insert(FormerLetter, { caseId: row.id, version: row.version, data: row.letter, replacedAt: now });
      await this.files.discardSignedLetter(tx, row.id);
      row.letter = null;
      await this.routes.follow(change);
    });
  }

  private mustLackNothing(row: Case, route: Route): void {
    const faults = missingFor(route, row.request, completeOrganization(row.request.organization, row.certificate));
    if (faults.length > 0) throw new DomainError('invalid', 'validation-failed', { faults });
  }
}
