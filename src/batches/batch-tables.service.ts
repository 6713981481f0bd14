import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';
import { headerFingerprint } from '../columns/header-name.js';
import { DomainError, type InputFault } from '../platform/domain-error.js';
import { type BatchColumns, type BatchField, checkBatchColumns, columnsByHeader } from './batch-columns.js';
import { BatchFilesAdapter } from './batch-files.adapter.js';
import { lookIntoTable } from './batch-table.adapter.js';
import { type Batch, BatchMapping } from './batch.entity.js';

const LONGEST_NAME = 200;

/** A table as a batch keeps it. */
type KeptTable = Pick<Batch, 'layout' | 'columns'>;

/** What the columns of batches' tables are: proposed to a person, or decided at once for a program. */
@Injectable()
export class BatchTablesService {
  constructor(
    @InjectRepository(BatchMapping) private readonly mappings: Repository<BatchMapping>,
    private readonly files: BatchFilesAdapter,
  ) {}

  /** Proposes what a person confirmed for a table with these headers, else by headers and content. @throws DomainError `table-…`, `batch-table-too-many`. */
  async propose(id: string, sheet: string | null): Promise<KeptTable> {
    const { layout, headers, proposed } = await lookIntoTable(this.files.path(id, 'table'), sheet);
    const columns = named(headers, proposed);
    const known = await this.mappings.findOneBy({ fingerprint: fingerprintOf(columns) });
    return { layout: { ...layout, remembered: known !== null }, columns: known ? named(headers, known.mapping) : columns };
  }

  /**
   * Decides by the headers alone, and by what a program says of them. @throws DomainError `table-…`, `batch-table-too-many`,
   * `batch-table-columns` with a fault for each header that is not there and each field taken twice.
   */
  async decide(id: string, said: Readonly<Record<string, BatchField | null>>): Promise<KeptTable> {
    const { layout, headers } = await lookIntoTable(this.files.path(id, 'table'), null);
    const { columns, unknown } = columnsByHeader(headers, said);
    const twice = checkBatchColumns(columns).map((fault) => ({ ...fault, path: fault.path.replace(/^column-(\d+)$/, (_, index: string) => `columns.${headers[Number(index)] ?? ''}`) }));
    refuse([...unknown.map((header) => ({ path: `columns.${header.slice(0, LONGEST_NAME)}`, code: 'mapping-no-header' })), ...twice], headers);
    return { layout: { ...layout, examples: [] }, columns: named(headers, columns) };
  }

  /** What a table that was joined before its layout was kept is taken for. */
  async find(id: string): Promise<NonNullable<Batch['layout']>> {
    return (await lookIntoTable(this.files.path(id, 'table'), null)).layout;
  }

  /** The columns as a person chose them; remembered for the next table with these headers. @throws DomainError `batch-table-columns`. */
  async confirm(manager: EntityManager, { columns }: KeptTable, chosen: BatchColumns, now: Date): Promise<Batch['columns']> {
    const mapping = columns.map((_, index) => chosen[index] ?? null);
    const headers = columns.map(({ header }) => header);
    refuse(checkBatchColumns(mapping), headers);
    await manager.upsert(BatchMapping, { fingerprint: fingerprintOf(columns), mapping, confirmedAt: now }, ['fingerprint']);
    return named(headers, mapping);
  }
}

function named(headers: readonly string[], fields: BatchColumns): Batch['columns'] {
  return headers.map((header, index) => ({ header: header.slice(0, LONGEST_NAME), field: fields[index] ?? null }));
}

function refuse(faults: InputFault[], headers: readonly string[]): void {
  if (faults.length > 0) throw new DomainError('invalid', 'batch-table-columns', { faults, params: { headers: headers.filter(Boolean).map((header) => `«${header.slice(0, 60)}»`).join(', ').slice(0, 1000) } });
}

const fingerprintOf = (columns: Batch['columns']): Buffer => headerFingerprint(columns.map(({ header }) => header));
