import { Injectable } from '@nestjs/common';
import { AuditService } from '../../accounts/audit.service.js';
import type { AuditAction } from '../../accounts/audit-actions.js';
import { type Actor, assertCan } from '../../accounts/policy.js';
import { DomainError } from '../../platform/domain-error.js';
import { OutboxService } from '../../platform/outbox.service.js';
import { QueueInspectionService } from '../../platform/queue-inspection.service.js';
import { TransactionsService } from '../../platform/transactions.service.js';

/** What an administrator does with a failed job. Neither can lose work: that is owed by a row of ours until it is done. */
@Injectable()
export class QueueWorkService {
  constructor(
    private readonly inspection: QueueInspectionService,
    private readonly outbox: OutboxService,
    private readonly transactions: TransactionsService,
    private readonly audit: AuditService,
  ) {}

  /** Hands the work over again and takes the record of the failure away. @throws DomainError `job-not-failed`. */
  async retry(actor: Actor, queue: string, jobId: string): Promise<'handed-over' | 'under-way' | 'done'> {
    const outboxId = await this.failed(actor, queue, jobId);
    const outcome = outboxId === null ? 'done' : await this.outbox.hurry(outboxId);
    await this.inspection.forget(queue, jobId);
    await this.write(actor, 'queue.retried', queue);
    return outcome;
  }

  /** Takes the record of the failure away; what is owed is handed over again by the sweep. @throws DomainError `job-not-failed`. */
  async remove(actor: Actor, queue: string, jobId: string): Promise<void> {
    await this.failed(actor, queue, jobId);
    await this.inspection.forget(queue, jobId);
    await this.write(actor, 'queue.removed', queue);
  }

  private async failed(actor: Actor, queue: string, jobId: string): Promise<string | null> {
    assertCan(actor, 'manage', 'queues');
    const job = this.inspection.job(queue) && (await this.inspection.failedJob(queue, jobId));
    if (!job) throw new DomainError('conflict', 'job-not-failed');
    return job.outboxId;
  }

  private write(actor: Actor, action: AuditAction, queue: string): Promise<void> {
    return this.transactions.run((tx) => this.audit.record(tx, { by: actor.accountId, action, subject: `queue:${queue}` }));
  }
}
