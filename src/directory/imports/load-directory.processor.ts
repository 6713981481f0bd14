import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import type { JobData } from '../../platform/job-contract.js';
import { OutboxService } from '../../platform/outbox.service.js';
import { WORKER_OPTIONS } from '../../platform/workers.service.js';
import { TaskRunnerService } from '../../tasks/task-runner.service.js';
import { DirectoryLoadService } from './directory-load.service.js';
import { LOAD_DIRECTORY, type LoadDirectoryData } from './directory-import.jobs.js';

/** Loads a file as far as it gets; what was cancelled or failed is cleared away. */
@Processor(LOAD_DIRECTORY.queue, WORKER_OPTIONS)
export class LoadDirectoryProcessor extends WorkerHost {
  constructor(
    private readonly runner: TaskRunnerService,
    private readonly load: DirectoryLoadService,
    private readonly outbox: OutboxService,
  ) {
    super();
  }

  async process({ data }: Job<JobData<LoadDirectoryData>>): Promise<void> {
    const again = await this.runner.attempt(data.taskId, (run) => this.load.go(run));
    if (again) return this.outbox.postpone(data.outboxId, again);
    await this.load.clearAway(data.taskId);
    await this.outbox.done(data.outboxId);
  }
}
