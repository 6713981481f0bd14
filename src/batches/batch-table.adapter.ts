import { proposeMapping } from '../columns/proposed-mapping.js';
import { columnExamples, firstLayout, sheetLayout } from '../columns/sheet-layout.js';
import { DomainError } from '../platform/domain-error.js';
import { openTable, type TableFile } from '../platform/tables/table-reader.adapter.js';
import { TableRefusal } from '../platform/tables/table-refusal.js';
import { isBlank, type TableRow } from '../platform/tables/table-row.js';
import { MOST_ITEMS } from './batch-archive.adapter.js';
import { BATCH_COLUMNS, type BatchColumns, batchField } from './batch-columns.js';
import { type BatchRow, readRow } from './batch-row.js';
import type { BatchLayout } from './batch-layout.js';

/** Rows looked at for a proposal. */
const SAMPLE = 300;

/** A table as it lies there: where its data are, its headers, and what is proposed to take from each column. */
export interface LookedTable {
  layout: BatchLayout;
  headers: string[];
  proposed: BatchColumns;
}

/** Looks into a sheet, the first with a header when none is named. @throws DomainError `table-…`, `batch-table-too-many`, `batch-file-gone`. */
export function lookIntoTable(path: string, sheet: string | null): Promise<LookedTable> {
  return withTable(path, async (table) => {
    const looked = sheet === null ? await firstLayout(table.sheets, (each) => lookAt(table, each)) : await lookAt(table, sheet);
    for await (const row of rowsBelow(table, looked.layout)) if (!isBlank(row)) looked.layout.rows += 1;
    if (looked.layout.rows > MOST_ITEMS) throw new DomainError('invalid', 'batch-table-too-many', { faults: [{ path: 'table', code: 'batch-table-too-many' }] });
    return looked;
  });
}

/** Reads the rows by what the columns are. @throws DomainError `table-…`, `batch-file-gone`. */
export function readBatchTable(path: string, layout: BatchLayout, columns: BatchColumns): Promise<BatchRow[]> {
  return withTable(path, async (table) => {
    const rows: BatchRow[] = [];
    for await (const row of rowsBelow(table, layout)) if (!isBlank(row)) rows.push(readRow(row.number, row.cells, columns));
    return rows;
  });
}

async function lookAt(table: TableFile, sheet: string): Promise<LookedTable> {
  const found = sheetLayout(await table.firstRows(sheet, SAMPLE), (name) => batchField(name) !== null);
  const proposed = proposeMapping(found.columns, found.below, BATCH_COLUMNS);
  return { layout: { sheet, sheets: table.sheets, headerRow: found.headerRow, examples: columnExamples(found, proposed), rows: 0, remembered: false }, headers: found.columns, proposed };
}

async function* rowsBelow(table: TableFile, { sheet, headerRow }: BatchLayout): AsyncGenerator<TableRow> {
  for await (const portion of table.rows(sheet)) for (const row of portion) if (row.number > headerRow) yield row;
}

async function withTable<Value>(path: string, work: (table: TableFile) => Promise<Value>): Promise<Value> {
  let table: TableFile | null = null;
  try {
    table = await openTable(path);
    return await work(table);
  } catch (error) {
    if (error instanceof TableRefusal) throw new DomainError('invalid', `table-${error.kind}`, { params: error.params });
    throw (error as { code?: string }).code === 'ENOENT' ? new DomainError('conflict', 'batch-file-gone') : error;
  } finally {
    table?.close();
  }
}
