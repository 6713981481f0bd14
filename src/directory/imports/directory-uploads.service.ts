import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { type Actor, assertCan } from '../../accounts/policy.js';
import { headerFingerprint } from '../../columns/header-name.js';
import { proposeMapping } from '../../columns/proposed-mapping.js';
import { columnExamples, firstLayout, sheetLayout } from '../../columns/sheet-layout.js';
import { ClockService } from '../../platform/clock.service.js';
import { DomainError, type InputFault } from '../../platform/domain-error.js';
import { openTable, type TableFile } from '../../platform/tables/table-reader.adapter.js';
import { TransactionsService, type Tx } from '../../platform/transactions.service.js';
import { TasksService } from '../../tasks/tasks.service.js';
import { fieldByName, IMPORT_COLUMNS } from './column-names.js';
import type { ApplyLimits } from './differences.js';
import { DirectoryImport, RememberedMapping } from './directory-import.entity.js';
import { exportMoment } from './export-moment.js';
import { FORGET_UPLOAD, LOAD_DIRECTORY } from './directory-import.jobs.js';
import { checkMapping, type ColumnMapping, IMPORT_FIELDS, isImportField } from './import-fields.js';
import type { ImportRecord } from './import-record.js';
import { asDomainError } from './import-source.adapter.js';
import { UploadFilesAdapter } from './upload-files.adapter.js';

/** Kind of the task that loads a file. */
export const LOAD_TASK = 'directory-import';
/** An uploaded file is kept so long for somebody to say what its columns are. */
const KEEP_MS = 24 * 3_600_000;
/** Rows looked at for a proposal. */
const SAMPLE = 300;

/** A file that comes in, as a stream. */
export interface IncomingFile {
  name: string;
  bytes: AsyncIterable<Buffer>;
}

type Layout = Pick<DirectoryImport, 'sheet' | 'headerRow' | 'columns' | 'examples' | 'mapping' | 'remembered'>;

