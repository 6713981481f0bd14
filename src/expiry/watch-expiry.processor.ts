import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import type { JobData } from '../platform/job-contract.js';
import { OutboxService } from '../platform/outbox.service.js';
import { WORKER_OPTIONS } from '../platform/workers.service.js';
import { ExpiryNoticesService } from './expiry-notices.service.js';
import { WATCH_EXPIRY } from './expiry.jobs.js';

/** Takes one look at the ends of certificates. */
@Processor(WATCH_EXPIRY.queue, WORKER_OPTIONS)
export class WatchExpiryProcessor extends WorkerHost {
  constructor(
    private readonly notices: ExpiryNoticesService,
    private readonly outbox: OutboxService,
  ) {
    super();
  }

  async process({ data }: Job<JobData<object>>): Promise<void> {
    await this.notices.look();
    await this.outbox.done(data.outboxId);
  }
}
