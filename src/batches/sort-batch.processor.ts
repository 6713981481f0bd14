import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import type { JobData } from '../platform/job-contract.js';
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
  ) {
    super();
  }

  process({ data }: Job<JobData<BatchTaskData>>): Promise<void> {
    return this.runner.process(data, (run) => this.work.go(run), (taskId) => this.work.clearAway(taskId));
  }
}
