import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { CaseDecision } from '../cases/case-decision.js';
import { CATEGORIES, type FactPath, type Verdict } from '../triage/verdict.js';
import { type AnswerableKind, WHAT_MAY_HELP } from './batch-answers.js';
import type { BatchKind } from './batch-kind.js';
import type { BatchRow, CommonAnswers } from './batch-row.js';
import type { GroupedItem } from './letter-groups.js';
import type { LettersOutlook } from './making-form.js';
import { BatchItem } from './batch.entity.js';

/** An item without its certificate's bytes. */
export type ItemRow = Omit<BatchItem, 'der'>;

/** How many items are of a kind, how many of those have a case, and of how many one can be made. */
export interface KindCount {
  kind: BatchKind;
  count: number;
  made: number;
  open: number;
}

/** What sorting found for one item. */
export interface Sorted {
  place: number;
  kind: BatchKind;
  verdict: Verdict;
  notes: string[];
  answered: CommonAnswers | null;
}

/** An item that can be answered for: triage asks about it, or left it to a person. */
export interface OpenItem {
  place: number;
  kind: AnswerableKind;
  missing: FactPath[];
}

/** What joining the table found for one item. */
export interface WithRow {
  place: number;
  rowNumber: number | null;
  said: object | null;
  notes: string[];
}

/** Items of batches: counted, paged, and changed many at once. */
@Injectable()
export class BatchItemsQueries {
  constructor(private readonly database: DataSource) {}

  counts(batchId: string): Promise<KindCount[]> {
    return this.database.query(
      `SELECT kind, count(*)::integer AS count, count(case_number)::integer AS made, (count(*) FILTER (WHERE case_number IS NULL AND der IS NOT NULL))::integer AS open
       FROM batch_items WHERE batch_id = $1 GROUP BY kind`, [batchId]);
  }

  /** Items after a place, all or of one kind. */
  page(batchId: string, kind: BatchKind | null, after: number, limit: number): Promise<ItemRow[]> {
    const query = this.database.manager
      .createQueryBuilder(BatchItem, 'i')
      .select(['i.batchId', 'i.place', 'i.kind', 'i.fileName', 'i.rowNumber', 'i.thumbprint', 'i.facts', 'i.said', 'i.answered', 'i.person', 'i.organization', 'i.refusal', 'i.sameAs', 'i.notes', 'i.verdict', 'i.decision', 'i.caseId', 'i.caseNumber'])
      .where('i.batchId = :batchId AND i.place > :after', { batchId, after })
      .orderBy('i.place')
      .limit(limit);
    if (kind) query.andWhere('i.kind = :kind', { kind });
    return query.getMany();
  }

  /** Those of the places (`null`: all of the kind) of which a case can be made and was not yet, in order. */
  async makeable(batchId: string, kind: BatchKind | null, places: readonly number[] | null): Promise<number[]> {
    const rows = await this.database.query<{ place: number }[]>(
      `SELECT place FROM batch_items WHERE batch_id = $1 AND case_number IS NULL AND der IS NOT NULL AND kind = ANY($2) AND ($3::integer[] IS NULL OR place = ANY($3)) ORDER BY place`,
      [batchId, kind ? [kind].filter((each) => CATEGORIES.some((category) => category === each)) : CATEGORIES, places],
    );
    return rows.map(({ place }) => place);
  }

  /** Ids of the cases that were made of the items. */
  async caseIds(batchId: string): Promise<string[]> {
    const rows = await this.database.query<{ id: string }[]>('SELECT case_id AS id FROM batch_items WHERE batch_id = $1 AND case_id IS NOT NULL', [batchId]);
    return rows.map(({ id }) => id);
  }

