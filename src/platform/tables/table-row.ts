/** One row as people see it in a spreadsheet program. */
export interface TableRow {
  /** 1-based, as the spreadsheet program numbers it. */
  number: number;
  /** Text of each cell, trimmed; dates as `2027-05-31` or `2027-05-31T09:00:00`. */
  cells: string[];
  /** The row could not be read at all (JSON lines only). */
  broken?: boolean;
}

/** More columns than this are refused: no list of people is that wide, and memory has to stay bounded. */
export const MAX_COLUMNS = 500;

/** Excel's own limit of characters in a cell; what is longer is cut. */
export const MAX_CELL = 32_767;

/** Whether nothing stands in the row. */
export function isBlank({ cells, broken }: TableRow): boolean {
  return !broken && cells.every((cell) => cell === '');
}
