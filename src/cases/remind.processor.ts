import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import type { JobData } from '../platform/job-contract.js';
import { OutboxService } from '../platform/outbox.service.js';
import { WORKER_OPTIONS } from '../platform/workers.service.js';
import { REMIND, type RemindData } from './cases.jobs.js';
import { RemindersService } from './reminders.service.js';

/** Sends the one reminder, if the applicant is still waited for. */
@Processor(REMIND.queue, WORKER_OPTIONS)
export class RemindProcessor extends WorkerHost {
  constructor(
    private readonly reminders: RemindersService,
    private readonly outbox: OutboxService,
  ) {
    super();
  }

  async process({ data }: Job<JobData<RemindData>>): Promise<void> {
    await this.reminders.send(data.caseId);
    await this.outbox.done(data.outboxId);
  }
}
