import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import type { JobData } from '../platform/job-contract.js';
import { OutboxService } from '../platform/outbox.service.js';
import { WORKER_OPTIONS } from '../platform/workers.service.js';
import { TaskRunnerService } from '../tasks/task-runner.service.js';
import { BatchSortService } from './batch-sort.service.js';
import { SORT_BATCH, type BatchTaskData } from './batch.jobs.js';

/** Sorts a batch as far as it gets; its files go when that is over. */
@Processor(SORT_BATCH.queue, WORKER_OPTIONS)
export class SortBatchProcessor extends WorkerHost {
  constructor(
    private readonly runner: TaskRunnerService,
    private readonly work: BatchSortService,
    private readonly outbox: OutboxService,
  ) {
    super();
  }

  async process({ data }: Job<JobData<BatchTaskData>>): Promise<void> {
    const again = await this.runner.attempt(data.taskId, (run) => this.work.go(run));
    if (again) return this.outbox.postpone(data.outboxId, again);
    await this.work.clearAway(data.taskId);
    await this.outbox.done(data.outboxId);
  }
}
