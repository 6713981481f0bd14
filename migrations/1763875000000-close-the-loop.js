/** What a version of the directory said of cases that were there before it: at most one word per case and version. */
export class CloseTheLoop1763875000000 {
  name = 'CloseTheLoop1763875000000';

  async up(query) {
    await query.query(`
      CREATE TABLE case_closings (
        case_id    uuid NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
        version_id integer NOT NULL REFERENCES directory_versions (id),
        -- proposed: the cause is gone, an operator is asked; resolved: and the case was ended; reopened: it came back;
        -- confirmed: a resolved case is as it was said to be, it is not looked at again
        action     text NOT NULL CHECK (action IN ('proposed', 'resolved', 'reopened', 'confirmed')),
        cause      text NOT NULL CHECK (cause IN ('registered', 'unblocked', 'bound', 'missing', 'blocked')),
        evidence   jsonb,                      -- the account, field by field (AccountEvidence); none: nobody was found
        at         timestamptz NOT NULL,
        PRIMARY KEY (case_id, version_id)
      );
      CREATE INDEX case_closings_version ON case_closings (version_id);
    `);
  }

  async down(query) {
    await query.query('DROP TABLE case_closings');
  }
}
