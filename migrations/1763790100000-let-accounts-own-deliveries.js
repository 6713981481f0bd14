/** Mails to people at the desk leave by the same machinery as those about cases: a delivery belongs to a case or to a link. */
export class LetAccountsOwnDeliveries1763790100000 {
  name = 'LetAccountsOwnDeliveries1763790100000';

  async up(query) {
    await query.query(`
      ALTER TABLE deliveries
        ALTER COLUMN case_id DROP NOT NULL,
        ADD COLUMN account_link_id uuid REFERENCES account_links (id),
        ADD CONSTRAINT deliveries_one_owner CHECK (num_nonnulls(case_id, account_link_id) = 1);
      -- One mail for a link.
      CREATE UNIQUE INDEX deliveries_account_link ON deliveries (account_link_id) WHERE account_link_id IS NOT NULL;
    `);
  }

  async down(query) {
    await query.query(`
      DELETE FROM delivery_attempts WHERE delivery_id IN (SELECT id FROM deliveries WHERE case_id IS NULL);
      DELETE FROM deliveries WHERE case_id IS NULL;
      ALTER TABLE deliveries DROP COLUMN account_link_id, ALTER COLUMN case_id SET NOT NULL;
    `);
  }
}
