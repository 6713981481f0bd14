import { Injectable } from '@nestjs/common';
import { GuideCountsService } from './guide-counts.service.js';
import { type FoundEntry, GuideSearchQueries, type KnownWord } from './guide-search.queries.js';
import { GuidesService } from './guides.service.js';
import { keepableQuery } from './missing-query.js';
import { canonicalWords, isSynonym, wordsOf } from './search-words.js';

/** Longer than anybody types; the rest is not looked at. */
const LONGEST = 200;
const MOST_WORDS = 12;
const MOST_RESULTS = 8;

/** One line of the results. */
export interface SearchResult {
  href: string;
  title: string;
  summary: string;
}

/** What was found, and the words as they were understood when that differs. */
export interface SearchAnswer {
  results: SearchResult[];
  /** The query with typos mended; `null` when nothing was mended. */
  mended: string | null;
}

/** Finds guides and questions by Russian words: their forms, typos, ё, synonyms. */
@Injectable()
export class GuideSearchService {
  constructor(
    private readonly guides: GuidesService,
    private readonly queries: GuideSearchQueries,
    private readonly counts: GuideCountsService,
  ) {}

  /** `settled`: the words are complete, not half typed; then what is not found is counted for the editor. */
  async search(typed: string, settled: boolean): Promise<SearchAnswer> {
    const words = wordsOf(typed.slice(0, LONGEST)).slice(0, MOST_WORDS);
    if (words.length === 0) return { results: [], mended: null };
    const known = await this.queries.knownWords(words);
    const mended = known.map((word, index) => this.mend(word, !settled && index === known.length - 1));
    const stops = new Set(known.filter(({ isStop }) => isStop).map(({ word }) => word));
    const found = await this.queries.find(this.terms(mended, settled).filter((term) => !stops.has(term)), MOST_RESULTS);
    if (found.length === 0 && settled) await this.keepMissing(typed, known);
    return { results: await this.present(found), mended: mended.join(' ') === words.join(' ') ? null : mended.join(' ') };
  }

  /** A word that nobody wrote becomes the most similar one that somebody did. */
  private mend({ word, isStop, isKnown, isBegun, nearest }: KnownWord, half: boolean): string {
    const right = isStop || isKnown || (half && isBegun) || word.length < 3 || isSynonym(word, this.guides.synonyms);
    return right ? word : (nearest ?? word);
  }

  /** Each word once; the last may be a beginning, because it is still being typed. */
  private terms(words: readonly string[], settled: boolean): string[] {
    const terms = [...new Set(canonicalWords(words, this.guides.synonyms))];
    const last = words.at(-1) ?? '';
    if (!settled && last.length >= 2 && terms.at(-1) === last) terms[terms.length - 1] = `${last}:*`;
    return terms;
  }

  private async keepMissing(typed: string, known: readonly KnownWord[]): Promise<void> {
    const familiar = new Set(known.filter(({ isStop, isKnown }) => isStop || isKnown).map(({ word }) => word));
    const query = keepableQuery(typed, (word) => familiar.has(word) || isSynonym(word, this.guides.synonyms));
    if (query) await this.counts.missing(query);
  }

  private async present(found: readonly FoundEntry[]): Promise<SearchResult[]> {
    const catalogue = await this.guides.catalogue();
    return found.flatMap(({ slug, anchor }) => {
      const guide = catalogue.find(slug);
      const section = guide?.sections.find(({ id }) => id === anchor);
      if (!guide || (anchor && !section)) return [];
      return [section ? { href: `/help/${slug}#${anchor}`, title: section.title, summary: section.text } : { href: `/help/${slug}`, title: guide.title, summary: guide.summary }];
    });
  }
}
