import { Inject, Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { DeliveriesService } from '../delivery/deliveries.service.js';
import { ClockService } from '../platform/clock.service.js';
import { TransactionsService, type Tx } from '../platform/transactions.service.js';
import type { CaseStatus } from './case-status.js';
import { Case } from './case.entity.js';
import { REMIND, type RemindData } from './cases.jobs.js';

const WAITS_FOR_APPLICANT: CaseStatus[] = ['awaiting-signed-letter', 'awaiting-applicant'];
const HOUR_MS = 3_600_000;

/** One mail to an applicant whose next step is waited for, a set time after it became his. */
@Injectable()
export class RemindersService {
  constructor(
    private readonly deliveries: DeliveriesService,
    private readonly transactions: TransactionsService,
    private readonly clock: ClockService,
    @Inject(Config) private readonly config: Config,
  ) {}

  /** Owes the reminder when the case, in this status, waits for its applicant. */
  owe(tx: Tx, { id, status }: Pick<Case, 'id' | 'status'>): void {
    if (!WAITS_FOR_APPLICANT.includes(status)) return;
    tx.enqueue(REMIND, { caseId: id } satisfies RemindData, new Date(this.clock.now().getTime() + this.config.reminderHours * HOUR_MS));
  }

  /** Plans the mail, unless he has done his step by now. */
  async send(caseId: string): Promise<void> {
    await this.transactions.run(async (tx) => {
      const row = await tx.manager.findOneBy(Case, { id: caseId });
      if (!row || !WAITS_FOR_APPLICANT.includes(row.status)) return;
      const destination = row.request.contact.email;
      await this.deliveries.plan(tx, [{ caseId: row.id, caseNumber: row.number, channel: 'notice', notice: 'next-step', destination }]);
    });
  }
}
