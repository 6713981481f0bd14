import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import type { JobData } from '../platform/job-contract.js';
import { OutboxService } from '../platform/outbox.service.js';
import { WORKER_OPTIONS } from '../platform/workers.service.js';
import { TicketsService } from './tickets.service.js';
import { WATCH_TICKET, type WatchTicketData } from './watch-ticket.jobs.js';

/** Takes one look at a ticket or a draft. */
@Processor(WATCH_TICKET.queue, WORKER_OPTIONS)
export class WatchTicketProcessor extends WorkerHost {
  constructor(
    private readonly tickets: TicketsService,
    private readonly outbox: OutboxService,
  ) {
    super();
  }

  async process({ data }: Job<JobData<WatchTicketData>>): Promise<void> {
    const again = await this.tickets.look(data.deliveryId);
    if (again) await this.outbox.postpone(data.outboxId, again);
    else await this.outbox.done(data.outboxId);
  }
}
