import { findHeader } from '../platform/tables/header-row.js';
import { TableRefusal } from '../platform/tables/table-refusal.js';
import type { TableRow } from '../platform/tables/table-row.js';
import { isPersonData, maskSnils } from './column-content.js';

const EXAMPLES = 3;
const LONGEST_EXAMPLE = 80;

/** Where on a sheet the data are. */
export interface SheetLayout {
  /** 1-based number of the row that names the columns. */
  headerRow: number;
  /** Their names; empty where cells stand under no name. */
  columns: string[];
  /** The first rows of data. */
  below: string[][];
}

/** Finds the columns by the first rows of a sheet; `knows`: whether a header says something. @throws TableRefusal `empty`, `no-header`. */
export function sheetLayout(rows: readonly TableRow[], knows: (header: string) => boolean): SheetLayout {
  if (rows.length === 0) throw new TableRefusal('empty');
  const header = findHeader(rows, knows, isPersonData);
  if (!header) throw new TableRefusal('no-header');
  const below = rows.filter(({ number }) => number > header.rowNumber).map(({ cells }) => cells);
  if (below.length === 0) throw new TableRefusal('empty');
  return { headerRow: header.rowNumber, columns: named(header.names, below), below };
}

/** The layout of the first sheet that has one. @throws TableRefusal why the last has none. */
export async function firstLayout<Layout>(sheets: readonly string[], look: (sheet: string) => Promise<Layout>): Promise<Layout> {
  for (const [index, sheet] of sheets.entries()) {
    try {
      return await look(sheet);
    } catch (error) {
      const skippable = error instanceof TableRefusal && (error.kind === 'no-header' || error.kind === 'empty');
      if (!skippable || index === sheets.length - 1) throw error;
    }
  }
  throw new TableRefusal('empty');
}

/** A few cells of each column to be shown, СНИЛС masked. */
export function columnExamples({ columns, below }: SheetLayout, mapping: readonly (string | null)[]): string[][] {
  return columns.map((_, index) => {
    const cells = new Set(below.map((row) => row[index] ?? '').filter(Boolean));
    return [...cells].slice(0, EXAMPLES).map((cell) => maskSnils(cell, mapping[index] === 'snils').slice(0, LONGEST_EXAMPLE));
  });
}

/** Cells may stand to the right of the last name. */
function named(names: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const width = rows.reduce((most, cells) => Math.max(most, cells.length), names.length);
  const all = Array.from({ length: width }, (_, index) => names[index] ?? '');
  while (all.length > 0 && all.at(-1) === '' && rows.every((cells) => (cells[all.length - 1] ?? '') === '')) all.pop();
  return all;
}
