/** What administrators set in the desk, each version of it, and a way back in for the last of them. */
export class CreateSettingVersions1763840000000 {
  name = 'CreateSettingVersions1763840000000';

  async up(query) {
    await query.query(`
      -- The newest version of a key holds. Rows are only added, under one lock, so that ids grow in the order of the commits.
      CREATE TABLE setting_versions (
        id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        key        text NOT NULL,                          -- agency-email, deadlines, consent, calendar-2027
        version    integer NOT NULL,
        value      jsonb,                                  -- none: back to the environment, the file, the text that was shipped
        at         timestamptz NOT NULL,
        account_id uuid NOT NULL REFERENCES accounts (id),
        UNIQUE (key, version)
      );

      ALTER TABLE account_links DROP CONSTRAINT account_links_kind_check;
      ALTER TABLE account_links ADD CONSTRAINT account_links_kind_check CHECK (kind IN ('invitation', 'password-reset', 'first-sign-in', 'rescue'));

      CREATE INDEX audit_log_account ON audit_log (account_id, id);
      CREATE INDEX audit_log_action ON audit_log (action, id);
      CREATE INDEX audit_log_at ON audit_log (at);
      CREATE INDEX outbox_queue ON outbox (queue, due_at);
    `);
  }

  async down(query) {
    await query.query(`
      DROP INDEX outbox_queue, audit_log_at, audit_log_action, audit_log_account;
      DELETE FROM account_links WHERE kind = 'rescue';
      ALTER TABLE account_links DROP CONSTRAINT account_links_kind_check;
      ALTER TABLE account_links ADD CONSTRAINT account_links_kind_check CHECK (kind IN ('invitation', 'password-reset', 'first-sign-in'));
      DROP TABLE setting_versions;
    `);
  }
}
