import { parse } from 'yaml';
import { z } from 'zod';

/** Words that mean the same here: each way of saying it as patterns of its words, longest first, and the word that stands for all. */
export interface Synonym {
  patterns: RegExp[];
  canonical: string;
}

const file = z.record(z.string(), z.array(z.string()).min(1));

/** Reads `templates/guides/synonyms.yaml`: `canonical: [way of saying it, …]`; `*` is any ending. */
export function readSynonyms(yaml: string): Synonym[] {
  const groups = file.parse(parse(yaml));
  const synonyms = Object.entries(groups).flatMap(([canonical, ways]) =>
    [canonical, ...ways].map((way) => ({ canonical: fold(canonical), patterns: fold(way, '*').split(' ').map((word) => new RegExp(`^${word.replaceAll('*', '[0-9a-zа-я]*')}$`)) })),
  );
  return synonyms.sort((a, b) => b.patterns.length - a.patterns.length);
}

/** Small letters and digits, ё as е; everything else is a space. `keep` stays too. */
function fold(text: string, keep = ''): string {
  const rest = new RegExp(`[^0-9a-zа-я${keep ? `\\${keep}` : ''}]+`, 'g');
  return text.toLowerCase().replaceAll('ё', 'е').replace(rest, ' ').trim();
}

/** The words of a text. */
export function wordsOf(text: string): string[] {
  const folded = fold(text);
  return folded === '' ? [] : folded.split(' ');
}

/** Whether a single word is known as a way of saying something. */
export function isSynonym(word: string, synonyms: readonly Synonym[]): boolean {
  return synonyms.some(({ patterns }) => patterns.some((pattern) => pattern.test(word)));
}

/** The same words with each way of saying something replaced by the word that stands for it. */
export function canonicalWords(words: readonly string[], synonyms: readonly Synonym[]): string[] {
  const result: string[] = [];
  for (let at = 0; at < words.length; ) {
    const found = synonyms.find(({ patterns }) => patterns.every((pattern, offset) => pattern.test(words[at + offset] ?? '')));
    result.push(found?.canonical ?? words[at] ?? '');
    at += found?.patterns.length ?? 1;
  }
  return result;
}
