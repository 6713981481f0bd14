import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { ClockService } from '../../platform/clock.service.js';
import { DomainError } from '../../platform/domain-error.js';
import { SECRET_KEY } from '../../platform/secret-key.js';
import type { TableRow } from '../../platform/tables/table-row.js';
import type { TaskReportRow } from '../../tasks/task-record.js';
import type { TaskRun, TaskStep } from '../../tasks/task-runner.service.js';
import { TasksService } from '../../tasks/tasks.service.js';
import { snilsKey } from '../snils-hash.js';
import { AccountReader } from './account-row.js';
import { mayApplyItself } from './differences.js';
import { DirectoryImport } from './directory-import.entity.js';
import { copyAccounts, dropRepeats, type LoadedAccount, openVersion, stageVersion, tellAccountsApart, writeDifferences } from './directory-load.queries.js';
import { DirectoryUploadsService } from './directory-uploads.service.js';
import { DirectoryVersionsService } from './directory-versions.service.js';
import { openImport, portions } from './import-source.adapter.js';
import { UploadFilesAdapter } from './upload-files.adapter.js';

/** Rows of one step: committed together with the count and the place to go on. */
const PORTION = 1_000;
/** More rows than this are not taken only when the columns were named wrongly. */
const MOST_REFUSED = 50_000;
/** Further rows of which something was not understood are counted, not listed. */
const MOST_WARNINGS = 20_000;

/** Where a load goes on. */
interface Cursor {
  version: number;
  /** Last row of the file that was read; none when all were. */
  row: number | null;
  warned: number;
  refused: number;
}

