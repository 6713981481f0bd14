/** Typos in surnames of the directory. */
export class FindSimilarSurnames1763860100000 {
  name = 'FindSimilarSurnames1763860100000';

  async up(query) {
    await query.query(`
      -- Surnames spelt like this one, the nearest first; of double ones each word counts. The threshold lets one slip in five letters pass.
      CREATE FUNCTION directory_similar_surnames(version integer, typed text) RETURNS TABLE (surname text)
      LANGUAGE sql STABLE SET pg_trgm.similarity_threshold = 0.3 AS $$
        SELECT s.surname FROM directory_surnames s
        WHERE s.version_id = version AND worklist_latin(s.word) % worklist_latin(typed)
        GROUP BY s.surname
        ORDER BY max(similarity(worklist_latin(s.word), worklist_latin(typed))) DESC, s.surname
        LIMIT 60
      $$;
    `);
  }

  async down(query) {
    await query.query('DROP FUNCTION directory_similar_surnames');
  }
}
