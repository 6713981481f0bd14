/**
 * Daily sums for the overview: kept by triggers as appended changes, so that no writer waits for another, and moved into
 * one row for each day and figure from time to time. The page reads days, not cases.
 */
export class AddOverview1763850000000 {
  name = 'AddOverview1763850000000';

  async up(query) {
    await query.query(TABLES);
    await query.query(FUNCTIONS);
    await query.query(TRIGGERS);
    await query.query('SELECT overview_recount()');
  }

  async down(query) {
    await query.query(`
      DROP TRIGGER cases_overview_insert ON cases;
      DROP TRIGGER cases_overview_update ON cases;
      DROP TRIGGER cases_overview_delete ON cases;
      DROP TRIGGER deliveries_overview_insert ON deliveries;
      DROP TRIGGER deliveries_overview_update ON deliveries;
      DROP TRIGGER delivery_attempts_overview ON delivery_attempts;
      DROP FUNCTION overview_case_inserted, overview_case_updated, overview_case_deleted, overview_delivery_inserted, overview_delivery_updated,
        overview_attempt_inserted, overview_recount, overview_compact, overview_of_case, overview_state, overview_bucket, overview_day;
      DROP TABLE overview_sums, overview_deltas;
    `);
  }
}

/*
 * figure     day of …              a                 b
 * came       coming                category          route
 * open       coming                status            –        cases that have not ended
 * answered   the first answer      bucket of time    –
 * ended      the outcome           bucket of time    –
 * missed     the term's end        category          –        terms that ended before something was done
 * delivery   planning              channel           waiting, sent, uncertain, failed, cancelled
 * failure    the attempt           code of its cause channel
 */
const TABLES = `
  CREATE TABLE overview_sums (
    figure text NOT NULL,
    day    date NOT NULL,   -- in Tyumen
    a      text NOT NULL,
    b      text NOT NULL,
    n      bigint NOT NULL,
    PRIMARY KEY (figure, day, a, b)
  );
  -- Changes that are not yet summed up; append only.
  CREATE TABLE overview_deltas (
    figure text NOT NULL,
    day    date NOT NULL,
    a      text NOT NULL,
    b      text NOT NULL,
    delta  bigint NOT NULL
  );
`;

