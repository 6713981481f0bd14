import { DomainError } from '../platform/domain-error.js';
import { findHeader, type Header } from '../platform/tables/header-row.js';
import { openTable, type TableFile } from '../platform/tables/table-reader.adapter.js';
import { TableRefusal } from '../platform/tables/table-refusal.js';
import { isBlank } from '../platform/tables/table-row.js';
import { isPersonData } from '../directory/imports/column-content.js';
import { MOST_ITEMS } from './batch-archive.adapter.js';
import { batchColumns, type BatchColumns, batchField, canBeJoined } from './batch-columns.js';
import { type BatchRow, readRow } from './batch-row.js';

const SAMPLE = 50;

/** A table of failed imports: its columns as they were understood, and its rows. */
export interface BatchTable {
  headers: string[];
  columns: BatchColumns;
  rows: BatchRow[];
}

/** Reads the first sheet with a header. @throws DomainError `table-…`, `batch-table-columns`, `batch-table-too-many`, `batch-file-gone`. */
export async function readBatchTable(path: string): Promise<BatchTable> {
  let table: TableFile | null = null;
  try {
    table = await openTable(path);
    const { sheet, header } = await layoutOf(table);
    const columns = batchColumns(header.names);
    if (!canBeJoined(columns)) throw refusal('batch-table-columns');
    const rows: BatchRow[] = [];
    for await (const portion of table.rows(sheet)) {
      for (const row of portion) if (row.number > header.rowNumber && !isBlank(row)) rows.push(readRow(row.number, row.cells, columns));
      if (rows.length > MOST_ITEMS) throw refusal('batch-table-too-many');
    }
    if (rows.length === 0) throw new TableRefusal('empty');
    return { headers: header.names, columns, rows };
  } catch (error) {
    if (error instanceof TableRefusal) throw new DomainError('invalid', `table-${error.kind}`, { params: error.params });
    throw (error as { code?: string }).code === 'ENOENT' ? new DomainError('conflict', 'batch-file-gone') : error;
  } finally {
    table?.close();
  }
}

async function layoutOf(table: TableFile): Promise<{ sheet: string; header: Header }> {
  for (const sheet of table.sheets) {
    const header = findHeader(await table.firstRows(sheet, SAMPLE), (name) => batchField(name) !== null, isPersonData);
    if (header) return { sheet, header };
  }
  throw new TableRefusal('no-header');
}

const refusal = (code: string): DomainError => new DomainError('invalid', code, { faults: [{ path: 'table', code }] });
