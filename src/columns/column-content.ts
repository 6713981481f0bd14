import { isLegalInn, isPersonInn, isSnils } from '../certificates/check-digits.js';

/** What the cells of a column are by their form and check digits. */
export type ContentKind = 'snils' | 'person-inn' | 'legal-inn' | 'email' | 'phone' | 'thumbprint' | 'date' | 'flag' | 'full-name' | 'certificate-file' | 'word';

/** A column may have this share of cells that do not fit. */
const ENOUGH = 0.8;

const digits = (text: string): string => text.replace(/\D/g, '');
const hasOnly = (text: string, allowed: RegExp): boolean => allowed.test(text);

/** Leading zeros get lost in spreadsheets: a number that is right with them is meant with them. */
const padded = (text: string, length: number): string => digits(text).padStart(length, '0');

/** Whether a text speaks of a body or a post, not of a person. */
export const namesBody = (text: string): boolean => /(учреждени|организац|обществ|управлени|администрац|комитет|департамент|отдел|специалист|бухгалтер|директор)/i.test(text);

const FLAGS = /^(да|нет|yes|no|true|false|истина|ложь|[01+-]|активен|активна|активный|заблокирован[ао]?|действует|не действует|блокирован[ао]?|отключен[ао]?|включен[ао]?|активен: ?(да|нет)|заблокирован: ?(да|нет))$/i;

const TESTS: Record<ContentKind, (cell: string) => boolean> = {
  snils: (cell) => hasOnly(cell, /^[\d\s-]{9,16}$/) && digits(cell).length >= 9 && isSnils(padded(cell, 11)),
  'person-inn': (cell) => hasOnly(cell, /^\d{11,12}$/) && isPersonInn(padded(cell, 12)),
  'legal-inn': (cell) => hasOnly(cell, /^\d{9,10}$/) && isLegalInn(padded(cell, 10)),
  email: (cell) => /^[^\s@;,]+@[^\s@;,]+\.[^\s@;,]+$/.test(cell),
  phone: (cell) => hasOnly(cell, /^[+\d][\d\s().,-]{5,24}(доб\.?\s*\d+)?$/) && /^([78]?[3489]\d{9}|\d{6})/.test(digits(cell)),
  thumbprint: (cell) => /^([0-9a-f]{2}[\s:-]?){20}([;,\s]+|$)/i.test(cell),
  // The days of a spreadsheet without the format of a date: 2009 to 2064.
  date: (cell) => /^(\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{2,4})([T ]|$)|^[45]\d{4}$/.test(cell),
  flag: (cell) => FLAGS.test(cell.trim()),
  'full-name': (cell) => /^[А-ЯЁа-яё][А-ЯЁа-яё'’ -]+\s+[А-ЯЁа-яё][А-ЯЁа-яё.'’-]*(\s+[А-ЯЁа-яё][А-ЯЁа-яё.'’ -]*)?$/.test(cell) && !namesBody(cell),
  'certificate-file': (cell) => /\.(cer|crt|der|pem|p7b|p7c)$/i.test(cell),
  word: (cell) => /^[\w.@-]{2,64}$/.test(cell),
};

/** Looked at in this order: what has check digits first, what fits nearly anything last. */
const ORDER: readonly ContentKind[] = ['thumbprint', 'email', 'person-inn', 'snils', 'legal-inn', 'date', 'phone', 'flag', 'full-name', 'certificate-file', 'word'];

/** What a column's cells are; `null` for an empty or a mixed one. */
export function contentOf(cells: readonly string[]): ContentKind | null {
  const given = cells.filter((cell) => cell !== '');
  if (given.length === 0) return null;
  return ORDER.find((kind) => given.filter((cell) => TESTS[kind](cell)).length >= given.length * ENOUGH) ?? null;
}

/** Whether a cell can only be somebody's data, never the name of a column. */
export function isPersonData(cell: string): boolean {
  return (['thumbprint', 'email', 'person-inn', 'snils', 'legal-inn', 'date'] as const).some((kind) => TESTS[kind](cell)) || /^\d{6,}$/.test(cell);
}

/** An example that may be shown: of a СНИЛС the last 3 digits only. */
export function maskSnils(cell: string, isSnilsColumn: boolean): string {
  const looksLike = /^\d{3}[- ]\d{3}[- ]\d{3}[- ]?\d{2}$/.test(cell) || (digits(cell).length === 11 && TESTS.snils(cell) && !TESTS.phone(cell));
  return isSnilsColumn || looksLike ? (digits(cell) ? `*** ${digits(cell).slice(-3)}` : '') : cell;
}
