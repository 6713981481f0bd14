/** Other systems that are told what happens: who, what, and whether it came there. */
export class AddWebhooks1763910000000 {
  name = 'AddWebhooks1763910000000';

  async up(query) {
    await query.query(`
      CREATE TABLE webhook_endpoints (
        id               uuid PRIMARY KEY,
        name             text NOT NULL,
        url              text NOT NULL,
        events           text[] NOT NULL,       -- src/webhooks/webhook-event.ts
        active           boolean NOT NULL,
        gone_at          timestamptz,           -- it answered 410 and was switched off by that
        secret           bytea NOT NULL,        -- sealed
        former_secret    bytea,                 -- sealed; signs too until then
        former_until     timestamptz,
        failures         integer NOT NULL,      -- attempts in a row that brought nothing
        paused_until     timestamptz,           -- it does not answer: others are not kept waiting for it
        last_success_at  timestamptz,
        last_failure_at  timestamptz,
        last_failure     text,                  -- code of a sentence
        created_at       timestamptz NOT NULL
      );

      CREATE TABLE webhook_deliveries (
        id              uuid PRIMARY KEY,       -- the webhook-id, the same over all attempts
        endpoint_id     uuid NOT NULL REFERENCES webhook_endpoints (id) ON DELETE CASCADE,
        case_id         uuid REFERENCES cases (id) ON DELETE CASCADE,
        event           text NOT NULL,
        body            text NOT NULL,          -- the very bytes that are signed; no personal data
        happened_at     timestamptz NOT NULL,
        state           text NOT NULL CHECK (state IN ('pending', 'sent', 'failed')),
        attempts        integer NOT NULL,
        next_attempt_at timestamptz,
        ended_at        timestamptz,
        status_code     integer,
        failure         text,                   -- code of a sentence
        answer          text,                   -- beginning of what the endpoint said
        CHECK ((state = 'pending') = (next_attempt_at IS NOT NULL))
      );
      CREATE INDEX webhook_deliveries_endpoint ON webhook_deliveries (endpoint_id, happened_at DESC, id DESC);
      CREATE INDEX webhook_deliveries_case ON webhook_deliveries (case_id, happened_at) WHERE state = 'pending';
      CREATE INDEX webhook_deliveries_open ON webhook_deliveries (endpoint_id, state) WHERE state <> 'sent';
      CREATE INDEX webhook_deliveries_ended ON webhook_deliveries (ended_at) WHERE ended_at IS NOT NULL;
    `);
  }

  async down(query) {
    await query.query('DROP TABLE webhook_deliveries, webhook_endpoints');
  }
}
