import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import { DeliveriesService } from '../delivery/deliveries.service.js';
import type { JobData } from '../platform/job-contract.js';
import { OutboxService } from '../platform/outbox.service.js';
import { TransactionsService } from '../platform/transactions.service.js';
import { WORKER_OPTIONS } from '../platform/workers.service.js';
import { Case } from './case.entity.js';
import { REMIND, type RemindData } from './cases.jobs.js';

/** Sends the one reminder, if the applicant is still waited for. */
@Processor(REMIND.queue, WORKER_OPTIONS)
export class RemindProcessor extends WorkerHost {
  constructor(
    private readonly deliveries: DeliveriesService,
    private readonly transactions: TransactionsService,
    private readonly outbox: OutboxService,
  ) {
    super();
  }

  async process({ data }: Job<JobData<RemindData>>): Promise<void> {
    await this.transactions.run(async (tx) => {
      const row = await tx.manager.findOneBy(Case, { id: data.caseId });
      if (row?.status !== 'awaiting-signed-letter' && row?.status !== 'awaiting-applicant') return;
      const destination = row.request.contact.email;
      await this.deliveries.plan(tx, [{ caseId: row.id, caseNumber: row.number, channel: 'notice', notice: 'next-step', destination }]);
    });
    await this.outbox.done(data.outboxId);
  }
}
