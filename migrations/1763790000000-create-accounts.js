/** Who works at the desk, how they come in, and what they changed that matters. */
export class CreateAccounts1763790000000 {
  name = 'CreateAccounts1763790000000';

  async up(query) {
    await query.query(`
      CREATE TABLE accounts (
        id                uuid PRIMARY KEY,
        email             text NOT NULL,
        full_name         text NOT NULL DEFAULT '',        -- empty until the invitation is accepted
        role              text NOT NULL CHECK (role IN ('operator', 'administrator')),
        password_hash     text,                            -- argon2id; none until set, or when a provider vouches
        totp_secret       bytea,                           -- sealed with AES-256-GCM, see src/accounts/sealing.ts
        totp_confirmed_at timestamptz,                     -- a secret that is not confirmed asks for nothing yet
        totp_last_step    bigint,                          -- each code opens once
        oidc_subject      text,                            -- issuer and subject that vouched first
        activated_at      timestamptz,                     -- when he came in for the first time
        disabled_at       timestamptz,
        created_at        timestamptz NOT NULL
      );
      CREATE UNIQUE INDEX accounts_email ON accounts (lower(email));
      CREATE UNIQUE INDEX accounts_oidc_subject ON accounts (oidc_subject) WHERE oidc_subject IS NOT NULL;

      CREATE TABLE sessions (
        id               uuid PRIMARY KEY,
        token_hash       bytea NOT NULL UNIQUE,            -- SHA-256 of the cookie; the cookie itself is nowhere
        account_id       uuid NOT NULL REFERENCES accounts (id),
        method           text NOT NULL CHECK (method IN ('password', 'oidc')),
        second_factor_at timestamptz,
        user_agent       text NOT NULL,                    -- browser and system only
        created_at       timestamptz NOT NULL,
        last_seen_at     timestamptz NOT NULL,
        ended_at         timestamptz
      );
      CREATE INDEX sessions_account ON sessions (account_id) WHERE ended_at IS NULL;

      CREATE TABLE recovery_codes (
        account_id uuid NOT NULL REFERENCES accounts (id),
        code_hash  bytea NOT NULL,
        used_at    timestamptz,
        PRIMARY KEY (account_id, code_hash)
      );

      -- One-time links. Their tokens are derived from the installation's secret and the id, so nothing secret is here.
      CREATE TABLE account_links (
        id         uuid PRIMARY KEY,
        kind       text NOT NULL CHECK (kind IN ('invitation', 'password-reset', 'first-sign-in')),
        account_id uuid REFERENCES accounts (id),
        expires_at timestamptz NOT NULL,
        used_at    timestamptz,
        created_at timestamptz NOT NULL,
        CHECK ((account_id IS NULL) = (kind = 'first-sign-in'))
      );
      CREATE INDEX account_links_account ON account_links (account_id) WHERE used_at IS NULL;

      -- Failed attempts by a keyed hash of the e-mail that was typed, whether anybody has it or not: a lock tells nothing.
      CREATE TABLE sign_in_failures (
        email_hash     bytea PRIMARY KEY,
        failures       integer NOT NULL,
        last_failed_at timestamptz NOT NULL
      );
      CREATE INDEX sign_in_failures_last ON sign_in_failures (last_failed_at);

      -- Fixed windows by a keyed hash of purpose and address, counted for all processes together.
      CREATE TABLE rate_limits (
        key_hash  bytea PRIMARY KEY,
        began_at  timestamptz NOT NULL,
        count     integer NOT NULL
      );
      CREATE INDEX rate_limits_began_at ON rate_limits (began_at);

      CREATE TABLE audit_log (
        id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at         timestamptz NOT NULL,
        account_id uuid REFERENCES accounts (id),          -- none: the service itself
        action     text NOT NULL,
        subject    text NOT NULL,                          -- kind:id
        details    jsonb NOT NULL                          -- ids, codes and numbers; no personal data
      );
      CREATE INDEX audit_log_subject ON audit_log (subject, id);
    `);
  }

  async down(query) {
    await query.query('DROP TABLE audit_log, rate_limits, sign_in_failures, account_links, recovery_codes, sessions, accounts');
  }
}