  /** Items that can be answered for and of which no case was made, in order: at the places, or all; of those that ask the same, or of all. */
  open(batchId: string, kinds: readonly AnswerableKind[], places: readonly number[] | null, missing: readonly string[] | null): Promise<OpenItem[]> {
    return this.database.query(
      `SELECT place, kind, CASE kind WHEN 'undecided' THEN verdict -> 'missing' ELSE $5::jsonb END AS missing FROM batch_items WHERE batch_id = $1 AND kind = ANY($2)
         AND case_number IS NULL AND ($3::integer[] IS NULL OR place = ANY($3)) AND ($4::jsonb IS NULL OR verdict -> 'missing' = $4) ORDER BY place`,
      [batchId, kinds, places, missing && JSON.stringify(missing), JSON.stringify(WHAT_MAY_HELP)],
    );
  }

  /** Writes a decision into those of the places of which no case was made; gives how many. */
  async decide(batchId: string, places: readonly number[], decision: CaseDecision): Promise<number> {
    const [, count] = await this.database.query<[unknown, number]>('UPDATE batch_items SET kind = $3, decision = $4 WHERE batch_id = $1 AND place = ANY($2) AND case_number IS NULL', [
      batchId,
      places,
      decision.category,
      JSON.stringify(decision),
    ]);
    return count;
  }

  /** For whom the letters of some items would speak, in order. */
  async organizations(batchId: string, places: readonly number[]): Promise<GroupedItem[]> {
    const query = `SELECT place, jsonb_build_object('organization', said -> 'organization') AS said, jsonb_build_object('innLegal', facts -> 'subject' -> 'innLegal') AS subject
       FROM batch_items WHERE batch_id = $1 AND place = ANY($2) ORDER BY place`;
    const rows = await this.database.query<{ place: number; said: { organization: BatchRow['organization'] | null }; subject: GroupedItem['subject'] }[]>(query, [batchId, places]);
    return rows.map(({ place, said: { organization }, subject }) => ({ place, subject, said: organization && { organization } }));
  }

  /** What the letters of some items need and have. */
  async outlook(batchId: string, places: readonly number[]): Promise<LettersOutlook> {
    const query = `SELECT count(*)::integer AS letters, count(DISTINCT coalesce(said #>> '{organization,inn}', facts #>> '{subject,innLegal}', ''))::integer AS organizations,
         count(said #>> '{organization,headPosition}')::integer AS "headPosition", count(said #>> '{organization,headName}')::integer AS "headName",
         (count(*) FILTER (WHERE said ->> 'sameRolesAs' IS NOT NULL OR jsonb_array_length(coalesce(said -> 'roles', '[]')) > 0))::integer AS roles
       FROM batch_items WHERE batch_id = $1 AND place = ANY($2) AND coalesce(decision ->> 'route', verdict ->> 'route') IN ('letter-email', 'letter-edms')`;
    const [found] = await this.database.query<[LettersOutlook]>(query, [batchId, places]);
    return found;
  }

  /** Places of certificates by thumbprint, the first of each. */
  async thumbprints(batchId: string): Promise<Map<string, number>> {
    const rows = await this.database.query<{ thumbprint: string; place: number }[]>('SELECT thumbprint, min(place) AS place FROM batch_items WHERE batch_id = $1 AND thumbprint IS NOT NULL GROUP BY 1', [batchId]);
    return new Map(rows.map(({ thumbprint, place }) => [thumbprint, place]));
  }

  async saveSorted(manager: EntityManager, batchId: string, sorted: readonly Sorted[]): Promise<void> {
    await manager.query(
      `UPDATE batch_items i SET kind = s.kind, verdict = s.verdict, notes = s.notes, answered = s.answered, decision = NULL
       FROM jsonb_to_recordset($2::jsonb) AS s (place integer, kind text, verdict jsonb, notes jsonb, answered jsonb) WHERE i.batch_id = $1 AND i.place = s.place`,
      [batchId, JSON.stringify(sorted)],
    );
  }

  async saveRows(manager: EntityManager, batchId: string, rows: readonly WithRow[]): Promise<void> {
    await manager.query(
      `UPDATE batch_items i SET row_number = s."rowNumber", said = s.said, notes = i.notes || s.notes
       FROM jsonb_to_recordset($2::jsonb) AS s (place integer, "rowNumber" integer, said jsonb, notes jsonb) WHERE i.batch_id = $1 AND i.place = s.place`,
      [batchId, JSON.stringify(rows)],
    );
  }
}
