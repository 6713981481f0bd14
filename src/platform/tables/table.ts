/** What a column holds; decides how its cells are written. */
export type ColumnKind = 'text' | 'number' | 'date' | 'date-time';

/** One column. The header is in the reader's language and given by the caller. */
export interface TableColumn {
  header: string;
  kind: ColumnKind;
  /** In characters; used where the format knows widths. */
  width?: number;
}

/** `null` is an empty cell. A `Date` is an instant; it is shown in Tyumen time. */
export type TableCell = string | number | Date | null;

/** Rows under headers, for a spreadsheet. Rows may come from a database while the file is being sent. */
export interface Table {
  /** Name of the sheet, at most 31 characters. */
  name: string;
  columns: readonly TableColumn[];
  rows: Iterable<readonly TableCell[]> | AsyncIterable<readonly TableCell[]>;
}

/** Formats a table can be written in. */
export type TableFormat = 'xlsx' | 'csv';

/** The format somebody asked for by name, `null` if there is none such. */
export function tableFormat(name: unknown): TableFormat | null {
  return name === 'xlsx' || name === 'csv' ? name : null;
}
