import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import type { GuideEntry } from './guide-entries.js';

/** Whoever holds it makes the index anew; others wait. */
const INDEX_LOCK = 7_200_154;

/** What the index knows of a word that was typed. */
export interface KnownWord {
  word: string;
  /** «и», «в», «не»: in no document. */
  isStop: boolean;
  /** Occurs, in this form or another. */
  isKnown: boolean;
  /** Some word begins with it. */
  isBegun: boolean;
  /** The stored word with the most similar letters; only for a word that is not known. */
  nearest: string | null;
}

/** One thing that was found. */
export interface FoundEntry {
  slug: string;
  anchor: string;
}

/** The search index of guides: full text with Russian word forms, and words to mend typos by. */
@Injectable()
export class GuideSearchQueries {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Knows what was typed: word forms by their stems, typos by trigrams. */
  knownWords(words: readonly string[]): Promise<KnownWord[]> {
    return this.dataSource.query<KnownWord[]>(
      `SELECT t.word, s.stop AS "isStop", k.known AS "isKnown",
         EXISTS (SELECT 1 FROM guide_words w WHERE w.word LIKE t.word || '%') AS "isBegun",
         CASE WHEN NOT (s.stop OR k.known) THEN (
           SELECT w.word FROM guide_words w WHERE worklist_latin(w.word) % worklist_latin(t.word)
           ORDER BY similarity(worklist_latin(w.word), worklist_latin(t.word)) DESC, w.word LIMIT 1
         ) END AS nearest
       FROM unnest($1::text[]) WITH ORDINALITY AS t (word, place)
       CROSS JOIN LATERAL (SELECT ts_lexize('russian_stem', t.word) AS stems, ts_lexize('russian_stem', t.word) = '{}' AS stop) s
       CROSS JOIN LATERAL (SELECT EXISTS (SELECT 1 FROM guide_words w WHERE w.stem = coalesce(s.stems[1], t.word)) AS known) k
       ORDER BY t.place`,
      [words],
    );
  }

  /** Entries with at least half of the words, the best first: a word counts by its place in the text (`ts_rank`) and the more, the fewer entries have it. `terms` are single words, `word:*` is a beginning. */
  find(terms: readonly string[], limit: number): Promise<FoundEntry[]> {
    return this.dataSource.query<FoundEntry[]>(
      `WITH hits AS (
         SELECT q.term, e.slug, e.anchor, ts_rank('{0.02, 0.1, 0.4, 1}', e.document, q.query) AS place, count(*) OVER (PARTITION BY q.term) AS entries
         FROM (SELECT term, to_tsquery('russian', term) AS query FROM unnest($1::text[]) AS term) q JOIN guide_entries e ON e.document @@ q.query
       )
       SELECT slug, anchor FROM hits GROUP BY slug, anchor HAVING count(*) * 2 >= $2
       ORDER BY sum((0.4 + place) / (2 + entries)) DESC, slug, anchor LIMIT $3`,
      [terms, terms.length, limit],
    );
  }

  /** Makes the index anew when it was made from other guides. */
  async refresh(manager: EntityManager, fingerprint: string, make: () => { entries: GuideEntry[]; words: string[] }): Promise<void> {
    await manager.query('SELECT pg_advisory_xact_lock($1)', [INDEX_LOCK]);
    const [known] = await manager.query<{ fingerprint: string }[]>('SELECT fingerprint FROM guide_index');
    if (known?.fingerprint === fingerprint) return;
    const { entries, words } = make();
    await manager.query('DELETE FROM guide_entries');
    await manager.query(
      `INSERT INTO guide_entries (slug, anchor, document)
       SELECT slug, anchor, setweight(to_tsvector('russian', a), 'A') || setweight(to_tsvector('russian', b), 'B') ||
         setweight(to_tsvector('russian', c), 'C') || setweight(to_tsvector('russian', d), 'D')
       FROM jsonb_to_recordset($1) AS entry (slug text, anchor text, a text, b text, c text, d text)`,
      [JSON.stringify(entries)],
    );
    await manager.query('DELETE FROM guide_words');
    await manager.query(`INSERT INTO guide_words (word, stem) SELECT word, coalesce((ts_lexize('russian_stem', word))[1], word) FROM unnest($1::text[]) AS word`, [words]);
    await manager.query('INSERT INTO guide_index (fingerprint) VALUES ($1) ON CONFLICT (one) DO UPDATE SET fingerprint = EXCLUDED.fingerprint', [fingerprint]);
  }
}
