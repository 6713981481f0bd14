import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { DomainError } from '../platform/domain-error.js';
import { insertRows } from '../platform/insert-rows.queries.js';
import type { TaskRun } from '../tasks/task-runner.service.js';
import { BatchFilesAdapter } from './batch-files.adapter.js';
import { BatchItemsQueries, type Sorted } from './batch-items.queries.js';
import { type JoinableFile, joinTable } from './batch-join.js';
import type { BatchRow } from './batch-row.js';
import { readBatchTable } from './batch-table.adapter.js';
import { BatchTablesService } from './batch-tables.service.js';
import { Batch, BatchItem } from './batch.entity.js';
import { sievedFiles, type SievedFile } from './sieved-files.adapter.js';
import { ItemTriageService } from './item-triage.service.js';
import { itemOfFile, itemOfRow } from './new-item.js';

/** Items of one step: a second or less. */
const PORTION = 250;
/** Portions that are looked up at the same time. */
const STUDIED_AT_ONCE = 3;
/** Rows of one INSERT. */
const INSERTED = 1_000;

/** First the archive is read, then the table is laid beside it, then everything is sorted. */
type SortCursor = { phase: 'read' | 'join' | 'sort'; place: number };

/** Reads what a batch brought and sorts each certificate, as a task. */
@Injectable()
export class BatchSortService {
  constructor(
    private readonly database: DataSource,
    private readonly files: BatchFilesAdapter,
    private readonly tables: BatchTablesService,
    private readonly items: BatchItemsQueries,
    private readonly triage: ItemTriageService,
  ) {}

  /** Goes on from the run's cursor. @throws DomainError `batch-file-gone`, `table-…`. */
  async go(run: TaskRun): Promise<Record<string, number>> {
    const { batchId } = run.input as { batchId: string };
    const batch = await this.database.manager.findOneBy(Batch, { id: batchId });
    if (!batch) throw new DomainError('conflict', 'batch-file-gone');
    if (at(run).phase === 'read') await this.read(run, batch);
    if (at(run).phase === 'join') await this.join(run, batch);
    await this.sort(run, batch);
    return {};
  }

  /** Deletes the files of a batch whose sorting is over, whatever became of it. */
  async clearAway(taskId: string): Promise<void> {
    const batch = await this.database.manager.findOneBy(Batch, { taskId });
    const [over] = await this.database.query<unknown[]>(`SELECT 1 FROM tasks WHERE id = $1 AND state IN ('done', 'cancelled', 'failed')`, [taskId]);
    if (batch && over) await this.files.remove(batch.id);
  }

  private async read(run: TaskRun, { id, archiveName }: Batch): Promise<void> {
    if (archiveName !== null) {
      const path = this.files.path(id, 'certificates');
      const known = await this.items.thumbprints(id);
      let portion: SievedFile[] = [];
      const save = async (): Promise<void> => {
        const { place } = at(run);
        const rows = portion.map((file, index) => this.item(id, place + index + 1, file, known));
        portion = [];
        await run.step(async ({ manager }) => {
          await insertRows(manager, BatchItem, rows);
          await manager.increment(Batch, { id }, 'size', rows.length);
          return { cursor: { phase: 'read', place: place + rows.length } satisfies SortCursor };
        });
      };
      for await (const file of sievedFiles(path, at(run).place)) {
        portion.push(file);
        if (portion.length === PORTION) await save();
      }
      if (portion.length > 0) await save();
    }
    await run.step(() => Promise.resolve({ cursor: { phase: 'join', place: at(run).place } satisfies SortCursor }));
  }

  private item(batchId: string, place: number, file: SievedFile, known: Map<string, number>): BatchItem {
    if ('refused' in file) return itemOfFile(batchId, place, file.name, file, null);
    const { thumbprint } = file.facts;
    const first = known.get(thumbprint) ?? null;
    if (first === null) known.set(thumbprint, place);
    return itemOfFile(batchId, place, file.name, { facts: file.facts, der: Buffer.from(file.der, 'base64') }, first);
  }

