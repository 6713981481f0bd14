import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import type { JobData } from '../platform/job-contract.js';
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
  ) {
    super();
  }

  process({ data }: Job<JobData<BulkData>>): Promise<void> {
    return this.runner.process(data, (run) => this.work.go(run));
  }
}
