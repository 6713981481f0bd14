/**
 * What operators look through: a narrow row and a search document per case, counters, saved views, searches.
 * All of it follows the cases by statement triggers, so that nothing that changes a case can forget it.
 */
export class AddWorklist1763810000000 {
  name = 'AddWorklist1763810000000';

  async up(query) {
    await query.query(DEADLINES);
    await query.query(TABLES);
    await query.query(FUNCTIONS);
    await query.query(BACKFILL);
    await query.query(TRIGGERS);
  }

  async down(query) {
    await query.query(`
      DROP TRIGGER cases_worklist_insert ON cases;
      DROP TRIGGER cases_worklist_update ON cases;
      DROP TRIGGER cases_worklist_delete ON cases;
      DROP TRIGGER cases_status_insert ON cases;
      DROP TRIGGER cases_status_update ON cases;
      DROP TRIGGER case_events_worklist ON case_events;
      DROP FUNCTION worklist_case_inserted, worklist_case_updated, worklist_case_deleted, worklist_status_changed, worklist_event_inserted,
        worklist_refresh_search, worklist_notify, worklist_rows, worklist_words, worklist_learn, worklist_similar;
      DROP INDEX search_words_similar;
      DROP TABLE worklist_seen, worklist_searches, worklist_views, search_words, case_search, case_count_deltas, worklist, case_status_changes;
      DROP FUNCTION worklist_latin, worklist_fold;
      ALTER TABLE cases DROP COLUMN due_at, DROP COLUMN warn_at;
    `);
  }
}

const DEADLINES = `
  ALTER TABLE cases
    ADD COLUMN due_at  timestamptz,  -- when the next running term ends; none while it is nobody's turn here
    ADD COLUMN warn_at timestamptz;

  -- Every status a case came into: what its terms are counted from.
  CREATE TABLE case_status_changes (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    at      timestamptz NOT NULL,
    status  text NOT NULL
  );
  CREATE INDEX case_status_changes_case ON case_status_changes (case_id, id);
`;