/** Files of users from their arrival to the start of their load. */
@Injectable()
export class DirectoryUploadsService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly files: UploadFilesAdapter,
    private readonly transactions: TransactionsService,
    private readonly tasks: TasksService,
    private readonly clock: ClockService,
  ) {}

  /**
   * Takes a file and proposes what its columns are; gives the import's id.
   * @throws DomainError `table-…` when it cannot be read as a table.
   */
  async receive(actor: Actor, file: IncomingFile): Promise<string> {
    assertCan(actor, 'manage', 'directory');
    return this.keep(file, async (path) => {
      const table = await openTable(path);
      try {
        const layout = await firstLayout(table.sheets, (sheet) => this.layout(table, sheet));
        return { row: { ...layout, format: { ...table.format, sheets: table.sheets }, state: 'mapping' as const, accountId: actor.accountId } };
      } finally {
        table.close();
      }
    });
  }

  /**
   * Takes a file with fixed column names from a program and starts to load it.
   * @throws DomainError `table-…`, `directory-columns` when names are not known or obligatory ones are missing.
   */
  async receiveFixed(tokenId: string, file: IncomingFile, format: 'csv' | 'json-lines', { limits, exported }: { limits: ApplyLimits | null; exported: string }): Promise<string> {
    const asOf = this.momentOf(exported).moment;
    return this.keep(file, async (path) => {
      const layout = format === 'csv' ? await fixedLayout(path) : { columns: [...IMPORT_FIELDS], headerRow: 0, format: { kind: 'json-lines' as const, sheets: [''] } };
      const mapping = layout.columns.map((name) => (isImportField(name) ? name : null));
      return { row: { ...layout, mapping, sheet: '', examples: null, remembered: false, state: 'loading' as const, tokenId, limits, asOf }, start: true };
    });
  }

  /** @throws DomainError `directory-import-not-found`. */
  async get(id: string): Promise<ImportRecord> {
    const record = await this.dataSource.manager.findOneBy(DirectoryImport, { id });
    if (!record) throw new DomainError('not-found', 'directory-import-not-found');
    return record;
  }

  /** The newest first. */
  recent(limit: number): Promise<ImportRecord[]> {
    return this.dataSource.manager.find(DirectoryImport, { order: { createdAt: 'DESC' }, take: limit });
  }

  /** Looks at another sheet of the workbook. @throws DomainError `table-…`, `directory-import-over`. */
  async chooseSheet(actor: Actor, id: string, sheet: string): Promise<void> {
    assertCan(actor, 'manage', 'directory');
    const record = await this.waiting(id);
    try {
      const table = await openTable(this.files.path(record.id));
      try {
        const layout = await this.layout(table, sheet);
        await this.dataSource.manager.update(DirectoryImport, { id, state: 'mapping' }, layout);
      } finally {
        table.close();
      }
    } catch (error) {
      throw asDomainError(error);
    }
  }

  /**
   * Says what the columns are and when the file was `exported` (empty: now), and starts to load; the columns are remembered for the next file with these.
   * @throws DomainError `directory-mapping` with a fault for each thing that is wrong, `directory-import-over`.
   */
  async confirm(actor: Actor, id: string, mapping: ColumnMapping, exported = ''): Promise<void> {
    assertCan(actor, 'manage', 'directory');
    const record = await this.waiting(id);
    const chosen = record.columns.map((_, index) => mapping[index] ?? null);
    const { moment, faults: undated } = this.momentOf(exported);
    const wrong = checkMapping(chosen);
    if (wrong.length > 0 || undated.length > 0) {
      const faults = wrong.map<InputFault>((fault) => ({ path: fault.code === 'twice' ? `column-${chosen.lastIndexOf(fault.field)}` : 'columns', code: `mapping-${fault.code}`, ...('field' in fault && { params: { field: fault.field } }) }));
      throw new DomainError('invalid', 'directory-mapping', { faults: [...faults, ...undated] });
    }
    await this.transactions.run(async (tx) => {
      const { affected } = await tx.manager.update(DirectoryImport, { id, state: 'mapping' }, { mapping: chosen, state: 'loading', asOf: moment });
      if (affected !== 1) throw new DomainError('conflict', 'directory-import-over');
      await tx.manager.upsert(RememberedMapping, { fingerprint: headerFingerprint(record.columns), mapping: chosen, confirmedAt: this.clock.now() }, ['fingerprint']);
      await this.start(tx, { id, accountId: actor.accountId, fileName: record.fileName });
    });
  }

  /** Gives a file up that was not loaded yet. */
  async discard(actor: Actor, id: string): Promise<void> {
    assertCan(actor, 'manage', 'directory');
    await this.waiting(id);
    await this.forget(id, 'discarded');
  }

  /** Ends an import that came to nothing and deletes its file; one that is being loaded is only ended by what became of its task. */
  async forget(id: string, outcome: 'timed-out' | 'discarded' | 'cancelled' | 'failed'): Promise<void> {
    const from = outcome === 'timed-out' || outcome === 'discarded' ? 'mapping' : 'loading';
    const { affected } = await this.dataSource.manager.update(DirectoryImport, { id, state: from }, { state: 'ended', outcome, examples: null, endedAt: this.clock.now() });
    const left = affected !== 1 && (await this.dataSource.manager.existsBy(DirectoryImport, { id, state: 'loading' }));
    if (!left) await this.files.remove(id);
  }

  private momentOf(exported: string): { moment: Date | null; faults: InputFault[] } {
    const moment = exportMoment(exported, this.clock.now());
    return { moment, faults: moment ? [] : [{ path: 'asOf', code: 'export-day' }] };
  }

  private async waiting(id: string): Promise<DirectoryImport> {
    const record = await this.dataSource.manager.findOneBy(DirectoryImport, { id });
    if (!record) throw new DomainError('not-found', 'directory-import-not-found');
    if (record.state !== 'mapping') throw new DomainError('conflict', 'directory-import-over');
    return record;
  }

  private async keep(file: IncomingFile, look: (path: string) => Promise<{ row: Omit<Partial<DirectoryImport>, 'id'>; start?: boolean }>): Promise<string> {
    const id = randomUUID();
    try {
      const fileSize = await this.files.save(id, file.bytes);
      const { row, start } = await look(this.files.path(id));
      const now = this.clock.now();
      const fileName = tidyName(file.name);
      await this.transactions.run(async (tx) => {
        await tx.manager.insert(DirectoryImport, { ...row, id, fileName, fileSize, createdAt: now });
        if (start) await this.start(tx, { id, accountId: null, fileName });
        tx.enqueue(FORGET_UPLOAD, { importId: id }, new Date(now.getTime() + KEEP_MS));
      });
      return id;
    } catch (error) {
      await this.files.remove(id);
      throw asDomainError(error);
    }
  }

  private async start(tx: Tx, { id, accountId, fileName }: Pick<DirectoryImport, 'id' | 'accountId' | 'fileName'>): Promise<void> {
    const taskId = await this.tasks.start(tx, { kind: LOAD_TASK, accountId, input: { importId: id }, words: { file: fileName } });
    await tx.manager.update(DirectoryImport, { id }, { taskId });
    tx.enqueue(LOAD_DIRECTORY, { taskId });
  }

  private async layout(table: TableFile, sheet: string): Promise<Layout> {
    const layout = sheetLayout(await table.firstRows(sheet, SAMPLE), (name) => fieldByName(name) !== null);
    const { headerRow, columns, below } = layout;
    const known = await this.dataSource.manager.findOneBy(RememberedMapping, { fingerprint: headerFingerprint(columns) });
    const mapping = known?.mapping ?? proposeMapping(columns, below, IMPORT_COLUMNS);
    return { sheet, headerRow, columns, mapping, remembered: known !== null, examples: columnExamples(layout, mapping) };
  }
}

async function fixedLayout(path: string): Promise<Pick<DirectoryImport, 'columns' | 'headerRow' | 'format'>> {
  const table = await openTable(path);
  try {
    if (table.format.kind !== 'csv') throw new DomainError('unsupported', 'directory-media-type');
    const [first] = await table.firstRows('', 1);
    const columns = first?.cells ?? [];
    const faults = [
      ...columns.filter((name) => !isImportField(name)).map((name) => ({ path: name.slice(0, 60), code: 'mapping-unknown' })),
      ...checkMapping(columns.map((name) => (isImportField(name) ? name : null))).map((fault) => ({ path: 'field' in fault ? fault.field : '', code: `mapping-${fault.code}` })),
    ];
    if (faults.length > 0) throw new DomainError('invalid', 'directory-columns', { faults });
    return { columns, headerRow: first?.number ?? 1, format: { ...table.format, sheets: [''] } };
  } finally {
    table.close();
  }
}

/** The name alone, without a path that some browsers add. */
function tidyName(name: string): string {
  return (name.split(/[\\/]/).at(-1) ?? '').replace(/\p{Cc}/gu, '').trim().slice(0, 120) || 'без имени';
}
