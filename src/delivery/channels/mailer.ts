import type { AttemptOutcome } from '../attempt-outcome.js';

/** A composed mail: the envelope and the raw RFC 5322 message with its fixed Message-ID. */
export interface ComposedMail {
  messageId: string;
  from: string;
  /** Envelope recipients, bare addresses. */
  recipients: string[];
  /** Recipients without which the mail has not arrived; the others (a copy) may be refused. */
  required: string[];
  raw: Buffer;
}

/**
 * A way for mail to leave. Two real ones: SMTP and the captured folder.
 * `beforeHandOver` is awaited after everything that can still be refused safely (connection, TLS, sender, recipients,
 * DATA) and before the first byte of the message is given away; when it throws, nothing may have been sent.
 */
export interface Mailer {
  /** True when sending the same Message-ID again cannot make a second mail. */
  readonly idempotent: boolean;
  send(mail: ComposedMail, beforeHandOver: () => Promise<void>): Promise<AttemptOutcome>;
}
