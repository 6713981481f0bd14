import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import type { JobData } from '../platform/job-contract.js';
import { OutboxService } from '../platform/outbox.service.js';
import { WORKER_OPTIONS } from '../platform/workers.service.js';
import { BatchesService } from './batches.service.js';
import { FORGET_BATCH, type ForgetBatchData } from './batch.jobs.js';

/** Deletes a batch when its time is over. */
@Processor(FORGET_BATCH.queue, WORKER_OPTIONS)
export class ForgetBatchProcessor extends WorkerHost {
  constructor(
    private readonly batches: BatchesService,
    private readonly outbox: OutboxService,
  ) {
    super();
  }

  async process({ data }: Job<JobData<ForgetBatchData>>): Promise<void> {
    await this.batches.forget(data.batchId);
    await this.outbox.done(data.outboxId);
  }
}
