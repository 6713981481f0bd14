/**
 * The directory of РМИС users, in versions. A version is loaded beside the active one, compared, switched to by one UPDATE,
 * kept for a while so that it can be taken back, then dropped with all its rows at once.
 */
export class KeepDirectoryVersions1763860000000 {
  name = 'KeepDirectoryVersions1763860000000';

  async up(query) {
    await query.query(TABLES);
    await query.query(FUNCTIONS);
  }

  async down(query) {
    await query.query(`
      DROP FUNCTION directory_drop_version, directory_activate_version, directory_attach_version, directory_open_version;
      DROP TABLE directory_active, directory_surnames, directory_users, directory_versions;
    `);
  }
}

const TABLES = `
  CREATE TABLE directory_versions (
    id          integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    state       text NOT NULL CHECK (state IN ('loading', 'staged', 'active', 'retired', 'failed', 'dropped')),
    source      text NOT NULL CHECK (source IN ('file', 'api')),
    file_name   text,
    rows        integer NOT NULL DEFAULT 0,   -- taken
    refused     integer NOT NULL DEFAULT 0,   -- not taken, see the report
    differences jsonb,                        -- counts against the version that was active when this one was staged
    failure     text,                         -- code of a sentence
    snils_key   text NOT NULL,                -- which secret the СНИЛС are hashed with (src/directory/snils-hash.ts)
    created_by  uuid,
    created_at  timestamptz NOT NULL,
    staged_at   timestamptz,
    applied_at  timestamptz,                  -- last switch to it
    retired_at  timestamptz,
    as_of       timestamptz                   -- when the export was made, if known; else created_at counts
  );

  -- Which version readers see; one row for ever. No version: nothing has been imported.
  CREATE TABLE directory_active (
    one_row    boolean PRIMARY KEY DEFAULT true CHECK (one_row),
    version_id integer REFERENCES directory_versions (id)
  );
  INSERT INTO directory_active DEFAULT VALUES;

  -- Accounts; one partition per version. Name columns come from src/directory/folded-name.ts, e-mail and organisation too.
  CREATE TABLE directory_users (
    version_id            integer NOT NULL,
    source_row            bigint NOT NULL,     -- row of the file, counted from 1; of a program's list, its position
    account_key           text NOT NULL,       -- the same account in the next version: 'login:' and the login in small letters, else a hash
    login                 text,
    full_name             text NOT NULL,       -- as the export has it
    surname               text NOT NULL,       -- FoldedName.surname
    initials              text NOT NULL,       -- FoldedName.initials
    name_key              text NOT NULL,       -- FoldedName.key
    snils_hash            bytea,               -- keyed, see src/directory/snils-hash.ts; never the digits
    snils_tail            text CHECK (snils_tail ~ '^[0-9]{3}$'),
    inn                   text,                -- of the person, 12 digits
    organization_inn      text,
    organization_name     text,
    position              text,
    email                 text,                -- small letters
    phone                 text,                -- digits only
    blocked               boolean NOT NULL DEFAULT false,
    thumbprints           text[] NOT NULL DEFAULT '{}',  -- SHA-1, 40 upper-case hex digits each
    certificate_not_after timestamptz          -- end of the last certificate bound to the account
  ) PARTITION BY LIST (version_id);

  CREATE INDEX directory_users_account ON directory_users (account_key);
  CREATE INDEX directory_users_snils ON directory_users (snils_hash) WHERE snils_hash IS NOT NULL;
  CREATE INDEX directory_users_inn ON directory_users (inn) WHERE inn IS NOT NULL;
  CREATE INDEX directory_users_email ON directory_users (email) WHERE email IS NOT NULL;
  CREATE INDEX directory_users_thumbprints ON directory_users USING gin (thumbprints) WHERE thumbprints <> '{}';
  CREATE INDEX directory_users_name ON directory_users (name_key);
  CREATE INDEX directory_users_surname ON directory_users (surname, initials text_pattern_ops);
  CREATE INDEX directory_users_organization ON directory_users (organization_inn, surname) WHERE organization_inn IS NOT NULL;
  CREATE INDEX directory_users_certificate_end ON directory_users (certificate_not_after) WHERE certificate_not_after IS NOT NULL;

  -- Surnames that occur, each under every word of it («петрова иванова» under three), for forgiving typos: the query is
  -- mended with these few, the million of names is not compared. Written by directory_attach_version.
  CREATE TABLE directory_surnames (
    version_id integer NOT NULL,
    word       text NOT NULL,
    surname    text NOT NULL
  );
  CREATE INDEX directory_surnames_word ON directory_surnames (version_id, word);
  CREATE INDEX directory_surnames_similar ON directory_surnames USING gin (worklist_latin(word) gin_trgm_ops);
`;

