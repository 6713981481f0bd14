import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { UNTAKEN_STATUSES, type CaseStanding, type WorklistCounts, type WorklistCursor, type WorklistRow, type WorklistStretch } from './worklist-query.js';
import type { WordReading } from './worklist-search.js';
import { cursorSql, matchSql, orderSql, Placeholders, scopeSql, sortKeySql, stretchSql, type WorklistScope } from './worklist-sql.js';

/** Whoever holds it sums the counters up; the others leave it to him. */
const COMPACTION_LOCK = 7_200_158;

const COLUMNS = `w.case_id AS id, w.number, w.status, w.category, w.route, w.assignee_id AS "assigneeId", w.person, w.organization,
  w.not_after AS "notAfter", w.due_at AS "dueAt", w.warn_at AS "warnAt", w.created_at AS "createdAt", w.updated_at AS "updatedAt", w.version`;

type RawRow = Omit<WorklistRow, 'place'> & { key: string };

/** A row that changed, and whether it belongs to the list and to the part of it that is shown. */
export interface ChangedRow extends WorklistRow {
  belongs: boolean;
  within: boolean;
}

/** A word that was typed, as far as the stored words tell. */
export interface KnownWord {
  typed: string;
  /** «и», «в», «не»: in no document. */
  isStop: boolean;
  /** Some name has or begins with it: then it is meant as it was typed. */
  isKnown: boolean;
  /** Stored words with similar letters; `null` when there are none. */
  similar: string[] | null;
}

/** Reads the worklist; no OFFSET anywhere, every statement finds its rows by an index. */
@Injectable()
export class WorklistQueries {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** At most `limit` rows beyond the cursor, in the order of the list also when it looks backwards. */
  async page(scope: WorklistScope, cursor: WorklistCursor | null, limit: number): Promise<WorklistRow[]> {
    const put = new Placeholders();
    const { sort } = scope.query;
    const where = scopeSql(scope, put);
    const beyond = cursor ? `AND ${cursorSql(sort, cursor, put)}` : '';
    const order = orderSql(sort, cursor?.backwards);
    const rows = await this.dataSource.query<RawRow[]>(
      `SELECT ${COLUMNS}, ${sortKeySql(sort)} AS key, ${seenSql(scope, put)} FROM worklist w WHERE ${where} ${beyond} ORDER BY ${order} LIMIT ${put.add(limit)}`,
      put.values,
    );
    return (cursor?.backwards ? rows.reverse() : rows).map(toRow);
  }

  /** Some cases as they are now, and whether they belong to a list. */
  async changed(scope: WorklistScope, ids: readonly string[], stretch: WorklistStretch): Promise<ChangedRow[]> {
    const put = new Placeholders();
    const { sort } = scope.query;
    const chosen = put.add(ids);
    const rows = await this.dataSource.query<(RawRow & { belongs: boolean; within: boolean })[]>(
      `SELECT ${COLUMNS}, ${sortKeySql(sort)} AS key, ${seenSql(scope, put)}, (${scopeSql(scope, put)}) AS belongs, (${stretchSql(sort, stretch, put)}) AS within
       FROM worklist w WHERE w.case_id = ANY (${chosen}::uuid[])`,
      put.values,
    );
    return rows.map((row) => ({ ...toRow(row), belongs: row.belongs, within: row.within }));
  }

  /** Which cases belong to the part of a list that is shown, at most `limit`: for a screen that has missed something. */
  async within(scope: WorklistScope, stretch: WorklistStretch, limit: number): Promise<string[]> {
    const put = new Placeholders();
    const { sort } = scope.query;
    const rows = await this.dataSource.query<{ id: string }[]>(
      `SELECT w.case_id AS id FROM worklist w WHERE ${scopeSql(scope, put)} AND ${stretchSql(sort, stretch, put)} ORDER BY ${orderSql(sort)} LIMIT ${put.add(limit)}`,
      put.values,
    );
    return rows.map(({ id }) => id);
  }

