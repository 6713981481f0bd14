/** Cases that somebody has chosen for one action: the set stays as it was when he looked at it. */
export class AddBulkSelections1763830100000 {
  name = 'AddBulkSelections1763830100000';

  async up(query) {
    await query.query(`
      CREATE TABLE bulk_selections (
        id         uuid PRIMARY KEY,
        account_id uuid NOT NULL,
        back       text NOT NULL,                 -- address of the list; no typed words
        size       integer NOT NULL,
        task_id    uuid,                          -- what was started with it; a selection is used once
        created_at timestamptz NOT NULL
      );
      CREATE INDEX bulk_selections_created ON bulk_selections (created_at);

      CREATE TABLE bulk_selection_cases (
        selection_id uuid NOT NULL REFERENCES bulk_selections (id) ON DELETE CASCADE,
        place        integer NOT NULL,            -- from 1, in the order of the list
        case_id      uuid NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
        version      integer NOT NULL,            -- of the case, as it was chosen
        PRIMARY KEY (selection_id, place)
      );
    `);
  }

  async down(query) {
    await query.query('DROP TABLE bulk_selection_cases, bulk_selections');
  }
}