  /** One step: the table is laid beside the archive wholly or not at all. */
  private async join(run: TaskRun, { id, archiveName, tableName, layout, columns }: Batch): Promise<void> {
    const table = tableName === null ? null : await readBatchTable(this.files.path(id, 'table'), layout ?? (await this.tables.find(id)), columns.map(({ field }) => field));
    const files = await this.database.query<JoinableFile[]>(
      `SELECT place, file_name AS "fileName", thumbprint, person, facts->'subject'->>'surname' IS NOT NULL AS named, kind = 'repeated' AS repeated FROM batch_items WHERE batch_id = $1 ORDER BY place`,
      [id],
    );
    await run.step(async ({ manager }) => {
      if (!table) return { cursor: { phase: 'sort', place: 0 } satisfies SortCursor, total: files.length };
      const rows = archiveName === null ? table.map((row, index) => itemOfRow(id, index + 1, row, 'read', { sameAs: null, note: 'no-certificate' })) : await this.lay(manager, id, files, table);
      for (let from = 0; from < rows.length; from += INSERTED) await insertRows(manager, BatchItem, rows.slice(from, from + INSERTED));
      await manager.increment(Batch, { id }, 'size', rows.length);
      return { cursor: { phase: 'sort', place: 0 } satisfies SortCursor, total: files.length + rows.length };
    });
  }

  /** Writes each row beside its file; gives the items of the rows that have none of their own. */
  private async lay(manager: EntityManager, id: string, files: readonly JoinableFile[], table: readonly BatchRow[]): Promise<ReturnType<typeof itemOfRow>[]> {
    const { rowOf, lonely, repeated } = joinTable(files, table);
    const joined = files.map(({ place, repeated: isCopy }) => {
      const row = rowOf.get(place) ?? null;
      return { place, rowNumber: row?.number ?? null, said: row, notes: row ? row.unclear.map((field) => `unclear-${field}`) : isCopy ? [] : ['no-row'] };
    });
    await this.items.saveRows(manager, id, joined);
    return [
      ...lonely.map(({ row, note }) => ({ row, kind: 'no-file' as const, sameAs: null, note })),
      ...repeated.map(({ row, place }) => ({ row, kind: 'row-repeated' as const, sameAs: place, note: null })),
    ].map(({ row, kind, ...how }, index) => itemOfRow(id, files.length + index + 1, row, kind, how));
  }

  private async sort(run: TaskRun, { id, common }: Batch): Promise<void> {
    const ahead: { portion: BatchItem[]; study: Promise<Sorted[]> }[] = [];
    let { place } = at(run);
    for (;;) {
      // While some are saved the next ones are studied: the database and this process work at the same time.
      while (ahead.length < STUDIED_AT_ONCE) {
        const portion = await this.portion(id, place);
        if (portion.length === 0) break;
        place = portion.at(-1)?.place ?? place;
        const study = this.triage.study(portion.filter(({ kind }) => kind === 'read'), common);
        study.catch(() => undefined);
        ahead.push({ portion, study });
      }
      const next = ahead.shift();
      if (!next) return;
      await this.save(run, id, next.portion, await next.study);
    }
  }

  private save(run: TaskRun, id: string, portion: readonly BatchItem[], sorted: Sorted[]): Promise<void> {
    const failed = portion.filter(({ kind }) => kind !== 'read');
    return run.step(async ({ manager }) => {
      await this.items.saveSorted(manager, id, sorted);
      const report = failed.map(({ place: subject, kind, refusal, sameAs }) => ({ subject: String(subject), code: refusal ? `refused-${refusal}` : kind, params: { place: sameAs ?? 0 } }));
      return { cursor: { phase: 'sort', place: portion.at(-1)?.place ?? 0 } satisfies SortCursor, done: sorted.length, failed: failed.length, report };
    });
  }

  private portion(id: string, after: number): Promise<BatchItem[]> {
    return this.database.manager.createQueryBuilder(BatchItem, 'i').where('i.batchId = :id AND i.place > :after', { id, after }).orderBy('i.place').limit(PORTION).getMany();
  }
}

function at({ cursor }: TaskRun): SortCursor {
  return (cursor as SortCursor | null) ?? { phase: 'read', place: 0 };
}
