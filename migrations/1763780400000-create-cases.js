/** The whole way of one case: the case, its files, what happened to it, what has to be delivered, what has to be done. */
export class CreateCases1763780400000 {
  name = 'CreateCases1763780400000';

  async up(query) {
    await query.query(`
      -- Work that is owed. A row lives until the work is done; queues can be rebuilt from here at any time.
      CREATE TABLE outbox (
        id          uuid PRIMARY KEY,
        queue       text NOT NULL,
        data        jsonb NOT NULL,
        due_at      timestamptz NOT NULL,
        enqueued_at timestamptz,
        round       integer NOT NULL DEFAULT 0
      );
      CREATE INDEX outbox_due ON outbox (due_at);

      CREATE TABLE cases (
        id          uuid PRIMARY KEY,
        number      text NOT NULL UNIQUE,
        status      text NOT NULL,
        source      text NOT NULL,
        category    text NOT NULL,
        route       text NOT NULL,
        verdict     jsonb NOT NULL,
        request     jsonb NOT NULL,
        certificate jsonb NOT NULL,
        thumbprint  text NOT NULL,
        letter      jsonb,
        created_at  timestamptz NOT NULL,
        updated_at  timestamptz NOT NULL,
        version     integer NOT NULL
      );
      CREATE INDEX cases_thumbprint ON cases (thumbprint);

      CREATE TABLE case_files (
        id         uuid PRIMARY KEY,
        case_id    uuid NOT NULL REFERENCES cases (id),
        kind       text NOT NULL,
        file_name  text NOT NULL,
        media_type text NOT NULL,
        size       integer NOT NULL,
        sha256     text NOT NULL,
        content    bytea NOT NULL,
        created_at timestamptz NOT NULL
      );
      ALTER TABLE case_files ALTER COLUMN content SET STORAGE EXTERNAL;
      CREATE INDEX case_files_case ON case_files (case_id);

      CREATE TABLE case_events (
        id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        case_id uuid NOT NULL REFERENCES cases (id),
        at      timestamptz NOT NULL,
        event   text NOT NULL,
        actor   text NOT NULL,
        params  jsonb NOT NULL
      );
      CREATE INDEX case_events_case ON case_events (case_id, id);

      -- The first answer to a key, without the access key: that one is derived again.
      CREATE TABLE idempotency_keys (
        key_hash   bytea PRIMARY KEY,
        body_hash  bytea NOT NULL,
        case_id    uuid NOT NULL,
        answer     json NOT NULL,
        created_at timestamptz NOT NULL
      );

      CREATE TABLE deliveries (
        id               uuid PRIMARY KEY,
        case_id          uuid NOT NULL REFERENCES cases (id),
        channel          text NOT NULL,
        destination      text NOT NULL,
        notice           text,
        about            uuid,
        state            text NOT NULL,
        attempts         integer NOT NULL DEFAULT 0,
        first_attempt_at timestamptz,
        next_attempt_at  timestamptz,
        sent_at          timestamptz,
        external_id      text,
        receipt          text,
        cause            jsonb,
        message_id       text NOT NULL,
        lease_token      uuid,
        lease_until      timestamptz,
        handing_over     boolean NOT NULL DEFAULT false,
        created_at       timestamptz NOT NULL
      );
      CREATE INDEX deliveries_case ON deliveries (case_id);
      -- Each notice once.
      CREATE UNIQUE INDEX deliveries_notice_once ON deliveries (case_id, notice, about) NULLS NOT DISTINCT WHERE notice IS NOT NULL AND notice <> 'link';
      -- A case has at most one live delivery of each kind besides notices.
      CREATE UNIQUE INDEX deliveries_one_live ON deliveries (case_id, channel) WHERE channel <> 'notice' AND state IN ('pending', 'sending', 'uncertain');

      CREATE TABLE delivery_attempts (
        id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        delivery_id uuid NOT NULL REFERENCES deliveries (id),
        number      integer NOT NULL,
        started_at  timestamptz NOT NULL,
        ended_at    timestamptz NOT NULL,
        outcome     text NOT NULL,
        cause       jsonb
      );
      CREATE INDEX delivery_attempts_delivery ON delivery_attempts (delivery_id);

      -- Case numbers count from one in each year; the sequence of a year is made when its first case comes.
      CREATE FUNCTION next_case_number(year integer) RETURNS text LANGUAGE plpgsql AS $$
      DECLARE
        counter text := 'case_numbers_' || year;
      BEGIN
        IF to_regclass(counter) IS NULL THEN
          PERFORM pg_advisory_xact_lock(hashtext(counter));
          EXECUTE format('CREATE SEQUENCE IF NOT EXISTS %I', counter);
        END IF;
        RETURN year || '-' || lpad(nextval(counter::regclass)::text, 6, '0');
      END $$;
    `);
  }

  async down(query) {
    await query.query(`
      DROP FUNCTION next_case_number(integer);
      DROP TABLE delivery_attempts, deliveries, idempotency_keys, case_events, case_files, cases, outbox;
    `);
  }
}
