import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import type { JobData } from '../platform/job-contract.js';
import { WORKER_OPTIONS } from '../platform/workers.service.js';
import { TaskRunnerService } from '../tasks/task-runner.service.js';
import { DryRunWorkService } from './dry-run-work.service.js';
import { DRY_RUN, type DryRunData } from './dry-run.jobs.js';

/** Takes one dry run. */
@Processor(DRY_RUN.queue, WORKER_OPTIONS)
export class DryRunProcessor extends WorkerHost {
  constructor(
    private readonly runner: TaskRunnerService,
    private readonly work: DryRunWorkService,
  ) {
    super();
  }

  process({ data }: Job<JobData<DryRunData>>): Promise<void> {
    return this.runner.process(data, (run) => this.work.go(run));
  }
}
