/**
 * Which characters a TrueType font can draw, read from the Unicode (3, 1) format 4 subtable of its `cmap`.
 * Throws when the font has no such table. Characters above U+FFFF are never in it.
 */
export function fontCoverage(font: Buffer): ReadonlySet<string> {
  const cmap = tableOffset(font, 'cmap');
  const table = Array.from({ length: font.readUInt16BE(cmap + 2) }, (_, index) => cmap + 4 + 8 * index)
    .filter((record) => font.readUInt16BE(record) === 3 && font.readUInt16BE(record + 2) === 1)
    .map((record) => cmap + font.readUInt32BE(record + 4))
    .find((offset) => font.readUInt16BE(offset) === 4);
  if (table === undefined) throw new Error('font without a format 4 cmap');

  const doubleCount = font.readUInt16BE(table + 6);
  const covered = new Set<string>();
  for (let segment = 0; segment < doubleCount; segment += 2) {
    const endAt = table + 14 + segment;
    const startAt = endAt + doubleCount + 2;
    const delta = font.readUInt16BE(startAt + doubleCount);
    const rangeAt = startAt + 2 * doubleCount;
    const range = font.readUInt16BE(rangeAt);
    const start = font.readUInt16BE(startAt);
    for (let code = start; code <= font.readUInt16BE(endAt) && code < 0xffff; code++) {
      const glyph = range === 0 ? code + delta : font.readUInt16BE(rangeAt + range + 2 * (code - start));
      if ((glyph & 0xffff) !== 0) covered.add(String.fromCharCode(code));
    }
  }
  return covered;
}

/**
 * Text that the font can draw: a character it lacks is first tried in its compatibility form (𝐀 → A), else becomes
 * `replacement`, one for a whole cluster with its marks. A PDF/A must not show a missing glyph (ISO 19005-2, 6.2.11.8).
 */
export function drawable(text: string, covered: ReadonlySet<string>, replacement: string): string {
  const has = (part: string): boolean => [...part].every((character) => covered.has(character));
  if (has(text)) return text;
  return [...new Intl.Segmenter('ru', { granularity: 'grapheme' }).segment(text)]
    .map(({ segment }) => [segment, segment.normalize('NFKC')].find(has) ?? replacement)
    .join('');
}

function tableOffset(font: Buffer, tag: string): number {
  for (let index = 0; index < font.readUInt16BE(4); index++) {
    const record = 12 + 16 * index;
    if (font.toString('latin1', record, record + 4) === tag) return font.readUInt32BE(record + 8);
  }
  throw new Error(`font without ${tag}`);
}
