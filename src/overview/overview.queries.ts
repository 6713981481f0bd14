import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { CaseOutcome } from '../cases/case-decision.js';
import type { CaseStatus } from '../cases/case-status.js';
import type { Category, Route } from '../triage/verdict.js';
import type { LoadRow, OpenRow, SumRow } from './figures.js';
import type { OverviewPeriod } from './period.js';

/** Sums and what is not yet summed up. */
const ALL_SUMS = '(SELECT figure, day, a, b, n FROM overview_sums UNION ALL SELECT figure, day, a, b, delta FROM overview_deltas)';
/** The migration's `overview_of_case` has the same list. */
const ENDED: readonly CaseStatus[] = ['resolved', 'closed', 'cancelled'];

/** One case of an export; no СНИЛС, nothing that was written. */
export interface ExportedCase {
  id: string;
  /** `createdAt` as PostgreSQL writes it, to the microsecond. */
  place: string;
  number: string;
  createdAt: Date;
  status: CaseStatus;
  category: Category;
  route: Route;
  person: string;
  organization: string;
  inn: string | null;
  notAfter: Date;
  assigneeId: string | null;
  firstAnswerAt: Date | null;
  dueAt: Date | null;
  outcome: CaseOutcome | null;
  resolvedAt: Date | null;
}

/** Reads daily sums; the number of cases does not matter to it. */
@Injectable()
export class OverviewQueries {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** The sums of a period and of the one before, days kept only where they are shown. */
  async sums({ from, to, before }: OverviewPeriod): Promise<SumRow[]> {
    return this.dataSource.query<SumRow[]>(
      `SELECT figure, CASE WHEN figure = 'came' THEN day::text END AS day, day >= $1 AS "isNow", a, b, sum(n)::int AS n FROM ${ALL_SUMS} s
       WHERE figure IN ('came', 'answered', 'ended', 'missed', 'delivery', 'failure') AND day BETWEEN $3 AND $2
       GROUP BY 1, 2, 3, 4, 5 HAVING sum(n) <> 0
       UNION ALL
       SELECT 'ended-by-day', day::text, true, '', '', sum(n)::int FROM ${ALL_SUMS} s WHERE figure = 'ended' AND day BETWEEN $1 AND $2 GROUP BY day HAVING sum(n) <> 0`,
      [from, to, before.from],
    );
  }

  async open(): Promise<OpenRow[]> {
    return this.dataSource.query<OpenRow[]>(
      `SELECT day::text, a AS status, sum(n)::int AS n FROM ${ALL_SUMS} s WHERE figure = 'open' GROUP BY day, a HAVING sum(n) <> 0`,
    );
  }

  /** Open cases of each operator, and how many of them are overdue. */
  async loads(now: Date): Promise<LoadRow[]> {
    return this.dataSource.query<LoadRow[]>(
      `SELECT assignee_id AS "assigneeId", sum(open)::int AS open, sum(overdue)::int AS overdue FROM (
         SELECT assignee_id, sum(delta) AS open, 0 AS overdue FROM case_count_deltas WHERE status <> ALL ($2) GROUP BY 1
         UNION ALL
         SELECT assignee_id, 0, count(*) FROM worklist WHERE due_at < $1 GROUP BY 1
       ) l GROUP BY 1`,
      [now, ENDED],
    );
  }

  /** Terms that ended in a span and are still not met. */
  async missedStillOpen(since: Date, until: Date): Promise<number> {
    const [row] = await this.dataSource.query<{ n: number }[]>('SELECT count(*)::int AS n FROM worklist WHERE due_at >= $1 AND due_at < $2', [since, until]);
    return row?.n ?? 0;
  }

  /** Sums the changes up when they have become many. */
  async compact(most: number): Promise<void> {
    const [row] = await this.dataSource.query<{ many: boolean }[]>('SELECT count(*) > $1 AS many FROM (SELECT 1 FROM overview_deltas LIMIT $1 + 1) d', [most]);
    if (row?.many) await this.dataSource.query('SELECT overview_compact()');
  }

  /** Cases of a span in the order they came, after one of them; a stretch of a long list. */
  async cases(since: Date, until: Date, after: Pick<ExportedCase, 'place' | 'id'> | null, limit: number): Promise<ExportedCase[]> {
    return this.dataSource.query<ExportedCase[]>(
      `SELECT w.case_id AS id, w.created_at::text AS place, w.number, w.created_at AS "createdAt", w.status, w.category, w.route, w.person, w.organization, w.inn, w.not_after AS "notAfter",
         w.assignee_id AS "assigneeId", c.first_answer_at AS "firstAnswerAt", w.due_at AS "dueAt", c.outcome, c.resolved_at AS "resolvedAt"
       FROM worklist w JOIN cases c ON c.id = w.case_id
       WHERE w.created_at >= $1 AND w.created_at < $2 AND ($3::timestamptz IS NULL OR (w.created_at, w.case_id) > ($3::timestamptz, $4::uuid))
       ORDER BY w.created_at, w.case_id LIMIT $5`,
      [since, until, after?.place ?? null, after?.id ?? null, limit],
    );
  }
}
