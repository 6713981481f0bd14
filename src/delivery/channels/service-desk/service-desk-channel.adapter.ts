import type { AttemptOutcome } from '../../attempt-outcome.js';
import type { Parcel } from '../../parcel.js';
import type { Channel } from '../channel.js';
import { DeskFault } from './desk-fault.js';
import type { DeskTicket, ServiceDesk } from './service-desk.js';
import type { TicketComposerService } from './ticket-composer.service.js';

/** Tickets at a desk of others: looked for by the case number before each try, then made. */
export class ServiceDeskChannel implements Channel {
  readonly receipt = 'sent';
  readonly idempotent = false;
  readonly searches = true;

  constructor(
    private readonly desk: ServiceDesk,
    private readonly composer: Pick<TicketComposerService, 'compose'>,
  ) {}

  async deliver(parcel: Parcel, _at: Date, beforeHandOver: () => Promise<void>): Promise<AttemptOutcome> {
    if (parcel.kind !== 'ticket') throw new Error(`a service desk takes no ${parcel.kind}`);
    const ticket = this.composer.compose(parcel);
    return this.ending(async () => {
      const there = (await this.desk.find(ticket.caseNumber)).find((id) => !parcel.knownTickets.includes(id));
      if (there !== undefined) return this.completed(there, ticket);
      await beforeHandOver();
      return this.completed(await this.desk.create(ticket), ticket);
    });
  }

  /** A ticket without its certificate is not sent, and is there all the same: the next search finds it. */
  private async completed(id: string, { files }: DeskTicket): Promise<AttemptOutcome> {
    try {
      await this.desk.complete?.(id, files);
      return { kind: 'accepted', externalId: id };
    } catch (error) {
      if (error instanceof DeskFault) return { kind: 'lost', cause: { code: 'incomplete', detail: error.reason.detail } };
      throw error;
    }
  }

  private async ending(work: () => Promise<AttemptOutcome>): Promise<AttemptOutcome> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof DeskFault) return { kind: error.outcome, cause: error.reason };
      throw error;
    }
  }
}