const TABLES = `
  CREATE EXTENSION IF NOT EXISTS pg_trgm;

  CREATE TABLE worklist (
    case_id      uuid PRIMARY KEY REFERENCES cases (id) ON DELETE CASCADE,
    number       text NOT NULL,
    serial       integer NOT NULL,      -- «123» of «2026-000123»
    status       text NOT NULL,
    category     text NOT NULL,
    route        text NOT NULL,
    assignee_id  uuid,
    person       text NOT NULL,
    organization text NOT NULL,
    inn          text,
    thumbprint   text NOT NULL,
    not_after    timestamptz NOT NULL,  -- end of the certificate
    due_at       timestamptz,
    warn_at      timestamptz,
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL,
    version      integer NOT NULL,
    -- Sorting needs a value in every row.
    due_sort     timestamptz GENERATED ALWAYS AS (coalesce(due_at, 'infinity')) STORED,
    is_open      boolean GENERATED ALWAYS AS (status NOT IN ('resolved', 'closed', 'cancelled')) STORED
  );
  -- One index per sort and per way of narrowing; each ends in the key of the pages.
  CREATE INDEX worklist_created ON worklist (created_at, case_id);
  CREATE INDEX worklist_due ON worklist (due_sort, case_id);
  CREATE INDEX worklist_overdue ON worklist (due_at) WHERE due_at IS NOT NULL;
  CREATE INDEX worklist_not_after ON worklist (not_after, case_id);
  CREATE INDEX worklist_assignee ON worklist (assignee_id, created_at, case_id) WHERE is_open;
  CREATE INDEX worklist_assignee_all ON worklist (assignee_id, created_at, case_id) WHERE assignee_id IS NOT NULL;
  CREATE INDEX worklist_untaken ON worklist (created_at, case_id) WHERE assignee_id IS NULL AND status IN ('awaiting-operator', 'delivery-problem', 'sent');
  CREATE INDEX worklist_status ON worklist (status, created_at, case_id);
  CREATE INDEX worklist_sorting ON worklist (category, route, status, created_at, case_id);
  CREATE INDEX worklist_inn ON worklist (inn, created_at, case_id);
  CREATE INDEX worklist_serial ON worklist (serial);
  CREATE INDEX worklist_thumbprint ON worklist (thumbprint text_pattern_ops);
  -- The three depend on each other: without this the planner takes rare mixtures for common ones.
  CREATE STATISTICS worklist_sortings (mcv) ON category, route FROM worklist;
  CREATE STATISTICS worklist_mixtures (mcv) ON status, category, route FROM worklist;
  ALTER STATISTICS worklist_mixtures SET STATISTICS 1000;

  CREATE TABLE case_search (
    case_id  uuid PRIMARY KEY REFERENCES cases (id) ON DELETE CASCADE,
    document tsvector NOT NULL          -- A persons, B organisation, C numbers and addresses, D what was written
  );
  CREATE INDEX case_search_document ON case_search USING gin (document);

  -- Words that occur, for forgiving a typo: the query is mended, not the whole text compared. Without a unique index, so
  -- that nobody waits for somebody else's new word; a word may stand here twice. named: occurs in a name.
  CREATE TABLE search_words (
    word  text NOT NULL,
    named boolean NOT NULL
  );
  CREATE INDEX search_words_word ON search_words (word text_pattern_ops, named);

  -- Cases per status and operator, as sums of changes: writers only append and never wait for each other.
  CREATE TABLE case_count_deltas (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    status      text NOT NULL,
    assignee_id uuid,
    delta       integer NOT NULL
  );

  -- Views that an operator has made for himself.
  CREATE TABLE worklist_views (
    id         uuid PRIMARY KEY,
    account_id uuid NOT NULL,
    name       text NOT NULL,
    query      jsonb NOT NULL,          -- view, filters, sort; no typed text
    created_at timestamptz NOT NULL
  );
  CREATE UNIQUE INDEX worklist_views_name ON worklist_views (account_id, lower(name));

  -- What was typed into a search: addresses carry its id, because it may be somebody's name.
  CREATE TABLE worklist_searches (
    id           uuid PRIMARY KEY,
    account_id   uuid NOT NULL,
    typed        text NOT NULL,
    organization text NOT NULL,
    created_at   timestamptz NOT NULL
  );
  CREATE INDEX worklist_searches_created ON worklist_searches (created_at);

  -- Which version of a case an operator has last looked at.
  CREATE TABLE worklist_seen (
    account_id uuid NOT NULL,
    case_id    uuid NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    version    integer NOT NULL,
    PRIMARY KEY (account_id, case_id)
  );
`;

