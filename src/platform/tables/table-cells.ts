import type { ColumnKind, TableCell } from './table.js';

/** Tyumen has had UTC+5 all year round since 2014. */
const TYUMEN_OFFSET_MS = 5 * 3_600_000;
/** No cell of a spreadsheet takes more characters. */
const LONGEST_TEXT = 32_767;
/** What makes a spreadsheet read a cell as a formula, also behind blanks and in full-width letters (OWASP, «CSV injection»). */
const BEGINS_A_FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/;
/** Control characters, most of which XML 1.0 cannot hold. */
const NOT_XML = /(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu;

/** Number format of a column in XLSX; text is marked as text, so that it stays text also after somebody edits the cell. */
export const XLSX_FORMATS: Readonly<Record<ColumnKind, string>> = {
  text: '@',
  number: 'General',
  date: 'dd.mm.yyyy',
  'date-time': 'dd.mm.yyyy hh:mm',
};

/** A cell as XLSX takes it. Spreadsheets know no time zones: the clock of Tyumen is written as if it were UTC. */
export function xlsxCell(value: TableCell): string | number | Date | null {
  if (value instanceof Date) return new Date(value.getTime() + TYUMEN_OFFSET_MS);
  return typeof value === 'string' ? value.replace(NOT_XML, '').slice(0, LONGEST_TEXT) : value;
}

/**
 * A cell as CSV takes it. Text that a spreadsheet would calculate gets an apostrophe in front; numbers have a decimal comma,
 * because a Russian spreadsheet reads «1.5» as the first of May.
 */
export function csvCell(value: TableCell, kind: ColumnKind): string {
  if (value === null) return '';
  if (value instanceof Date) return clock(value, kind);
  if (typeof value === 'number') return Number.isFinite(value) ? String(value).replace('.', ',') : '';
  const text = value.slice(0, LONGEST_TEXT);
  return BEGINS_A_FORMULA.test(text) ? `'${text}` : text;
}

/** «24.11.2026 14:05», or only the day. */
function clock(instant: Date, kind: ColumnKind): string {
  const [day = '', time = ''] = new Date(instant.getTime() + TYUMEN_OFFSET_MS).toISOString().split('T');
  const date = day.split('-').reverse().join('.');
  return kind === 'date' ? date : `${date} ${time.slice(0, 5)}`;
}
