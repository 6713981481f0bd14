/** What operators do to a case: take it, decide over the rules, answer, note, write the letter again, resolve, merge. */
export class AddOperatorWork1763800000000 {
  name = 'AddOperatorWork1763800000000';

  async up(query) {
    await query.query(`
      ALTER TABLE cases
        ADD COLUMN assignee_id     uuid,
        ADD COLUMN decision        jsonb,
        ADD COLUMN outcome         text,
        ADD COLUMN merged_into     uuid REFERENCES cases (id),
        ADD COLUMN first_answer_at timestamptz,
        ADD COLUMN resolved_at     timestamptz;

      -- Who did it, and whether the applicant may see it.
      ALTER TABLE case_events
        ADD COLUMN account_id uuid,
        ADD COLUMN internal   boolean NOT NULL DEFAULT false;

      -- Versions of a letter that was made again; the newest stands in cases.letter.
      CREATE TABLE former_letters (
        case_id    uuid NOT NULL REFERENCES cases (id),
        version    integer NOT NULL,
        data       jsonb NOT NULL,
        replaced_at timestamptz NOT NULL,
        PRIMARY KEY (case_id, version)
      );

      -- A delivery that took over from another counts with it as one.
      ALTER TABLE deliveries ADD COLUMN replaces uuid REFERENCES deliveries (id);
    `);
  }

  async down(query) {
    await query.query(`
      ALTER TABLE deliveries DROP COLUMN replaces;
      DROP TABLE former_letters;
      ALTER TABLE case_events DROP COLUMN account_id, DROP COLUMN internal;
      ALTER TABLE cases DROP COLUMN assignee_id, DROP COLUMN decision, DROP COLUMN outcome, DROP COLUMN merged_into,
        DROP COLUMN first_answer_at, DROP COLUMN resolved_at;
    `);
  }
}
