const NO_BREAK_SPACE = '\u00a0';

/**
 * Makes a stranger's text safe to print on one line of a document: composed letters (NFC); no control, bidirectional,
 * invisible, unassigned or private characters and no lone surrogates (XML forbids some, a PDF/A has no glyph for others);
 * every run of white space, line breaks included, is one space. No-break spaces stay.
 */
export function printableLine(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\t\n\v\f\r\u0085\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Cs}\p{Variation_Selector}]/gu, '')
    .replace(/[^\S\u00a0\u202f]+/gu, ' ')
    .trim();
}

/** Puts the no-break spaces of Russian typography: «№ 5», «г. Тюмень», «ул. Мира», «д. 1», «И. С. Петров», before a dash. */
export function withNoBreakSpaces(text: string): string {
  return text
    .replace(/(?<!\p{L})(\p{Lu}\.) ?(\p{Lu}\.) ?(?=\p{Lu}\p{Ll})/gu, `$1$2${NO_BREAK_SPACE}`)
    .replace(/([№§]) ?(?=[\p{L}\d])/gu, `$1${NO_BREAK_SPACE}`)
    .replace(/(?<![\p{L}.])(г|ул|д|к|корп|стр|пр|пер|наб|пл|обл|р-н|с|п|пос|оф|каб|кв|доб|тел|им|т)\. (?=[\p{L}\d«])/giu, `$1.${NO_BREAK_SPACE}`)
    .replace(/ (?=[–—] )/gu, NO_BREAK_SPACE);
}

/** Applies `change` to every string inside plain data, keys excepted. */
export function mapStrings<T>(data: T, change: (text: string) => string): T {
  if (typeof data === 'string') return change(data) as T;
  if (Array.isArray(data)) return data.map((item: unknown) => mapStrings(item, change)) as T;
  if (data !== null && typeof data === 'object') return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, mapStrings<unknown>(value, change)])) as T;
  return data;
}
