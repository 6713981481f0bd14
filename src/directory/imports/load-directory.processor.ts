import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import type { JobData } from '../../platform/job-contract.js';
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
  ) {
    super();
  }

  process({ data }: Job<JobData<LoadDirectoryData>>): Promise<void> {
    return this.runner.process(data, (run) => this.load.go(run), (taskId) => this.load.clearAway(taskId));
  }
}
