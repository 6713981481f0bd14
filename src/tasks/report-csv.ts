/** Excel in a Russian Windows reads UTF-8 only behind this mark, and separates columns with semicolons. */
const BYTE_ORDER_MARK = '\uFEFF';
const SEPARATOR = ';';

/** First characters with which a spreadsheet takes a cell for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** The first line of a table, with the mark before it. */
export function csvHead(cells: readonly string[]): string {
  return BYTE_ORDER_MARK + csvLine(cells);
}

/** One line; no cell is taken for a formula. */
export function csvLine(cells: readonly (string | number)[]): string {
  return `${cells.map((value) => csvCell(String(value))).join(SEPARATOR)}\r\n`;
}

function csvCell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
