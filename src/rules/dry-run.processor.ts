import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import type { JobData } from '../platform/job-contract.js';
import { OutboxService } from '../platform/outbox.service.js';
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
    private readonly outbox: OutboxService,
  ) {
    super();
  }

  async process({ data }: Job<JobData<DryRunData>>): Promise<void> {
    const again = await this.runner.attempt(data.taskId, (run) => this.work.go(run));
    if (again) await this.outbox.postpone(data.outboxId, again);
    else await this.outbox.done(data.outboxId);
  }
}
