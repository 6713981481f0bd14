import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import type { JobData } from '../platform/job-contract.js';
import { WORKER_OPTIONS } from '../platform/workers.service.js';
import { TaskRunnerService } from '../tasks/task-runner.service.js';
import { BatchCasesService } from './batch-cases.service.js';
import { MAKE_BATCH_CASES, type BatchTaskData } from './batch.jobs.js';

/** Makes cases of chosen items as far as it gets. */
@Processor(MAKE_BATCH_CASES.queue, WORKER_OPTIONS)
export class BatchCasesProcessor extends WorkerHost {
  constructor(
    private readonly runner: TaskRunnerService,
    private readonly work: BatchCasesService,
  ) {
    super();
  }

  process({ data }: Job<JobData<BatchTaskData>>): Promise<void> {
    return this.runner.process(data, (run) => this.work.go(run));
  }
}
