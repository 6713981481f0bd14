import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, In, MoreThan, Not } from 'typeorm';
import { ClockService } from '../platform/clock.service.js';
import { OutboxRow } from '../platform/outbox.entity.js';
import { TransactionsService } from '../platform/transactions.service.js';
import { SettingsService } from '../settings/settings.service.js';
import { CaseDeadlinesService } from './case-deadlines.service.js';
import type { CaseStatus } from './case-status.js';
import { Case } from './case.entity.js';
import { RECOUNT, type RecountData } from './recount.jobs.js';

const BATCH = 100;
const ENDED: CaseStatus[] = ['resolved', 'closed', 'cancelled'];
const FIRST = '00000000-0000-0000-0000-000000000000';

/** Counts due times anew, a batch of open cases in the order of their ids at a time. */
@Injectable()
export class RecountService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly transactions: TransactionsService,
    private readonly deadlines: CaseDeadlinesService,
    private readonly settings: SettingsService,
    private readonly clock: ClockService,
  ) {}

  /**
   * One batch, and the next one owed, in one transaction with the end of this one: a job that was killed begins its batch
   * again, one that runs twice finds its row gone. Only the due times change: an operator's page does not become stale by it.
   */
  async step(outboxId: string, after: string | null): Promise<void> {
    await this.settings.refresh();
    await this.transactions.run(async (tx) => {
      const { affected } = await tx.manager.delete(OutboxRow, { id: outboxId });
      if (affected !== 1) return;
      const rows = await tx.manager.find(Case, {
        where: { id: MoreThan(after ?? FIRST), status: Not(In(ENDED)) },
        select: { id: true, category: true, status: true, dueAt: true, warnAt: true },
        order: { id: 'ASC' },
        take: BATCH,
        lock: { mode: 'pessimistic_write' },
      });
      const now = this.clock.now();
      for (const row of rows) {
        const before = [row.dueAt?.getTime(), row.warnAt?.getTime()].join();
        await this.deadlines.renew(tx.manager, row, now);
        const { dueAt, warnAt } = row;
        if ([dueAt?.getTime(), warnAt?.getTime()].join() !== before) await tx.manager.update(Case, { id: row.id }, { dueAt, warnAt });
      }
      const last = rows.at(-1);
      if (last && rows.length === BATCH) tx.enqueue(RECOUNT, { after: last.id } satisfies RecountData);
    });
  }

  /** How many open cases are still to be counted, `null` when nothing is owed. */
  async left(): Promise<number | null> {
    const [row] = await this.dataSource.query<{ owed: boolean; left: number }[]>(
      `WITH owed AS (SELECT min(coalesce(data ->> 'after', '${FIRST}')) AS after FROM outbox WHERE queue = $1)
       SELECT after IS NOT NULL AS owed, (SELECT count(*)::int FROM worklist WHERE is_open AND case_id > after::uuid) AS left FROM owed`,
      [RECOUNT.queue],
    );
    return row?.owed ? row.left : null;
  }
}
