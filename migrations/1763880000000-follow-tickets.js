/** Tickets at a service desk of others: where they stand, and what was read of them. And tickets that go by mail instead. */
export class FollowTickets1763880000000 {
  name = 'FollowTickets1763880000000';

  async up(query) {
    await query.query(`
      -- One row for each delivery that made a ticket; the ticket's id is the delivery's external_id.
      CREATE TABLE tickets (
        delivery_id  uuid PRIMARY KEY REFERENCES deliveries (id),
        -- Preset and address of the desk that has it: after a change of the settings it is no longer asked.
        desk         text NOT NULL,
        page         text,
        state        text NOT NULL,
        label        text,
        last_comment text,
        failures     integer NOT NULL DEFAULT 0,
        changed_at   timestamptz NOT NULL,
        looked_at    timestamptz,
        ended_at     timestamptz
      );

      -- The other way of a ticket, when its desk cannot be reached.
      ALTER TABLE deliveries ADD COLUMN by_mail boolean NOT NULL DEFAULT false;
      CREATE INDEX deliveries_replaces ON deliveries (replaces) WHERE replaces IS NOT NULL;
    `);
  }

  async down(query) {
    await query.query(`
      DROP INDEX deliveries_replaces;
      ALTER TABLE deliveries DROP COLUMN by_mail;
      DROP TABLE tickets;
    `);
  }
}
