import { parseXml } from './xml.js';

/** Number formats of Excel that show a date or a time; the others below 164 do not. */
const BUILT_IN_DATES = new Set([14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 45, 46, 47, 50, 51, 52, 53, 54, 55, 56, 57, 58]);
const DAY_MS = 86_400_000;
/** Day 0 of a serial number; Excel's 1900 counts a 29 February that never was, so days before March 1900 are off by one. */
const EPOCH_1900 = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);

/** Whether a format like `dd.mm.yyyy` shows a date: letters of dates outside quotes, brackets and escapes. */
export function isDateFormat(format: string): boolean {
  return /[ymdhs]/i.test(format.replace(/"[^"]*"|\[(?!(h|hh|m|mm|s|ss)\])[^\]]*\]|\\./gi, '').split(';')[0] ?? '');
}

/** For each style of a cell whether it shows a date. */
export function dateStyles(stylesXml: string): boolean[] {
  const formats = new Map<number, string>();
  const styles: boolean[] = [];
  let inCellStyles = false;
  parseXml(stylesXml, {
    open: (name, attributes) => {
      if (name === 'numFmt') formats.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
      if (name === 'cellXfs') inCellStyles = true;
      if (name === 'xf' && inCellStyles) {
        const id = Number(attributes['numFmtId'] ?? 0);
        styles.push(BUILT_IN_DATES.has(id) || isDateFormat(formats.get(id) ?? ''));
      }
    },
    close: (name) => {
      if (name === 'cellXfs') inCellStyles = false;
    },
  });
  return styles;
}

/** A serial number as `2027-05-31`, with its time if it has one; `null` for what is no date. */
export function serialDate(serial: number, since1904: boolean): string | null {
  if (!Number.isFinite(serial) || serial < 0 || serial > 2_958_466) return null;
  const iso = new Date(Math.round((since1904 ? EPOCH_1904 : EPOCH_1900) + serial * DAY_MS)).toISOString();
  return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 19);
}

/** The text of a number as people see it: `1.1223344595E10` is `11223344595`, `0.30000000000000004` is `0.3`. */
export function numberText(raw: string): string {
  if (/^-?\d{1,15}$/.test(raw)) return raw;
  const value = Number(raw);
  if (raw === '' || !Number.isFinite(value)) return raw;
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? BigInt(value).toString() : String(Number(value.toPrecision(15)));
}
