/** Makes the search for misspelt surnames ask its index: without statistics, and with a list of pending entries, the planner reads all surnames of a version instead. */
export class CountSurnames1763945000000 {
  name = 'CountSurnames1763945000000';

  async up(query) {
    await query.query(`
      ALTER TABLE directory_surnames ADD COLUMN latin text NOT NULL GENERATED ALWAYS AS (worklist_latin(word)) STORED;
      DROP INDEX directory_surnames_similar;
      CREATE INDEX directory_surnames_similar ON directory_surnames USING gin (latin gin_trgm_ops) WITH (fastupdate = off);
      ${similarBy('s.latin')}
      ${attachAnd('ANALYZE directory_surnames;')}
    `);
    await query.query('ANALYZE directory_surnames');
  }

  async down(query) {
    await query.query(`
      ${similarBy('worklist_latin(s.word)')}
      DROP INDEX directory_surnames_similar;
      ALTER TABLE directory_surnames DROP COLUMN latin;
      CREATE INDEX directory_surnames_similar ON directory_surnames USING gin (worklist_latin(word) gin_trgm_ops);
      ${attachAnd('')}
    `);
  }
}

/** The search, comparing by this expression. */
const similarBy = (latin) => `
  CREATE OR REPLACE FUNCTION directory_similar_surnames(version integer, typed text) RETURNS TABLE (surname text)
  LANGUAGE sql STABLE SET pg_trgm.similarity_threshold = 0.3 AS $$
    SELECT s.surname FROM directory_surnames s
    WHERE s.version_id = version AND ${latin} % worklist_latin(typed)
    GROUP BY s.surname
    ORDER BY max(similarity(${latin}, worklist_latin(typed))) DESC, s.surname
    LIMIT 60
  $$;
`;

/** The staging of a version, with what is done once its surnames are written. */
const attachAnd = (afterSurnames) => `
  CREATE OR REPLACE FUNCTION directory_attach_version(version integer, at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    EXECUTE format('ALTER TABLE directory_users ATTACH PARTITION %I FOR VALUES IN (%s)', 'directory_users_' || version, version);
    EXECUTE format('ANALYZE %I', 'directory_users_' || version);
    INSERT INTO directory_surnames (version_id, word, surname)
      SELECT version, word, surname
      FROM (SELECT DISTINCT surname FROM directory_users WHERE version_id = version AND surname <> '') s
      CROSS JOIN LATERAL (SELECT surname AS word UNION SELECT unnest(string_to_array(surname, ' '))) w;
    ${afterSurnames}
    UPDATE directory_versions SET state = 'staged', staged_at = at,
      rows = (SELECT count(*) FROM directory_users WHERE version_id = version) WHERE id = version;
  END $$;
`;
