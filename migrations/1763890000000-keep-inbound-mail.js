/** What came to the mailbox: so that nothing is taken twice, and what belongs to no case is seen by somebody. */
export class KeepInboundMail1763890000000 {
  name = 'KeepInboundMail1763890000000';

  async up(query) {
    await query.query(`
      CREATE TABLE inbound_mails (
        id           uuid PRIMARY KEY,
        mailbox      text NOT NULL,            -- user, host and folder
        uid_validity bigint NOT NULL,          -- with uid: the message's name in that mailbox (RFC 9051 §2.3.1.1)
        uid          bigint NOT NULL,
        tries        integer NOT NULL,
        state        text NOT NULL CHECK (state IN ('trying', 'done', 'unmatched', 'set-aside')),
        kind         text,                     -- src/inbox/inbound-mail.ts; none while it could not be read
        failure      text,                     -- why it was set aside; code of a sentence
        message_id   text,
        case_id      uuid REFERENCES cases (id) ON DELETE CASCADE,
        sender       text NOT NULL,            -- kept with subject and words until somebody has dealt with it, then emptied
        subject      text NOT NULL,
        words        text NOT NULL,
        received_at  timestamptz NOT NULL,
        settled_at   timestamptz,
        settled_by   uuid,
        UNIQUE (mailbox, uid_validity, uid)
      );
      CREATE INDEX inbound_mails_open ON inbound_mails (received_at, id) WHERE state IN ('unmatched', 'set-aside');
      CREATE INDEX inbound_mails_message ON inbound_mails (message_id);

      -- Files of a mail that belongs to no case yet; none with a private key in it.
      CREATE TABLE inbound_files (
        id         uuid PRIMARY KEY,
        mail_id    uuid NOT NULL REFERENCES inbound_mails (id) ON DELETE CASCADE,
        file_name  text NOT NULL,
        media_type text NOT NULL,
        content    bytea NOT NULL
      );
      CREATE INDEX inbound_files_mail ON inbound_files (mail_id);

      CREATE INDEX deliveries_message ON deliveries (message_id);
    `);
  }

  async down(query) {
    await query.query('DROP INDEX deliveries_message; DROP TABLE inbound_files, inbound_mails');
  }
}
