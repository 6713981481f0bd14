import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import type { JobData } from '../platform/job-contract.js';
import { OutboxService } from '../platform/outbox.service.js';
import { WORKER_OPTIONS } from '../platform/workers.service.js';
import { DELIVER, type DeliverData } from './deliver.jobs.js';
import { DeliveryRunner } from './delivery-runner.service.js';

/** Takes one delivery job. */
@Processor(DELIVER.queue, WORKER_OPTIONS)
export class DeliverProcessor extends WorkerHost {
  constructor(
    private readonly runner: DeliveryRunner,
    private readonly outbox: OutboxService,
  ) {
    super();
  }

  async process(job: Job<JobData<DeliverData>>): Promise<void> {
    const again = await this.runner.attempt(job.data.deliveryId);
    if (again) await this.outbox.postpone(job.data.outboxId, again);
    else await this.outbox.done(job.data.outboxId);
  }
}
