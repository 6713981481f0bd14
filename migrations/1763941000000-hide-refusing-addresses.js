/** Addresses that want no mail of ending certificates are kept as keyed hashes. The key is the installation's: the service hashes what is there at its start. */
export class HideRefusingAddresses1763941000000 {
  name = 'HideRefusingAddresses1763941000000';

  async up(query) {
    await query.query(`
      ALTER TABLE expiry_refusals
        DROP CONSTRAINT expiry_refusals_pkey,
        ALTER COLUMN email DROP NOT NULL,             -- only until the service has hashed it
        ADD COLUMN email_hash bytea UNIQUE,
        ADD CHECK (num_nonnulls(email, email_hash) = 1);
    `);
  }

  async down(query) {
    await query.query(`
      DELETE FROM expiry_refusals WHERE email IS NULL;
      ALTER TABLE expiry_refusals DROP COLUMN email_hash, ADD PRIMARY KEY (email);
    `);
  }
}