const FUNCTIONS = `
  CREATE FUNCTION overview_day(at timestamptz) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (at AT TIME ZONE interval '5 hours')::date  -- Tyumen, UTC+5 all year round since 2014
  $$;

  -- Minutes on a scale of powers of 1.1: a median read from it is at most 5 % off, and a day has few rows.
  CREATE FUNCTION overview_bucket(began timestamptz, ended timestamptz) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT floor(ln(greatest(extract(epoch FROM ended - began) / 60, 1)) / ln(1.1))::integer::text
  $$;

  CREATE FUNCTION overview_state(state text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN state IN ('pending', 'sending') THEN 'waiting' ELSE state END
  $$;

  -- What one case adds to the sums.
  CREATE FUNCTION overview_of_case(category text, route text, status text, created timestamptz, answered timestamptz, resolved timestamptz)
    RETURNS TABLE (figure text, day date, a text, b text) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT 'came', overview_day(created), category, route
    UNION ALL SELECT 'open', overview_day(created), status, '' WHERE status NOT IN ('resolved', 'closed', 'cancelled')
    UNION ALL SELECT 'answered', overview_day(answered), overview_bucket(created, answered), '' WHERE answered IS NOT NULL
    UNION ALL SELECT 'ended', overview_day(resolved), overview_bucket(created, resolved), '' WHERE resolved IS NOT NULL
  $$;

  CREATE FUNCTION overview_case_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO overview_deltas (figure, day, a, b, delta)
      SELECT f.figure, f.day, f.a, f.b, count(*) FROM new_rows c
      CROSS JOIN LATERAL overview_of_case(c.category, c.route, c.status, c.created_at, c.first_answer_at, c.resolved_at) f GROUP BY 1, 2, 3, 4;
    RETURN NULL;
  END $$;

  CREATE FUNCTION overview_case_updated() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO overview_deltas (figure, day, a, b, delta)
      SELECT figure, day, a, b, sum(sign) FROM (
        SELECT f.*, 1 AS sign FROM new_rows c
        CROSS JOIN LATERAL overview_of_case(c.category, c.route, c.status, c.created_at, c.first_answer_at, c.resolved_at) f
        UNION ALL
        SELECT f.*, -1 FROM old_rows c
        CROSS JOIN LATERAL overview_of_case(c.category, c.route, c.status, c.created_at, c.first_answer_at, c.resolved_at) f
      ) d GROUP BY 1, 2, 3, 4 HAVING sum(sign) <> 0
      UNION ALL
      -- The term had ended when something was done at last.
      SELECT 'missed', overview_day(o.due_at), n.category, '', count(*) FROM old_rows o JOIN new_rows n USING (id)
      WHERE o.due_at < n.updated_at AND n.due_at IS DISTINCT FROM o.due_at GROUP BY 2, 3;
    RETURN NULL;
  END $$;

  CREATE FUNCTION overview_case_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO overview_deltas (figure, day, a, b, delta)
      SELECT f.figure, f.day, f.a, f.b, -count(*) FROM old_rows c
      CROSS JOIN LATERAL overview_of_case(c.category, c.route, c.status, c.created_at, c.first_answer_at, c.resolved_at) f GROUP BY 1, 2, 3, 4;
    RETURN NULL;
  END $$;

  CREATE FUNCTION overview_delivery_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO overview_deltas (figure, day, a, b, delta)
      SELECT 'delivery', overview_day(created_at), channel, overview_state(state), count(*) FROM new_rows WHERE case_id IS NOT NULL GROUP BY 2, 3, 4;
    RETURN NULL;
  END $$;

  CREATE FUNCTION overview_delivery_updated() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO overview_deltas (figure, day, a, b, delta) VALUES
      ('delivery', overview_day(NEW.created_at), NEW.channel, overview_state(OLD.state), -1),
      ('delivery', overview_day(NEW.created_at), NEW.channel, overview_state(NEW.state), 1);
    RETURN NULL;
  END $$;

  CREATE FUNCTION overview_attempt_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO overview_deltas (figure, day, a, b, delta)
      SELECT 'failure', overview_day(t.ended_at), t.cause ->> 'code', d.channel, count(*) FROM new_rows t JOIN deliveries d ON d.id = t.delivery_id
      WHERE t.cause IS NOT NULL AND d.case_id IS NOT NULL GROUP BY 2, 3, 4;
    RETURN NULL;
  END $$;

  -- Moves the changes into the sums, in one statement: exact at every moment, nobody waits. Two at once would take each other's rows: one returns.
  CREATE FUNCTION overview_compact() RETURNS void LANGUAGE sql AS $$
    WITH chosen AS MATERIALIZED (SELECT pg_try_advisory_xact_lock(7200157) AS alone),
      gone AS (DELETE FROM overview_deltas WHERE (SELECT alone FROM chosen) RETURNING figure, day, a, b, delta)
    INSERT INTO overview_sums (figure, day, a, b, n)
      SELECT figure, day, a, b, sum(delta) FROM gone GROUP BY 1, 2, 3, 4 HAVING sum(delta) <> 0
      ON CONFLICT (figure, day, a, b) DO UPDATE SET n = overview_sums.n + EXCLUDED.n
  $$;

  -- All sums anew from the rows; missed terms that were met since then are only known from the sums and stay.
  CREATE FUNCTION overview_recount() RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    LOCK TABLE overview_deltas IN EXCLUSIVE MODE;
    PERFORM overview_compact();
    DELETE FROM overview_sums WHERE figure <> 'missed';
    INSERT INTO overview_sums (figure, day, a, b, n)
      SELECT f.figure, f.day, f.a, f.b, count(*) FROM cases c
      CROSS JOIN LATERAL overview_of_case(c.category, c.route, c.status, c.created_at, c.first_answer_at, c.resolved_at) f GROUP BY 1, 2, 3, 4
      UNION ALL
      SELECT 'delivery', overview_day(created_at), channel, overview_state(state), count(*) FROM deliveries WHERE case_id IS NOT NULL GROUP BY 2, 3, 4
      UNION ALL
      SELECT 'failure', overview_day(t.ended_at), t.cause ->> 'code', d.channel, count(*) FROM delivery_attempts t JOIN deliveries d ON d.id = t.delivery_id
      WHERE t.cause IS NOT NULL AND d.case_id IS NOT NULL GROUP BY 2, 3, 4;
  END $$;
`;

const TRIGGERS = `
  CREATE TRIGGER cases_overview_insert AFTER INSERT ON cases REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION overview_case_inserted();
  CREATE TRIGGER cases_overview_update AFTER UPDATE ON cases REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION overview_case_updated();
  CREATE TRIGGER cases_overview_delete AFTER DELETE ON cases REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION overview_case_deleted();
  CREATE TRIGGER deliveries_overview_insert AFTER INSERT ON deliveries REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION overview_delivery_inserted();
  CREATE TRIGGER deliveries_overview_update AFTER UPDATE OF state ON deliveries FOR EACH ROW
    WHEN (NEW.case_id IS NOT NULL AND overview_state(OLD.state) <> overview_state(NEW.state)) EXECUTE FUNCTION overview_delivery_updated();
  CREATE TRIGGER delivery_attempts_overview AFTER INSERT ON delivery_attempts REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION overview_attempt_inserted();
`;
