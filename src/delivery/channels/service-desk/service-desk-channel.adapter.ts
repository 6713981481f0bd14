import type { AttemptOutcome } from '../../attempt-outcome.js';
import type { Parcel } from '../../parcel.js';
import type { Channel } from '../channel.js';
import { searchThenMake } from './search-then-make.js';
import type { ServiceDesk } from './service-desk.js';
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
    const system = {
      find: async () => (await this.desk.find(ticket.caseNumber)).find((id) => !parcel.knownTickets.includes(id)),
      make: () => this.desk.create(ticket),
      complete: async (id: string) => this.desk.complete?.(id, ticket.files),
    };
    return searchThenMake(system, beforeHandOver);
  }
}
