import type { Guide } from './guide.js';
import { canonicalWords, type Synonym, wordsOf } from './search-words.js';

/** One thing that can be found, its words by weight (A the heaviest), folded and with synonyms replaced. */
export interface GuideEntry {
  slug: string;
  /** Of a question; empty for a whole guide. */
  anchor: string;
  a: string;
  b: string;
  c: string;
  /** As it stands there, for words that are typed only half. */
  d: string;
}

/** What search looks into: each guide, and each question of a page of questions. */
export function entriesOf(guides: readonly Guide[], synonyms: readonly Synonym[]): GuideEntry[] {
  const entry = (slug: string, anchor: string, a: string, b: string, c: string): GuideEntry => {
    const canonical = (text: string): string => canonicalWords(wordsOf(text), synonyms).join(' ');
    return { slug, anchor, a: canonical(a), b: canonical(b), c: canonical(c), d: wordsOf([a, b, c].join(' ')).join(' ') };
  };
  return guides.flatMap((guide) => {
    const { slug, kind, title, summary, keywords, sections } = guide;
    if (kind === 'questions') return sections.map((section) => entry(slug, section.id, section.title, '', section.text));
    const headings = sections.map((section) => section.title).join('. ');
    return [entry(slug, '', `${title}. ${keywords}`, `${summary} ${headings}`, sections.map(({ text }) => text).join(' '))];
  });
}

/** Words of the entries that a typo can be mended to, each once. */
export function vocabularyOf(entries: readonly GuideEntry[]): string[] {
  const words = entries.flatMap(({ a, b, c, d }) => [a, b, c, d].flatMap((text) => text.split(' ')));
  return [...new Set(words)].filter((word) => /^[a-zа-я]{3,40}$/.test(word)).sort();
}
