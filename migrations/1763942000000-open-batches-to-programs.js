/** Programs of organisations give batches with a token of their own. */
export class OpenBatchesToPrograms1763942000000 {
  name = 'OpenBatchesToPrograms1763942000000';

  async up(query) {
    await query.query(`
      ALTER TABLE directory_tokens
        ADD COLUMN purpose text NOT NULL DEFAULT 'directory' CHECK (purpose IN ('directory', 'batches'));
      ALTER TABLE batches
        ADD COLUMN token_id    uuid REFERENCES directory_tokens (id),  -- the program that brought it, and the only one that sees it
        ADD COLUMN request_key bytea UNIQUE,                           -- SHA-256 of the program and its Idempotency-Key
        ADD COLUMN body_hash   bytea;                                  -- SHA-256 of what came under that key
      ALTER TABLE batch_makings ALTER COLUMN account_id DROP NOT NULL; -- null: a program
    `);
  }

  async down(query) {
    await query.query(`
      DELETE FROM batch_makings WHERE account_id IS NULL;
      ALTER TABLE batch_makings ALTER COLUMN account_id SET NOT NULL;
      ALTER TABLE batches DROP COLUMN token_id, DROP COLUMN request_key, DROP COLUMN body_hash;
      DELETE FROM directory_tokens WHERE purpose <> 'directory';
      ALTER TABLE directory_tokens DROP COLUMN purpose;
    `);
  }
}
