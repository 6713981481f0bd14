/** Certificates that end soon, counted anew every hour; and who was told, at most once at each step. */
export class KeepEndingCertificates1763876000000 {
  name = 'KeepEndingCertificates1763876000000';

  async up(query) {
    await query.query(`
      -- Of cases and of the directory that is seen, each person's newest; written as a whole.
      CREATE TABLE ending_certificates (
        certificate_key   text PRIMARY KEY,      -- thumbprint; of an account with none or several, its key and the day
        thumbprint        text,
        not_after         timestamptz NOT NULL,
        person            text NOT NULL,
        organization_inn  text,
        organization_name text,
        email             text,
        colleague         text,                  -- of the same organisation, with a certificate that ends later
        case_number       text                   -- the case it is known from; none: from the directory
      );
      CREATE INDEX ending_certificates_order ON ending_certificates (not_after, certificate_key);
      CREATE INDEX ending_certificates_organization ON ending_certificates (organization_inn, not_after, certificate_key);

      CREATE TABLE expiry_notices (
        id              uuid PRIMARY KEY,
        certificate_key text NOT NULL,
        thumbprint      text,
        step            integer NOT NULL CHECK (step IN (45, 14, 3)),  -- days before the end
        email           text NOT NULL,
        person          text NOT NULL,
        colleague       text,
        not_after       timestamptz NOT NULL,
        at              timestamptz NOT NULL,
        UNIQUE (certificate_key, step)
      );
      CREATE UNIQUE INDEX expiry_notices_thumbprint ON expiry_notices (thumbprint, step) WHERE thumbprint IS NOT NULL;

      -- Addresses that want no such mail.
      CREATE TABLE expiry_refusals (
        email text PRIMARY KEY,                  -- small letters
        at    timestamptz NOT NULL
      );

      ALTER TABLE deliveries
        ADD COLUMN expiry_notice_id uuid REFERENCES expiry_notices (id),
        DROP CONSTRAINT deliveries_one_owner,
        ADD CONSTRAINT deliveries_one_owner CHECK (num_nonnulls(case_id, account_link_id, expiry_notice_id) = 1);
      CREATE UNIQUE INDEX deliveries_expiry_notice ON deliveries (expiry_notice_id) WHERE expiry_notice_id IS NOT NULL;
    `);
  }

  async down(query) {
    await query.query(`
      DELETE FROM delivery_attempts WHERE delivery_id IN (SELECT id FROM deliveries WHERE expiry_notice_id IS NOT NULL);
      DELETE FROM deliveries WHERE expiry_notice_id IS NOT NULL;
      ALTER TABLE deliveries DROP COLUMN expiry_notice_id;
      ALTER TABLE deliveries ADD CONSTRAINT deliveries_one_owner CHECK (num_nonnulls(case_id, account_link_id) = 1);
      DROP TABLE expiry_refusals, expiry_notices, ending_certificates;
    `);
  }
}