/** Loads a file into a version beside the active one, compares them, and leaves the rest to a person or to the program's limits. */
@Injectable()
export class DirectoryLoadService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(SECRET_KEY) private readonly secret: string,
    private readonly uploads: DirectoryUploadsService,
    private readonly versions: DirectoryVersionsService,
    private readonly files: UploadFilesAdapter,
    private readonly tasks: TasksService,
    private readonly clock: ClockService,
  ) {}

  /** Does the task from where it is to its end. @throws DomainError that ends it as failed. */
  async go(run: TaskRun): Promise<Record<string, string | number>> {
    const record = await this.dataSource.manager.findOneBy(DirectoryImport, { taskId: run.id });
    if (record?.state !== 'loading') return { applied: 0 };
    if (run.cursor === null) await this.begin(run, record);
    if ((run.cursor as Cursor).row !== null) await this.readRows(run, record);
    const { version } = run.cursor as Cursor;
    for (let more = true; more; ) more = await this.dropRepeats(run, version);
    await this.inTransaction((manager) => tellAccountsApart(manager, version));
    await this.inTransaction((manager) => stageVersion(manager, version, this.clock.now()));
    await this.inTransaction((manager) => writeDifferences(manager, version));
    const applied = await this.finish(run, record, version);
    await this.files.remove(record.id);
    await this.versions.dropOld(version);
    return { applied: applied ? 1 : 0 };
  }

  /** After a task is over: what was cancelled or failed leaves neither file nor version. */
  async clearAway(taskId: string): Promise<void> {
    const record = await this.dataSource.manager.findOneBy(DirectoryImport, { taskId });
    if (record?.state !== 'loading') return;
    const task = await this.tasks.find(taskId);
    const cursor = (task as { cursor?: Cursor | null } | null)?.cursor ?? null;
    if (cursor) await this.versions.fail(cursor.version, task?.error ?? 'cancelled');
    await this.uploads.forget(record.id, task?.state === 'failed' ? 'failed' : 'cancelled');
  }

  private async begin(run: TaskRun, record: DirectoryImport): Promise<void> {
    await run.step(async ({ manager }) => {
      const { fileName, accountId, tokenId, headerRow, asOf } = record;
      const version = await openVersion(manager, { source: tokenId ? 'api' : 'file', fileName, createdBy: accountId, snilsKey: snilsKey(this.secret), asOf, now: this.clock.now() });
      await manager.update(DirectoryImport, { id: record.id }, { versionId: version });
      return this.step({ version, row: headerRow, warned: 0, refused: 0 });
    });
    Object.assign(record, { versionId: (run.cursor as Cursor).version });
  }

  private async readRows(run: TaskRun, record: DirectoryImport): Promise<void> {
    const source = await openImport(this.files.path(record.id), record);
    const reader = new AccountReader(record.mapping, this.secret);
    try {
      const start = (run.cursor as Cursor).row ?? 0;
      for await (const rows of portions(source.rows, start, PORTION)) {
        await run.step(async ({ manager }) => {
          const cursor = run.cursor as Cursor;
          const { accounts, report, refused, warned } = this.read(reader, rows, cursor);
          if (cursor.refused + refused > MOST_REFUSED) throw new DomainError('invalid', 'directory-too-many-refused');
          await copyAccounts(manager, cursor.version, accounts);
          const next = { ...cursor, row: rows.at(-1)?.number ?? null, warned: cursor.warned + warned, refused: cursor.refused + refused };
          const through = run.done + run.failed + rows.length;
          return this.step(next, { done: accounts.length, failed: refused, report, ...(source.estimate !== null && { total: Math.max(source.estimate, through) }) });
        });
      }
    } finally {
      source.close();
    }
    await run.step(async () => this.step({ ...(run.cursor as Cursor), row: null }, { total: run.done + run.failed }));
  }

  private read(reader: AccountReader, rows: readonly TableRow[], { warned: before }: Cursor): { accounts: LoadedAccount[]; report: TaskReportRow[]; refused: number; warned: number } {
    const accounts: LoadedAccount[] = [];
    const report: TaskReportRow[] = [];
    let refused = 0;
    let warned = 0;
    for (const row of rows) {
      const read = reader.read(row);
      const subject = String(row.number);
      if ('refused' in read) {
        refused++;
        report.push({ subject, code: read.refused, params: {} });
        continue;
      }
      accounts.push({ sourceRow: row.number, account: read.account });
      const [code] = read.warnings;
      if (code && before + ++warned <= MOST_WARNINGS && report.length < PORTION) report.push({ subject, code: `unclear-${code}`, params: {} });
    }
    return { accounts, report, refused, warned };
  }

  /** Whether there may be more. */
  private async dropRepeats(run: TaskRun, version: number): Promise<boolean> {
    let found = 0;
    await run.step(async ({ manager }) => {
      const cursor = run.cursor as Cursor;
      const repeats = await dropRepeats(manager, version, PORTION);
      found = repeats.length;
      if (cursor.refused + found > MOST_REFUSED) throw new DomainError('invalid', 'directory-too-many-refused');
      const report = repeats.map(({ sourceRow, first }) => ({ subject: String(sourceRow), code: 'repeated', params: { first } }));
      return this.step({ ...cursor, refused: cursor.refused + found }, { done: -found, failed: found, report });
    });
    return found === PORTION;
  }

  /** Hands the version over, and switches to it when the program's limits allow. */
  private async finish(run: TaskRun, record: DirectoryImport, version: number): Promise<boolean> {
    let applied = false;
    await run.step(async (tx) => {
      const cursor = run.cursor as Cursor;
      const { differences, older } = await this.versions.settle(tx, version, cursor.refused);
      await tx.manager.update(DirectoryImport, { id: record.id }, { state: 'loaded', examples: null, endedAt: this.clock.now() });
      applied = record.limits !== null && differences !== null && mayApplyItself({ differences, refused: cursor.refused, older }, record.limits);
      if (applied) await this.versions.activate(tx, version, { by: null, token: record.tokenId });
      return this.step(cursor);
    });
    return applied;
  }

  private step(cursor: Cursor, counts: Partial<TaskStep> = {}): TaskStep {
    return { cursor, ...counts };
  }

  /** Long statements run between the steps: while they do, the task stays claimed, not locked. */
  private inTransaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(work);
  }
}
