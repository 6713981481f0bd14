/** A file says nothing of when it was exported: who gives it does. */
export class KeepDayOfExport1763946500000 {
  name = 'KeepDayOfExport1763946500000';

  async up(query) {
    await query.query('ALTER TABLE directory_imports ADD COLUMN as_of timestamptz; -- null: when it was uploaded');
  }

  async down(query) {
    await query.query('ALTER TABLE directory_imports DROP COLUMN as_of;');
  }
}
