import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import type { JobData } from '../../platform/job-contract.js';
import { OutboxService } from '../../platform/outbox.service.js';
import { WORKER_OPTIONS } from '../../platform/workers.service.js';
import { DirectoryUploadsService } from './directory-uploads.service.js';
import { FORGET_UPLOAD, type ForgetUploadData } from './directory-import.jobs.js';

/** Deletes a file that nobody went on with. */
@Processor(FORGET_UPLOAD.queue, WORKER_OPTIONS)
export class ForgetUploadProcessor extends WorkerHost {
  constructor(
    private readonly uploads: DirectoryUploadsService,
    private readonly outbox: OutboxService,
  ) {
    super();
  }

  async process({ data }: Job<JobData<ForgetUploadData>>): Promise<void> {
    await this.uploads.forget(data.importId, 'timed-out');
    await this.outbox.done(data.outboxId);
  }
}
