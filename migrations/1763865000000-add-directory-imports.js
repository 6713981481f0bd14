/** How versions of the directory come about: the file on its way, what is taken from its columns, what would change, and the tokens of programs. */
export class AddDirectoryImports1763865000000 {
  name = 'AddDirectoryImports1763865000000';

  async up(query) {
    await query.query(`
      -- Programs that may send the directory.
      CREATE TABLE directory_tokens (
        id           uuid PRIMARY KEY,
        name         text NOT NULL,
        token_hash   bytea NOT NULL UNIQUE,       -- SHA-256; the token itself is shown once and kept nowhere
        created_by   uuid NOT NULL REFERENCES accounts (id),
        created_at   timestamptz NOT NULL,
        last_used_at timestamptz,
        revoked_at   timestamptz
      );

      -- One file and what became of it. The file itself lies in DATA_DIR/uploads until it is loaded, given up or a day old.
      CREATE TABLE directory_imports (
        id          uuid PRIMARY KEY,
        state       text NOT NULL CHECK (state IN ('mapping', 'loading', 'loaded', 'ended')),
        file_name   text NOT NULL,
        file_size   bigint NOT NULL,
        format      jsonb NOT NULL,               -- kind of table, encoding, delimiter, sheets
        sheet       text NOT NULL,
        header_row  integer NOT NULL,
        columns     jsonb NOT NULL,               -- names of the columns
        examples    jsonb,                        -- a few cells of each, СНИЛС masked; gone with the file
        mapping     jsonb NOT NULL,               -- field of each column; proposed until confirmed
        remembered  boolean NOT NULL,             -- the mapping is that of an earlier file with the same columns
        account_id  uuid REFERENCES accounts (id),
        token_id    uuid REFERENCES directory_tokens (id),
        limits      jsonb,                        -- up to which shares it is applied without a person; none = waits for one
        task_id     uuid,
        version_id  integer REFERENCES directory_versions (id),
        outcome     text,                         -- code of what ended it without a version
        created_at  timestamptz NOT NULL,
        ended_at    timestamptz
      );
      CREATE INDEX directory_imports_created ON directory_imports (created_at, id);
      CREATE INDEX directory_imports_version ON directory_imports (version_id) WHERE version_id IS NOT NULL;

      -- What a person said about columns of these names, for the next file.
      CREATE TABLE directory_mappings (
        fingerprint  bytea PRIMARY KEY,           -- SHA-256 of the names
        mapping      jsonb NOT NULL,
        confirmed_at timestamptz NOT NULL
      );

      -- What a version that waits would change. The first version of all is not written down here: all of it is new.
      CREATE TABLE directory_changes (
        version_id  integer NOT NULL,
        kind        text NOT NULL CHECK (kind IN ('added', 'changed', 'blocked', 'unblocked', 'gone')),
        seq         integer NOT NULL,             -- place in the list of its kind, from 1
        account_key text NOT NULL,
        PRIMARY KEY (version_id, kind, seq)
      );
    `);
  }

  async down(query) {
    await query.query('DROP TABLE directory_changes, directory_mappings, directory_imports, directory_tokens');
  }
}
