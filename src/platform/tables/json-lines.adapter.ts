import { textOf } from './csv-rows.adapter.js';
import { TableRefusal } from './table-refusal.js';
import { MAX_CELL, type TableRow } from './table-row.js';

const BATCH = 500;
const MAX_LINE = 1_000_000;

/**
 * Rows of a file with one JSON object a line: the values of `names` in their order, lists joined with `; `. A line that is no object is a broken row.
 * @throws TableRefusal `long-record`.
 */
export async function* jsonLines(path: string, names: readonly string[]): AsyncGenerator<TableRow[]> {
  let rest = '';
  let number = 0;
  for await (const text of textOf(path, 'utf-8')) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > MAX_LINE) throw new TableRefusal('long-record', { row: number + lines.length + 1 });
    const rows = lines.map((line) => asRow(line, ++number, names));
    for (let from = 0; from < rows.length; from += BATCH) yield rows.slice(from, from + BATCH);
  }
  if (rest.trim()) yield [asRow(rest, ++number, names)];
}

function asRow(line: string, number: number, names: readonly string[]): TableRow {
  if (!line.trim()) return { number, cells: [] };
  try {
    const value = JSON.parse(line) as unknown;
    if (value && typeof value === 'object' && !Array.isArray(value)) return { number, cells: names.map((name) => asCell((value as Record<string, unknown>)[name])) };
  } catch {
    // Said of the row below.
  }
  return { number, cells: [], broken: true };
}

function asCell(value: unknown): string {
  if (Array.isArray(value)) return value.map(asCell).filter(Boolean).join('; ');
  if (typeof value === 'string') return value.trim().slice(0, MAX_CELL);
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
