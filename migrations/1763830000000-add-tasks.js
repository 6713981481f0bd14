/** Long work that people start and come back to: how far it is, where to go on after a restart, what was not done and why. */
export class AddTasks1763830000000 {
  name = 'AddTasks1763830000000';

  async up(query) {
    await query.query(`
      CREATE TABLE tasks (
        id              uuid PRIMARY KEY,
        kind            text NOT NULL,
        account_id      uuid,                          -- who started it; none = the service itself
        state           text NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'cancelled', 'failed')),
        total           integer,                       -- none = not known yet
        done            integer NOT NULL DEFAULT 0,
        failed          integer NOT NULL DEFAULT 0,    -- things that could not be done; each has a report row
        reported        integer NOT NULL DEFAULT 0,    -- report rows so far
        words           jsonb NOT NULL DEFAULT '{}',   -- values for the sentences that name it
        input           jsonb NOT NULL,
        cursor          jsonb,                         -- where to go on
        result          jsonb,
        error           text,                          -- code of what ended it
        tries           integer NOT NULL DEFAULT 0,    -- claims since the last step that was saved
        cancel_asked_at timestamptz,
        lease_token     uuid,
        lease_until     timestamptz,
        heartbeat_at    timestamptz,
        claimed_at      timestamptz,                   -- when this run began, and at which count: for the time left
        claimed_count   integer NOT NULL DEFAULT 0,
        created_at      timestamptz NOT NULL,
        started_at      timestamptz,
        ended_at        timestamptz
      );
      CREATE INDEX tasks_account ON tasks (account_id, created_at, id);
      CREATE INDEX tasks_created ON tasks (created_at, id);
      CREATE INDEX tasks_ended ON tasks (ended_at) WHERE ended_at IS NOT NULL;

      CREATE TABLE task_report_rows (
        task_id uuid NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
        seq     integer NOT NULL,
        subject text NOT NULL,                         -- which thing: a number that people know
        code    text NOT NULL,
        params  jsonb NOT NULL,
        PRIMARY KEY (task_id, seq)
      );
    `);
  }

  async down(query) {
    await query.query('DROP TABLE task_report_rows, tasks');
  }
}
