import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import type { JobData } from '../platform/job-contract.js';
import { WORKER_OPTIONS } from '../platform/workers.service.js';
import { TaskRunnerService } from '../tasks/task-runner.service.js';
import { BatchAnswersService } from './batch-answers.service.js';
import { ANSWER_BATCH, type BatchTaskData } from './batch.jobs.js';

/** Sorts items anew by what was answered, as far as it gets. */
@Processor(ANSWER_BATCH.queue, WORKER_OPTIONS)
export class BatchAnswersProcessor extends WorkerHost {
  constructor(
    private readonly runner: TaskRunnerService,
    private readonly work: BatchAnswersService,
  ) {
    super();
  }

  process({ data }: Job<JobData<BatchTaskData>>): Promise<void> {
    return this.runner.process(data, (run) => this.work.go(run));
  }
}
