/** The case page of the desk: who is at a case right now, taking an action back, finding the same person. */
export class AddCasePage1763820000000 {
  name = 'AddCasePage1763820000000';

  async up(query) {
    await query.query(`
      -- A row holds while it is renewed; nothing is lost with it, so it is not written to the log of the server.
      CREATE UNLOGGED TABLE case_presence (
        case_id    uuid NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
        session_id uuid NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
        screen     text NOT NULL,                -- one window of a browser, named by itself
        account_id uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
        writing    boolean NOT NULL,
        until      timestamptz NOT NULL,
        PRIMARY KEY (case_id, session_id, screen)
      );
      CREATE INDEX case_presence_session ON case_presence (session_id);

      -- Screens hear at once that somebody came, left, began or stopped writing; renewing says nothing.
      CREATE FUNCTION case_presence_changed() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify('presence', COALESCE(NEW.case_id, OLD.case_id)::text);
        RETURN NULL;
      END $$;
      CREATE TRIGGER case_presence_came AFTER INSERT OR DELETE ON case_presence FOR EACH ROW EXECUTE FUNCTION case_presence_changed();
      CREATE TRIGGER case_presence_wrote AFTER UPDATE OF writing ON case_presence FOR EACH ROW WHEN (OLD.writing <> NEW.writing) EXECUTE FUNCTION case_presence_changed();

      -- Whoever signs out, is signed out or disabled is at no case any more.
      CREATE FUNCTION case_presence_session_ended() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        DELETE FROM case_presence WHERE session_id = NEW.id;
        RETURN NULL;
      END $$;
      CREATE TRIGGER sessions_presence AFTER UPDATE OF ended_at ON sessions FOR EACH ROW WHEN (NEW.ended_at IS NOT NULL) EXECUTE FUNCTION case_presence_session_ended();

      -- What was taken back stays in the timeline, for operators only.
      ALTER TABLE case_events ADD COLUMN undone_at timestamptz;

      -- The last action on a case and how everything stood before it; only while it is the last it can be taken back.
      CREATE TABLE case_undos (
        case_id    uuid PRIMARY KEY REFERENCES cases (id) ON DELETE CASCADE,
        version    integer NOT NULL,             -- of the case after the action
        account_id uuid NOT NULL,
        action     text NOT NULL,
        at         timestamptz NOT NULL,
        before     jsonb NOT NULL,
        deliveries jsonb NOT NULL,               -- what the action did to them
        last_status_change bigint NOT NULL       -- newest row of case_status_changes before it
      );

      -- The same person in other cases: looked up with every case page.
      CREATE INDEX cases_contact_email ON cases (lower(request #>> '{contact,email}'), created_at);
      CREATE INDEX cases_contact_phone ON cases (right(regexp_replace(request #>> '{contact,phone}', '[^0-9]', '', 'g'), 10), created_at);
      CREATE INDEX cases_owner_and_inn ON cases (lower(certificate #>> '{subject,commonName}'), (request #>> '{organization,inn}'), created_at);
      CREATE INDEX cases_merged_into ON cases (merged_into) WHERE merged_into IS NOT NULL;
    `);
  }

  async down(query) {
    await query.query(`
      DROP INDEX cases_contact_email, cases_contact_phone, cases_owner_and_inn, cases_merged_into;
      DROP TABLE case_undos;
      ALTER TABLE case_events DROP COLUMN undone_at;
      DROP TRIGGER sessions_presence ON sessions;
      DROP FUNCTION case_presence_session_ended;
      DROP TABLE case_presence;
      DROP FUNCTION case_presence_changed;
    `);
  }
}
