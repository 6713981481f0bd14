// Self-help: what an administrator wrote over the guides in templates/guides, what search looks into, and how often a guide helped.
export class AddGuides1763900000000 {
  name = 'AddGuides1763900000000';

  async up(queryRunner) {
    await queryRunner.query(GUIDES);
    await queryRunner.query(SEARCH);
    await queryRunner.query(COUNTS);
  }

  async down(queryRunner) {
    await queryRunner.query('DROP TABLE guide_missing_queries, guide_counts, guide_index, guide_words, guide_entries, guide_revisions;');
  }
}

const GUIDES = `
  -- The last revision of a slug counts; without one, or without its text, the file does. Never changed, never deleted.
  CREATE TABLE guide_revisions (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    slug       text NOT NULL,
    at         timestamptz NOT NULL,
    account_id uuid NOT NULL,
    text       text              -- Markdown with front matter; NULL = back to the file
  );
  CREATE INDEX guide_revisions_slug ON guide_revisions (slug, id DESC);
`;

const SEARCH = `
  -- What can be found: a guide, or one question of a page of questions. Made anew from the guides whenever they change.
  CREATE TABLE guide_entries (
    slug     text NOT NULL,
    anchor   text NOT NULL,      -- of the question; empty for a whole guide
    document tsvector NOT NULL,  -- A title and keywords, B summary and headings, C text, D the words as they stand there
    PRIMARY KEY (slug, anchor)
  );

  -- Words that occur, for forgiving a typo; see worklist_latin (1763810000000) for why the letters are exchanged.
  CREATE TABLE guide_words (
    word text PRIMARY KEY,
    stem text NOT NULL
  );
  CREATE INDEX guide_words_stem ON guide_words (stem);
  CREATE INDEX guide_words_begin ON guide_words (word text_pattern_ops);
  CREATE INDEX guide_words_similar ON guide_words USING gin (worklist_latin(word) gin_trgm_ops);

  -- Which guides the two tables were made from; one row.
  CREATE TABLE guide_index (
    one         boolean PRIMARY KEY DEFAULT true CHECK (one),
    fingerprint text NOT NULL
  );
`;

const COUNTS = `
  -- Sums per day; nobody's address, session or browser is kept.
  CREATE TABLE guide_counts (
    slug       text NOT NULL,
    day        date NOT NULL,    -- in Tyumen
    views      integer NOT NULL DEFAULT 0,
    helped     integer NOT NULL DEFAULT 0,
    not_helped integer NOT NULL DEFAULT 0,
    PRIMARY KEY (slug, day)
  );

  -- What was looked for and not found, after everything that may be somebody's name, number or address was thrown away.
  CREATE TABLE guide_missing_queries (
    query         text PRIMARY KEY CHECK (length(query) <= 60),
    times         integer NOT NULL,
    last_asked_on date NOT NULL
  );
  CREATE INDEX guide_missing_queries_times ON guide_missing_queries (times DESC, query);
`;
