/** The same trouble in a wave: one issuing centre, one organisation or one error text within hours, and the cases that belong to it. */
export class AddIncidents1763850100000 {
  name = 'AddIncidents1763850100000';

  async up(query) {
    await query.query(`
      CREATE TABLE incidents (
        id          uuid PRIMARY KEY,
        kind        text NOT NULL,        -- issuer, organization, error-text
        fingerprint text NOT NULL,        -- what its cases have in common, normalised
        label       text NOT NULL,        -- the same for people
        found_at    timestamptz NOT NULL,
        closed_at   timestamptz,
        closed_by   uuid,
        note        text,                 -- what was the matter, said when it was closed
        version     integer NOT NULL
      );
      -- A wave is brought up once.
      CREATE UNIQUE INDEX incidents_one_open ON incidents (kind, fingerprint) WHERE closed_at IS NULL;
      CREATE INDEX incidents_found ON incidents (found_at DESC, id);

      -- A case that was untied keeps its row, so that it is not tied again by itself.
      CREATE TABLE incident_cases (
        incident_id uuid NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
        case_id     uuid NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
        tied_at     timestamptz NOT NULL,
        tied_by     uuid,                 -- an account; none when it was tied by itself
        untied_at   timestamptz,
        untied_by   uuid,
        PRIMARY KEY (incident_id, case_id)
      );
      CREATE INDEX incident_cases_case ON incident_cases (case_id) WHERE untied_at IS NULL;
    `);
  }

  async down(query) {
    await query.query('DROP TABLE incident_cases, incidents');
  }
}
