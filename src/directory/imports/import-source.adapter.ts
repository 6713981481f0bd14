import { DomainError } from '../../platform/domain-error.js';
import { jsonLines } from '../../platform/tables/json-lines.adapter.js';
import { countLines, openTable } from '../../platform/tables/table-reader.adapter.js';
import { TableRefusal } from '../../platform/tables/table-refusal.js';
import { isBlank, type TableRow } from '../../platform/tables/table-row.js';
import type { ImportRecord } from './import-record.js';

/** The rows below the header of an uploaded file. */
export interface ImportSource {
  /** About how many; `null` when that cannot be told quickly. */
  estimate: number | null;
  rows: AsyncIterable<TableRow[]>;
  close: () => void;
}

/** Opens the file of an import. @throws DomainError `directory-file-gone`, `table-…`. */
export async function openImport(path: string, { format, sheet, headerRow, columns }: ImportRecord): Promise<ImportSource> {
  try {
    if (format.kind === 'json-lines') return { estimate: await countLines(path), rows: jsonLines(path, columns), close: () => undefined };
    const table = await openTable(path);
    const last = await table.rowEstimate(sheet);
    return { estimate: last === null ? null : Math.max(0, last - headerRow), rows: table.rows(sheet), close: () => table.close() };
  } catch (error) {
    throw asDomainError(error);
  }
}

/** Rows after `rowNumber` that hold something, in portions of `size`. @throws DomainError `table-…`. */
export async function* portions(rows: AsyncIterable<TableRow[]>, rowNumber: number, size: number): AsyncGenerator<TableRow[]> {
  let portion: TableRow[] = [];
  try {
    for await (const batch of rows) {
      for (const row of batch) if (row.number > rowNumber && !isBlank(row)) portion.push(row);
      while (portion.length >= size) {
        yield portion.slice(0, size);
        portion = portion.slice(size);
      }
    }
  } catch (error) {
    throw asDomainError(error);
  }
  if (portion.length > 0) yield portion;
}

/** A refusal in the words of the service; other errors as they are. */
export function asDomainError(error: unknown): unknown {
  if (error instanceof TableRefusal) return new DomainError('invalid', `table-${error.kind}`, { params: error.params });
  return (error as { code?: string }).code === 'ENOENT' ? new DomainError('conflict', 'directory-file-gone') : error;
}
