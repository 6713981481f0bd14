/** What somebody looks for, as far as its form tells. */
export type SearchTarget =
  | { kind: 'nothing' }
  /** «123», «2026-123», «№ 2026-000123». */
  | { kind: 'number'; serial: number; year: string | null }
  /** A thumbprint, its beginning, or another long hexadecimal number; upper case. */
  | { kind: 'hex'; digits: string }
  | { kind: 'words'; words: string[] };

/** A typed word with those it may have been meant for. */
export interface WordReading {
  typed: string;
  /** Similar words that occur; the typed one is always looked for too. */
  similar: string[];
}

/** No more words than this count; a whole pasted letter is no search. */
const MOST_WORDS = 12;
const LONGEST = 200;

/** Reads what was typed into the search field. */
export function readSearch(typed: string): SearchTarget {
  const text = typed.normalize('NFC').slice(0, LONGEST).trim();
  const number = /^(?:№|n|no\.?)?\s*(?:(\d{4})\s*[-–—/]\s*)?(\d{1,9})$/iu.exec(text);
  if (number?.[2] && (number[1] || number[2].length <= 6)) return { kind: 'number', serial: Number(number[2]), year: number[1] ?? null };
  const digits = text.replace(/[\s:.-]/g, '');
  if (/^[\da-f]{8,64}$/i.test(digits) && /[a-f]/i.test(digits)) return { kind: 'hex', digits: digits.toUpperCase() };
  if (/^\d{7,40}$/.test(digits)) return digits.length > 15 ? { kind: 'hex', digits } : { kind: 'words', words: [digits] };
  const words = wordsOf(text);
  return words.length > 0 ? { kind: 'words', words } : { kind: 'nothing' };
}

/** Letters and digits only, small, ё as е: the same folding as `worklist_fold` in the database. Initials are dropped beside other words. */
export function wordsOf(text: string): string[] {
  const all = text.slice(0, LONGEST).toLowerCase().replace(/ё/g, 'е').split(/[^0-9a-zа-я]+/).filter(Boolean);
  const long = all.filter((word) => word.length > 1);
  return [...new Set(long.length > 0 ? long : all)].slice(0, MOST_WORDS);
}

/** Of similar words those that a slip of the finger can explain, the nearest first. */
export function plausible(typed: string, candidates: readonly string[], most = 6): string[] {
  const allowed = typed.length <= 3 ? 0 : typed.length <= 5 ? 1 : 2;
  return [...new Set(candidates)]
    .map((word) => ({ word, slips: slips(typed, word) }))
    .filter(({ slips: count }) => count <= allowed)
    .sort((a, b) => a.slips - b.slips || a.word.localeCompare(b.word))
    .slice(0, most)
    .map(({ word }) => word);
}

/** Letters left out, put in, changed, or two neighbours swapped (optimal string alignment). */
export function slips(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (before[j - 2] ?? 0) + 1);
      row.push(best);
    }
    [before, last] = [last, row];
  }
  return last[b.length] ?? 0;
}
