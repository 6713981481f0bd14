import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import type { JobData } from '../platform/job-contract.js';
import { WORKER_OPTIONS } from '../platform/workers.service.js';
import { TaskRunnerService } from '../tasks/task-runner.service.js';
import { CLOSE_LOOP, type CloseLoopData } from './closing.jobs.js';
import { ClosingWorkService } from './closing-work.service.js';

/** Takes the look of one sync through the cases. */
@Processor(CLOSE_LOOP.queue, WORKER_OPTIONS)
export class CloseLoopProcessor extends WorkerHost {
  constructor(
    private readonly runner: TaskRunnerService,
    private readonly work: ClosingWorkService,
  ) {
    super();
  }

  process({ data }: Job<JobData<CloseLoopData>>): Promise<void> {
    return this.runner.process(data, (run) => this.work.go(run));
  }
}
