import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import type { JobData } from '../platform/job-contract.js';
import { WORKER_OPTIONS } from '../platform/workers.service.js';
import { RECOUNT, type RecountData } from './recount.jobs.js';
import { RecountService } from './recount.service.js';

/** See {@link RECOUNT}. */
@Processor(RECOUNT.queue, WORKER_OPTIONS)
export class RecountProcessor extends WorkerHost {
  constructor(private readonly recount: RecountService) {
    super();
  }

  async process({ data: { outboxId, after } }: Job<JobData<RecountData>>): Promise<void> {
    await this.recount.step(outboxId, after);
  }
}