const FUNCTIONS = `
  -- Letters and digits only, small, ё as е, independent of the server's locale.
  CREATE FUNCTION worklist_fold(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT regexp_replace(lower(translate(value, 'АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЁё', 'абвгдежзийклмнопрстуфхцчшщъыьэюяее')), '[^0-9a-zа-я]+', ' ', 'g')
  $$;

  -- pg_trgm sees only the letters of the server's locale, which may be C: each Cyrillic letter gets a sign of its own that it does see.
  CREATE FUNCTION worklist_latin(word text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT translate(word, 'абвгдежзийклмнопрстуфхцчшщъыьэюя', 'abvgdejziyklmnoprstufhc4w56789qx')
  $$;
  CREATE INDEX search_words_similar ON search_words USING gin (worklist_latin(word) gin_trgm_ops);

  -- Stored words with similar letters, the most similar first; the threshold lets one slip in a word of four letters pass.
  CREATE FUNCTION worklist_similar(typed text) RETURNS text[] LANGUAGE sql STABLE SET pg_trgm.similarity_threshold = 0.2 AS $$
    SELECT array_agg(word) FROM (
      SELECT DISTINCT word, similarity(worklist_latin(word), worklist_latin(typed)) AS nearness FROM search_words
      WHERE worklist_latin(word) % worklist_latin(typed) ORDER BY nearness DESC, word LIMIT 60
    ) nearest
  $$;

  CREATE FUNCTION worklist_words(value text, named boolean) RETURNS TABLE (word text, is_named boolean) LANGUAGE sql IMMUTABLE AS $$
    SELECT part, named FROM regexp_split_to_table(worklist_fold(value), ' ') AS part WHERE length(part) BETWEEN 3 AND 40 AND part !~ '[0-9]'
  $$;

  -- Adds the words that are not known yet.
  CREATE FUNCTION worklist_learn(ids uuid[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO search_words (word, named)
    SELECT f.word, f.is_named
    FROM (
      SELECT p.word, bool_or(p.is_named) AS is_named
      FROM cases c
      CROSS JOIN LATERAL (
        SELECT * FROM worklist_words(concat_ws(' ',
          c.certificate #>> '{subject,surname}', c.certificate #>> '{subject,givenName}', c.certificate #>> '{subject,commonName}',
          c.request #>> '{contact,fullName}', c.request #>> '{newUser,fullName}', c.certificate #>> '{subject,organization}',
          c.request #>> '{organization,name}', c.request #>> '{organization,shortName}'), true)
        UNION ALL
        SELECT * FROM worklist_words(concat_ws(' ', c.request ->> 'description', c.request #>> '{importResult,errorText}'), false)
      ) p
      WHERE c.id = ANY (ids)
      GROUP BY p.word
    ) f
    WHERE NOT EXISTS (SELECT 1 FROM search_words k WHERE k.word = f.word AND (k.named OR NOT f.is_named))
  $$;

  CREATE FUNCTION worklist_refresh_search(ids uuid[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO case_search (case_id, document)
    SELECT c.id,
      setweight(to_tsvector('russian', worklist_fold(concat_ws(' ',
        c.certificate #>> '{subject,surname}', c.certificate #>> '{subject,givenName}', c.certificate #>> '{subject,commonName}',
        c.request #>> '{contact,fullName}', c.request #>> '{newUser,fullName}'))), 'A') ||
      setweight(to_tsvector('russian', worklist_fold(concat_ws(' ',
        c.request #>> '{organization,name}', c.request #>> '{organization,shortName}', c.certificate #>> '{subject,organization}',
        c.request #>> '{organization,inn}'))), 'B') ||
      setweight(to_tsvector('russian', worklist_fold(concat_ws(' ',
        c.certificate #>> '{subject,inn}', c.certificate #>> '{subject,innLegal}', c.request #>> '{organization,ogrn}',
        c.request #>> '{contact,email}', c.certificate ->> 'serialNumber'))), 'C') ||
      setweight(to_tsvector('russian', worklist_fold(concat_ws(' ',
        c.request ->> 'description', c.request #>> '{importResult,errorText}', c.decision ->> 'reason', e.texts))), 'D')
    FROM cases c
    LEFT JOIN LATERAL (SELECT left(string_agg(params ->> 'text', ' '), 100000) AS texts FROM case_events WHERE case_id = c.id AND params ? 'text') e ON true
    WHERE c.id = ANY (ids)
    ON CONFLICT (case_id) DO UPDATE SET document = EXCLUDED.document;
    SELECT worklist_learn(ids)
  $$;

  -- The rows as they are to be; one place for triggers and for filling anew.
  CREATE FUNCTION worklist_rows(ids uuid[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO worklist (case_id, number, serial, status, category, route, assignee_id, person, organization, inn, thumbprint, not_after, due_at, warn_at,
      created_at, updated_at, version)
    SELECT id, number, substring(number FROM '[0-9]+$')::integer, status, category, route, assignee_id,
      coalesce(nullif(concat_ws(' ', certificate #>> '{subject,surname}', certificate #>> '{subject,givenName}'), ''), request #>> '{contact,fullName}', ''),
      coalesce(request #>> '{organization,shortName}', request #>> '{organization,name}', ''),
      request #>> '{organization,inn}', thumbprint, (certificate ->> 'notAfter')::timestamptz, due_at, warn_at, created_at, updated_at, version
    FROM cases WHERE id = ANY (ids)
    ON CONFLICT (case_id) DO UPDATE SET status = EXCLUDED.status, category = EXCLUDED.category, route = EXCLUDED.route, assignee_id = EXCLUDED.assignee_id,
      person = EXCLUDED.person, organization = EXCLUDED.organization, inn = EXCLUDED.inn, due_at = EXCLUDED.due_at, warn_at = EXCLUDED.warn_at,
      updated_at = EXCLUDED.updated_at, version = EXCLUDED.version
  $$;

  -- Says which cases changed, ids only; listeners hear it after the commit. A payload is limited to 8000 bytes.
  CREATE FUNCTION worklist_notify(ids uuid[]) RETURNS void LANGUAGE sql AS $$
    SELECT pg_notify('worklist', string_agg(id::text, ','))
    FROM (SELECT id, (row_number() OVER ()) / 200 AS part FROM (SELECT DISTINCT unnest(ids) AS id) d) p GROUP BY part
  $$;

  CREATE FUNCTION worklist_case_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    ids uuid[] := (SELECT array_agg(id) FROM new_rows);
  BEGIN
    IF ids IS NULL THEN RETURN NULL; END IF;
    PERFORM worklist_rows(ids);
    PERFORM worklist_refresh_search(ids);
    INSERT INTO case_count_deltas (status, assignee_id, delta) SELECT status, assignee_id, count(*) FROM new_rows GROUP BY 1, 2;
    PERFORM worklist_notify(ids);
    RETURN NULL;
  END $$;

  CREATE FUNCTION worklist_case_updated() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    ids uuid[] := (SELECT array_agg(id) FROM new_rows);
    reworded uuid[];
  BEGIN
    IF ids IS NULL THEN RETURN NULL; END IF;
    PERFORM worklist_rows(ids);
    reworded := (SELECT array_agg(n.id) FROM new_rows n JOIN old_rows o USING (id)
      WHERE (n.request, n.certificate, n.decision) IS DISTINCT FROM (o.request, o.certificate, o.decision));
    IF reworded IS NOT NULL THEN PERFORM worklist_refresh_search(reworded); END IF;
    INSERT INTO case_count_deltas (status, assignee_id, delta)
      SELECT status, assignee_id, sum(delta) FROM (
        SELECT status, assignee_id, 1 AS delta FROM new_rows UNION ALL SELECT status, assignee_id, -1 FROM old_rows
      ) d GROUP BY 1, 2 HAVING sum(delta) <> 0;
    PERFORM worklist_notify(ids);
    RETURN NULL;
  END $$;

  CREATE FUNCTION worklist_case_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO case_count_deltas (status, assignee_id, delta) SELECT status, assignee_id, -count(*) FROM old_rows GROUP BY 1, 2;
    PERFORM worklist_notify((SELECT array_agg(id) FROM old_rows));
    RETURN NULL;
  END $$;

  CREATE FUNCTION worklist_status_changed() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO case_status_changes (case_id, at, status) VALUES (NEW.id, NEW.updated_at, NEW.status);
    RETURN NULL;
  END $$;

  -- What people write about a case is found too; everything in a timeline is news.
  CREATE FUNCTION worklist_event_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    written uuid[] := (SELECT array_agg(DISTINCT case_id) FROM new_rows WHERE params ? 'text');
  BEGIN
    IF written IS NOT NULL THEN PERFORM worklist_refresh_search(written); END IF;
    PERFORM worklist_notify((SELECT array_agg(case_id) FROM new_rows));
    RETURN NULL;
  END $$;
`;

const BACKFILL = `
  INSERT INTO case_status_changes (case_id, at, status) SELECT id, created_at, status FROM cases;
  SELECT worklist_rows(array_agg(id)), worklist_refresh_search(array_agg(id)) FROM cases;
  INSERT INTO case_count_deltas (status, assignee_id, delta) SELECT status, assignee_id, count(*) FROM cases GROUP BY 1, 2;
`;

const TRIGGERS = `
  CREATE TRIGGER cases_worklist_insert AFTER INSERT ON cases REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION worklist_case_inserted();
  CREATE TRIGGER cases_worklist_update AFTER UPDATE ON cases REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION worklist_case_updated();
  CREATE TRIGGER cases_worklist_delete AFTER DELETE ON cases REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION worklist_case_deleted();
  CREATE TRIGGER cases_status_insert AFTER INSERT ON cases FOR EACH ROW EXECUTE FUNCTION worklist_status_changed();
  CREATE TRIGGER cases_status_update AFTER UPDATE OF status ON cases FOR EACH ROW WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION worklist_status_changed();
  CREATE TRIGGER case_events_worklist AFTER INSERT ON case_events REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION worklist_event_inserted();
`;
