/** Signs of life of the processes, what stands or stood wrong, and the mails about it. */
export class KeepAlarms1763920000000 {
  name = 'KeepAlarms1763920000000';

  async up(query) {
    await query.query(`
      -- A row for each process, for a day after its last sign.
      CREATE TABLE process_beats (
        id         uuid PRIMARY KEY,
        role       text NOT NULL CHECK (role IN ('all', 'web', 'worker')),
        started_at timestamptz NOT NULL,
        beat_at    timestamptz NOT NULL,
        signed_off boolean NOT NULL DEFAULT false, -- it ended in order: nobody misses it
        failing    text[] NOT NULL,              -- what fails as this process sees it
        disk_free  bigint,                       -- bytes, of the file system that DATA_DIR is on
        disk_total bigint
      );

      -- How much work was due, for an hour: to see whether it grows.
      CREATE TABLE work_samples (
        at  timestamptz PRIMARY KEY,
        due integer NOT NULL
      );

      CREATE TABLE alarms (
        id         uuid PRIMARY KEY,
        kind       text NOT NULL,
        seen_at    timestamptz NOT NULL,
        begun_at   timestamptz,                  -- none: seen by one look only
        calm_since timestamptz,
        ended_at   timestamptz,
        figures    jsonb NOT NULL                -- numbers of the last look that saw it; nothing personal
      );
      -- Whatever runs twice: an alarm stands once.
      CREATE UNIQUE INDEX alarms_open ON alarms (kind) WHERE ended_at IS NULL;
      CREATE INDEX alarms_ended ON alarms (ended_at, id) WHERE ended_at IS NOT NULL;

      ALTER TABLE deliveries
        ADD COLUMN alarm_id uuid REFERENCES alarms (id),
        ADD COLUMN alarm_moment text CHECK (alarm_moment IN ('begun', 'ended')),
        ADD CONSTRAINT deliveries_alarm_moment CHECK ((alarm_id IS NULL) = (alarm_moment IS NULL)),
        DROP CONSTRAINT deliveries_one_owner,
        ADD CONSTRAINT deliveries_one_owner CHECK (num_nonnulls(case_id, account_link_id, expiry_notice_id, alarm_id) = 1);
      -- One mail to each for the beginning, and one for the end.
      CREATE UNIQUE INDEX deliveries_alarm ON deliveries (alarm_id, alarm_moment, destination) WHERE alarm_id IS NOT NULL;
      -- What should have left, the oldest first.
      CREATE INDEX deliveries_unsent ON deliveries (next_attempt_at) WHERE state = 'pending' AND next_attempt_at IS NOT NULL;
    `);
  }

  async down(query) {
    await query.query(`
      DELETE FROM delivery_attempts WHERE delivery_id IN (SELECT id FROM deliveries WHERE alarm_id IS NOT NULL);
      DELETE FROM deliveries WHERE alarm_id IS NOT NULL;
      DROP INDEX deliveries_unsent;
      ALTER TABLE deliveries DROP COLUMN alarm_id, DROP COLUMN alarm_moment;
      ALTER TABLE deliveries ADD CONSTRAINT deliveries_one_owner CHECK (num_nonnulls(case_id, account_link_id, expiry_notice_id) = 1);
      DROP TABLE alarms, work_samples, process_beats;
    `);
  }
}
