/** Operators say what the columns of a batch's table are, and decide over the rules about what it holds. */
export class ConfirmBatchColumns1763944500000 {
  name = 'ConfirmBatchColumns1763944500000';

  async up(query) {
    await query.query(`
      ALTER TABLE batches ALTER COLUMN task_id DROP NOT NULL; -- null: its columns wait to be confirmed
      ALTER TABLE batches ADD COLUMN layout jsonb;            -- where in the table the data are

      -- What a person said about columns of these names.
      CREATE TABLE batch_mappings (
        fingerprint  bytea PRIMARY KEY,
        mapping      jsonb NOT NULL,
        confirmed_at timestamptz NOT NULL
      );

      ALTER TABLE batch_items ADD COLUMN decision jsonb; -- an operator's, over the rules; goes before the verdict
    `);
  }

  async down(query) {
    await query.query(`
      ALTER TABLE batch_items DROP COLUMN decision;
      DROP TABLE batch_mappings;
      ALTER TABLE batches DROP COLUMN layout;
      DELETE FROM batches WHERE task_id IS NULL;
      ALTER TABLE batches ALTER COLUMN task_id SET NOT NULL;
    `);
  }
}
