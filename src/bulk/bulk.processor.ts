import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import type { JobData } from '../platform/job-contract.js';
import { OutboxService } from '../platform/outbox.service.js';
import { WORKER_OPTIONS } from '../platform/workers.service.js';
import { TaskRunnerService } from '../tasks/task-runner.service.js';
import { BulkWorkService } from './bulk-work.service.js';
import { BULK, type BulkData } from './bulk.jobs.js';

/** Takes one action over many cases. */
@Processor(BULK.queue, WORKER_OPTIONS)
export class BulkProcessor extends WorkerHost {
  constructor(
    private readonly runner: TaskRunnerService,
    private readonly work: BulkWorkService,
    private readonly outbox: OutboxService,
  ) {
    super();
  }

  async process({ data }: Job<JobData<BulkData>>): Promise<void> {
    const again = await this.runner.attempt(data.taskId, (run) => this.work.go(run));
    if (again) await this.outbox.postpone(data.outboxId, again);
    else await this.outbox.done(data.outboxId);
  }
}
