const DELIMITERS = [';', ',', '\t', '|'] as const;
const LINES = 40;

/** What separates the cells of a line. */
export type Delimiter = (typeof DELIMITERS)[number];

/**
 * The delimiter that cuts the first lines into the same number of cells, more than one; `;` when none does (one column).
 * `sep=,` in the first line, as Excel writes it, is believed.
 */
export function csvDelimiter(sample: string): Delimiter {
  const said = saidDelimiter(sample);
  if (said) return said;
  const scores = DELIMITERS.map((delimiter) => ({ delimiter, score: evenness(cellCounts(sample, delimiter)) }));
  return scores.reduce((best, next) => (next.score > best.score ? next : best)).delimiter;
}

/** The delimiter that the file names itself in its first line. */
export function saidDelimiter(sample: string): Delimiter | null {
  const said = /^\ufeff?sep=(.)\r?(\n|$)/i.exec(sample)?.[1];
  return DELIMITERS.find((delimiter) => delimiter === said) ?? null;
}

/** Share of lines with the usual number of cells, weighed by that number. */
function evenness(counts: number[]): number {
  const wide = counts.filter((count) => count > 1);
  if (wide.length === 0) return 0;
  const frequency = new Map<number, number>();
  for (const count of wide) frequency.set(count, (frequency.get(count) ?? 0) + 1);
  const [usual = 1, times = 0] = [...frequency].reduce((best, next) => (next[1] > best[1] || (next[1] === best[1] && next[0] > best[0]) ? next : best));
  return (times / counts.length) * (1 + Math.min(usual, 30) / 10);
}

/** Cells of each of the first lines; a delimiter or line break in quotes cuts nothing. */
function cellCounts(sample: string, delimiter: string): number[] {
  const counts: number[] = [];
  let cells = 1;
  let place: 'start' | 'inside' | 'quoted' | 'closed' = 'start';
  let blank = true;
  for (const char of sample) {
    if (place === 'quoted') {
      if (char === '"') place = 'closed';
    } else if (char === '"' && place !== 'inside') {
      place = 'quoted';
      blank = false;
    } else if (char === '\n') {
      if (!blank) counts.push(cells);
      if (counts.length === LINES) return counts;
      [cells, place, blank] = [1, 'start', true];
    } else if (char === delimiter) {
      cells++;
      [place, blank] = ['start', false];
    } else if (char !== '\r') [place, blank] = ['inside', false];
  }
  if (!blank && place !== 'quoted') counts.push(cells);
  return counts;
}
