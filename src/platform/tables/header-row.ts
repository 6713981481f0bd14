import { isBlank, type TableRow } from './table-row.js';

/** Titles, dates of the export and blank lines may stand above the header. */
const LOOK_AT = 25;

/** Where the header is, and its names with line breaks and double spaces taken out. */
export interface Header {
  rowNumber: number;
  names: string[];
}

/**
 * The row that names the columns: the first with two names that `knows` recognises (with the row under it, where it only names groups of columns), else the first row wide enough that holds nothing
 * which `isData` takes for a person's data. `null` when there is none.
 */
export function findHeader(rows: readonly TableRow[], knows: (name: string) => boolean, isData: (cell: string) => boolean): Header | null {
  const candidates = rows.filter((row) => !isBlank(row)).slice(0, LOOK_AT);
  const width = Math.max(0, ...candidates.map(({ cells }) => filled(cells)));
  // A title above the table may sound like a name of a column, but stands alone.
  const known = candidates.find(({ cells }) => cells.filter((cell) => cell !== '' && knows(tidy(cell))).length >= Math.min(2, width));
  if (known) {
    const under = candidates[candidates.indexOf(known) + 1];
    return under && isSecondRow(known, under, knows, isData) ? { rowNumber: under.number, names: joined(known, under, knows) } : header(known);
  }
  const wide = candidates.find(({ cells }) => filled(cells) >= Math.max(1, width * 0.6));
  return wide && !wide.cells.some((cell) => cell !== '' && isData(cell)) ? header(wide) : null;
}

/** A row of groups («Пользователь», «Организация») stands above the one that names the columns: it leaves columns without a name, and says less. */
function isSecondRow(above: TableRow, under: TableRow, knows: (name: string) => boolean, isData: (cell: string) => boolean): boolean {
  const known = ({ cells }: TableRow): number => cells.filter((cell) => cell !== '' && knows(tidy(cell))).length;
  const fillsGaps = under.cells.some((cell, index) => cell !== '' && (above.cells[index] ?? '') === '');
  return fillsGaps && known(under) > known(above) && !under.cells.some((cell) => cell !== '' && isData(cell));
}

/** The lower name, with its group where it says nothing alone; the upper one of cells that are one in both rows. */
function joined(above: TableRow, under: TableRow, knows: (name: string) => boolean): string[] {
  let group = '';
  return Array.from({ length: Math.max(above.cells.length, under.cells.length) }, (_, index) => {
    const [upper, lower] = [tidy(above.cells[index] ?? ''), tidy(under.cells[index] ?? '')];
    group = upper || group;
    return lower === '' ? upper : knows(lower) ? lower : `${group} ${lower}`.trim();
  });
}

const filled = (cells: readonly string[]): number => cells.filter((cell) => cell !== '').length;
const tidy = (name: string): string => name.replace(/\s+/g, ' ').trim();
const header = ({ number, cells }: TableRow): Header => ({ rowNumber: number, names: cells.map(tidy) });
