/** What somebody types into the wizard, kept a day so that an error, Back, a reload or a pause loses nothing. */
export class CreateDrafts1763780500000 {
  async up(q) {
    await q.query(`
      CREATE TABLE drafts (
        id          uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
        token_hash  bytea       NOT NULL UNIQUE,        -- SHA-256 of the cookie; the cookie itself is nowhere
        answers     jsonb       NOT NULL DEFAULT '{}',  -- as typed, faults included
        certificate bytea,                              -- DER of the one certificate that was read; never a refused file
        sealed_case bytea,                              -- number and key of the case made, sealed with the cookie
        touched_at  timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX drafts_touched_at ON drafts (touched_at);
    `);
  }

  async down(q) {
    await q.query('DROP TABLE drafts');
  }
}
