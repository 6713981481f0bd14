/** Many failed imports at once: what came in, one row per certificate or line of the table, and cases made of them. */
export class AddBatches1763870000000 {
  name = 'AddBatches1763870000000';

  async up(query) {
    await query.query(`
      CREATE TABLE batches (
        id           uuid PRIMARY KEY,
        source       text NOT NULL CHECK (source IN ('desk', 'api')),
        account_id   uuid,                        -- who brought it; null: a program
        archive_name text,                        -- as they were called; null: not brought
        table_name   text,
        columns      jsonb NOT NULL,              -- what each column of the table was taken for
        common       jsonb NOT NULL,              -- answers that hold where the table has none
        task_id      uuid NOT NULL,               -- the sorting
        size         integer NOT NULL,            -- rows of batch_items so far
        created_at   timestamptz NOT NULL
      );
      CREATE INDEX batches_created ON batches (created_at DESC, id DESC);

      CREATE TABLE batch_items (
        batch_id     uuid NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
        place        integer NOT NULL,            -- from 1: files in the order of the archive, then rows without a file
        kind         text NOT NULL,               -- category, or why there is none
        file_name    text,
        row_number   integer,                     -- as the spreadsheet program numbers it
        thumbprint   text,
        der          bytea,                       -- the certificate alone; never what was refused
        facts        jsonb,
        said         jsonb,                       -- the row of the table
        person       text,
        organization text,
        refusal      text,                        -- why the file was not taken
        same_as      integer,                     -- place of what it repeats
        notes        jsonb NOT NULL,              -- codes of what somebody has to know
        verdict      jsonb,
        case_id      uuid REFERENCES cases (id) ON DELETE SET NULL,
        case_number  text,
        PRIMARY KEY (batch_id, place)
      );
      CREATE INDEX batch_items_kind ON batch_items (batch_id, kind, place);

      CREATE TABLE batch_makings (
        id         uuid PRIMARY KEY,
        batch_id   uuid NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
        account_id uuid NOT NULL,
        places     integer[] NOT NULL,            -- frozen when they were chosen
        form       jsonb,                         -- what was asked once for all
        task_id    uuid,                          -- a choice is used once
        created_at timestamptz NOT NULL
      );
      CREATE INDEX batch_makings_batch ON batch_makings (batch_id, created_at);
    `);
  }

  async down(query) {
    await query.query('DROP TABLE batch_makings, batch_items, batches');
  }
}
