import { Injectable } from '@nestjs/common';
import { AuditService } from '../accounts/audit.service.js';
import { ClockService } from '../platform/clock.service.js';
import { localDay } from '../platform/russian-date.js';
import { TransactionsService } from '../platform/transactions.service.js';
import { figuresOf, type OverviewFigures } from './figures.js';
import { OverviewQueries, type ExportedCase } from './overview.queries.js';
import { addDays, startOfDay, type OverviewPeriod } from './period.js';

/** More changes than this are summed up before they are read again. */
const MOST_DELTAS = 2_000;
/** Cases that an export holds in memory at a time. */
const STRETCH = 1_000;

/** What happened at the desk, in figures. Whether somebody may see or take them along is decided before. */
@Injectable()
export class OverviewService {
  constructor(
    private readonly queries: OverviewQueries,
    private readonly transactions: TransactionsService,
    private readonly audit: AuditService,
    private readonly clock: ClockService,
  ) {}

  async figures(period: OverviewPeriod): Promise<OverviewFigures> {
    const now = this.clock.now();
    const end = startOfDay(addDays(period.to, 1));
    const [sums, open, loads, missedStillOpen] = await Promise.all([
      this.queries.sums(period),
      this.queries.open(),
      this.queries.loads(now),
      this.queries.missedStillOpen(startOfDay(period.from), end < now ? end : now),
    ]);
    await this.queries.compact(MOST_DELTAS);
    return figuresOf({ sums, open, loads, missedStillOpen }, period, localDay(now));
  }

  /** Cases that came in the period, as they are read; that they were taken along is on record before the first of them leaves. */
  async exportCases(period: OverviewPeriod, format: string, accountId: string): Promise<AsyncGenerator<ExportedCase>> {
    const details = { from: period.from, to: period.to, format };
    await this.transactions.run((tx) => this.audit.record(tx, { by: accountId, action: 'cases.exported', subject: `period:${period.from}`, details }));
    return this.casesOf(period);
  }

  private async *casesOf({ from, to }: OverviewPeriod): AsyncGenerator<ExportedCase> {
    let last: ExportedCase | null = null;
    for (;;) {
      const stretch: ExportedCase[] = await this.queries.cases(startOfDay(from), startOfDay(addDays(to, 1)), last, STRETCH);
      yield* stretch;
      last = stretch.at(-1) ?? null;
      if (stretch.length < STRETCH) return;
    }
  }
}