const FUNCTIONS = `
  -- How an import uses these, in this order:
  --   1. INSERT INTO directory_versions (state 'loading') RETURNING id
  --   2. SELECT directory_open_version(id): a table directory_users_<id> that nobody reads, without indexes
  --   3. COPY directory_users_<id> (…) FROM STDIN, as often as needed; version_id of every row is the id
  --   4. SELECT directory_attach_version(id, now()): makes the indexes (≈ 20 s for a million rows: lift statement_timeout), state 'staged'
  --   5. SELECT directory_activate_version(id, now()): readers see the new version from their next statement on
  -- Taking a sync back is 5 with the id before. A cancelled or failed import: set state 'failed', then directory_drop_version.

  -- A version's own table, fast to COPY into. Repeating it empties the table: an import that was interrupted begins anew.
  CREATE FUNCTION directory_open_version(version integer) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    EXECUTE format('DROP TABLE IF EXISTS %I', 'directory_users_' || version);
    EXECUTE format('CREATE TABLE %I (LIKE directory_users INCLUDING DEFAULTS INCLUDING CONSTRAINTS, CHECK (version_id = %s))', 'directory_users_' || version, version);
  END $$;

  -- Indexes what was loaded (attaching makes every index of the parent) and stages it. Fails if it is attached already.
  CREATE FUNCTION directory_attach_version(version integer, at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    EXECUTE format('ALTER TABLE directory_users ATTACH PARTITION %I FOR VALUES IN (%s)', 'directory_users_' || version, version);
    EXECUTE format('ANALYZE %I', 'directory_users_' || version);
    INSERT INTO directory_surnames (version_id, word, surname)
      SELECT version, word, surname
      FROM (SELECT DISTINCT surname FROM directory_users WHERE version_id = version AND surname <> '') s
      CROSS JOIN LATERAL (SELECT surname AS word UNION SELECT unnest(string_to_array(surname, ' '))) w;
    UPDATE directory_versions SET state = 'staged', staged_at = at,
      rows = (SELECT count(*) FROM directory_users WHERE version_id = version) WHERE id = version;
  END $$;

  -- The switch. Readers take the version and its rows in one statement, so they see the old or the new one, never a mixture.
  -- Fails if the version is neither staged nor retired.
  CREATE FUNCTION directory_activate_version(version integer, at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM FROM directory_active FOR UPDATE;
    UPDATE directory_versions SET state = 'retired', retired_at = at WHERE state = 'active' AND id <> version;
    UPDATE directory_versions SET state = 'active', applied_at = at, retired_at = NULL WHERE id = version AND state IN ('staged', 'retired', 'active');
    IF NOT FOUND THEN RAISE EXCEPTION 'directory version % is neither staged nor retired', version; END IF;
    UPDATE directory_active SET version_id = version;
  END $$;

  -- All rows of a version at once; its line in directory_versions stays as history, 'dropped' unless it had
  -- 'failed'. Never the active one. Waits for readers
  -- 5 s at most, then fails: try again later.
  CREATE FUNCTION directory_drop_version(version integer) RETURNS void LANGUAGE plpgsql SET lock_timeout = '5s' AS $$
  BEGIN
    IF EXISTS (SELECT FROM directory_active WHERE version_id = version) THEN
      RAISE EXCEPTION 'directory version % is active', version;
    END IF;
    EXECUTE format('DROP TABLE IF EXISTS %I', 'directory_users_' || version);
    DELETE FROM directory_surnames WHERE version_id = version;
    UPDATE directory_versions SET state = 'dropped' WHERE id = version AND state <> 'failed';
  END $$;
`;
