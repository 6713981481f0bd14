/** Which versions of rules are in force besides those the program comes with, and how they were tried before. */
export class SwitchRules1763860300000 {
  name = 'SwitchRules1763860300000';

  async up(query) {
    await query.query(`
      -- Candidates of src/triage/candidate-rules.ts that are on.
      CREATE TABLE rule_switches (
        rule_id     text PRIMARY KEY,
        version     integer NOT NULL,
        switched_by uuid,
        switched_at timestamptz NOT NULL
      );

      -- A candidate run over the cases of a period; its progress is the task's.
      CREATE TABLE rule_dry_runs (
        task_id    uuid PRIMARY KEY,
        rule_id    text NOT NULL,
        version    integer NOT NULL,
        first_day  date NOT NULL,                -- days of Tyumen, both counted in
        last_day   date NOT NULL,
        pairs      jsonb NOT NULL DEFAULT '[]',  -- [{before, after, count, examples}], grows with the run
        created_at timestamptz NOT NULL
      );
      CREATE INDEX rule_dry_runs_rule ON rule_dry_runs (rule_id, version, created_at);
    `);
  }

  async down(query) {
    await query.query('DROP TABLE rule_dry_runs, rule_switches');
  }
}