  /** Exact counts of the views; `parts` is how many sums they were added up from. */
  async counts(accountId: string, now: Date): Promise<{ counts: WorklistCounts; parts: number }> {
    const [row] = await this.dataSource.query<(WorklistCounts & { parts: number })[]>(
      `SELECT coalesce(sum(delta), 0)::int AS "all",
         coalesce(sum(delta) FILTER (WHERE assignee_id = $1 AND status NOT IN ('resolved', 'closed', 'cancelled')), 0)::int AS mine,
         coalesce(sum(delta) FILTER (WHERE assignee_id IS NULL AND status = ANY ($3)), 0)::int AS untaken,
         coalesce(sum(delta) FILTER (WHERE status = 'awaiting-operator'), 0)::int AS awaiting,
         coalesce(sum(delta) FILTER (WHERE status = 'delivery-problem'), 0)::int AS problem,
         (SELECT count(*) FROM worklist WHERE due_at < $2)::int AS overdue,
         count(*)::int AS parts
       FROM case_count_deltas`,
      [accountId, now, UNTAKEN_STATUSES],
    );
    const { parts, ...counts } = row ?? { all: 0, mine: 0, untaken: 0, awaiting: 0, problem: 0, overdue: 0, parts: 0 };
    return { counts, parts };
  }

  /** Adds the counters' changes up to one row for each status and operator. Exact at every moment: one statement, no writer waits. */
  async compactCounts(): Promise<void> {
    await this.dataSource.query(
      `WITH chosen AS MATERIALIZED (SELECT pg_try_advisory_xact_lock($1) AS alone),
         gone AS (DELETE FROM case_count_deltas WHERE (SELECT alone FROM chosen) RETURNING status, assignee_id, delta)
       INSERT INTO case_count_deltas (status, assignee_id, delta)
       SELECT status, assignee_id, sum(delta) FROM gone GROUP BY 1, 2 HAVING sum(delta) <> 0`,
      [COMPACTION_LOCK],
    );
  }

  /** Compares typed words (folded) with those that occur. */
  async know(words: readonly string[]): Promise<KnownWord[]> {
    return this.dataSource.query<KnownWord[]>(
      `SELECT t.word AS typed, numnode(to_tsquery('russian', t.word)) = 0 AS "isStop",
         EXISTS (SELECT 1 FROM search_words k WHERE k.word ~>=~ t.word AND k.word ~<~ (t.word || chr(65535)) AND k.named) AS "isKnown",
         worklist_similar(t.word) AS similar
       FROM unnest($1::text[]) WITH ORDINALITY AS t (word, place) ORDER BY t.place`,
      [words],
    );
  }

  /** Cases in which the words stand, at most `limit` of them, in no order. */
  async matching(readings: readonly WordReading[], weight: '' | 'B', limit: number): Promise<string[]> {
    const put = new Placeholders();
    const match = matchSql(readings, weight, put);
    const rows = await this.dataSource.query<{ id: string }[]>(`SELECT s.case_id AS id FROM case_search s WHERE ${match} LIMIT ${put.add(limit)}`, put.values);
    return rows.map(({ id }) => id);
  }

  /** How some cases stand now, in no order. */
  async standings(ids: readonly string[]): Promise<CaseStanding[]> {
    return this.dataSource.query<CaseStanding[]>(
      'SELECT case_id AS id, number, status, route, assignee_id AS "assigneeId", version FROM worklist WHERE case_id = ANY ($1::uuid[])',
      [ids],
    );
  }

  /** The operator has looked at these versions. */
  async markSeen(accountId: string, ids: readonly string[]): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO worklist_seen (account_id, case_id, version) SELECT $1, case_id, version FROM worklist WHERE case_id = ANY ($2::uuid[])
       ON CONFLICT (account_id, case_id) DO UPDATE SET version = EXCLUDED.version WHERE worklist_seen.version <> EXCLUDED.version`,
      [accountId, ids],
    );
  }
}

function toRow({ key, ...row }: RawRow): WorklistRow {
  return { ...row, place: { key, id: row.id } };
}

function seenSql({ accountId }: WorklistScope, put: Placeholders): string {
  return `(SELECT s.version FROM worklist_seen s WHERE s.account_id = ${put.add(accountId)} AND s.case_id = w.case_id) AS "seenVersion"`;
}
