import type { AttemptCause, AttemptOutcome } from '../attempt-outcome.js';
import { withoutAddresses } from '../../platform/untrusted-text.js';
import { oneLine } from './mail-text.js';

/** The part of nodemailer's error that tells how an SMTP conversation ended. */
export interface SmtpFailure {
  message: string;
  /** nodemailer's word: `EENVELOPE`, `EMESSAGE`, `ETLS`, `EAUTH`, `ECONNECTION`, … */
  code?: string | undefined;
  /** The system's or OpenSSL's word, where nodemailer put its own over it. */
  originalCode?: string | undefined;
  /** The command that failed; `CONN` outside of commands, `API` before any. */
  command?: string | undefined;
  response?: string | undefined;
  responseCode?: number | undefined;
}

/** Our own word among nodemailer's codes: an address needs SMTPUTF8 (RFC 6531) and the server does not offer it. */
export const NO_SMTPUTF8 = 'ENOSMTPUTF8';

/** The same for a server that answers DATA with something else than 354 (RFC 5321 §4.1.1.4): what would follow it takes for commands. */
export const NO_GO_AHEAD = 'ENOGOAHEAD';

const NEEDS_LOGIN = new Set([530, 534, 535, 538]);
const TRANSACTION = new Set(['MAIL FROM', 'RCPT TO', 'DATA']);
const BROKEN_CONNECTION = new Set(['ECONNECTION', 'ESOCKET', 'ETIMEDOUT', 'EDNS', 'EPROTOCOL']);

/**
 * What an SMTP failure means for the delivery (RFC 5321 §4.2.1, RFC 3463).
 * `handedOver`: the first byte of the message has left. From then on only a 4xx or 5xx reply to the message itself
 * proves that it was not taken; every other ending is `lost`.
 * `secrets` (user, password) are struck out of the detail, mail addresses always.
 */
export function smtpEnding(failure: SmtpFailure, handedOver: boolean, secrets: readonly string[] = []): AttemptOutcome {
  const reply = failure.responseCode ?? 0;
  const refused = reply >= 500 && reply < 600;
  const cause = (code: AttemptCause['code']): AttemptCause => ({ code, detail: detailOf(failure, secrets) });

  if (handedOver) {
    const answered = failure.code === 'EMESSAGE' && failure.command === 'DATA' && reply >= 400 && reply < 600;
    if (!answered) return { kind: 'lost', cause: cause('cut-off') };
    return { kind: refused ? 'refused' : 'deferred', cause: cause(replyCause(failure, refused)) };
  }
  if (failure.code === NO_SMTPUTF8) return { kind: 'refused', cause: cause('foreign-letters') };
  if (failure.code === NO_GO_AHEAD) return { kind: 'deferred', cause: cause('unreadable') };
  if (isTls(failure)) return { kind: 'deferred', cause: cause('tls') };
  // A 4xx to a sign-in says nothing about the password (RFC 4954 §6).
  const isForNow = reply >= 400 && reply < 500;
  if (!isForNow && (failure.code === 'EAUTH' || NEEDS_LOGIN.has(reply))) return { kind: 'deferred', cause: cause('authentication') };
  if (reply) {
    if (!TRANSACTION.has(failure.command ?? '')) return { kind: 'deferred', cause: cause(refused ? 'no-connection' : 'deferred') };
    // 503 speaks of the order of commands, not of this mail.
    const forGood = refused && reply !== 503;
    return { kind: forGood ? 'refused' : 'deferred', cause: cause(replyCause(failure, forGood)) };
  }
  if (failure.code === 'EMESSAGE' && failure.command === 'MAIL FROM') return { kind: 'refused', cause: cause('too-large') };
  if (failure.code === 'EENVELOPE') return { kind: 'refused', cause: cause('internal') };
  return { kind: 'deferred', cause: cause(BROKEN_CONNECTION.has(failure.code ?? '') ? 'no-connection' : 'internal') };
}

/** The id by which the server's administrator finds the mail, else the words of its reply; null when it said nothing more than the code. */
export function queueId(response: string): string | null {
  const text = oneLine(response.replace(/^\d{3}[ -]?(\d\.\d{1,3}\.\d{1,3} )?/, ''), 200);
  return /queued as ([^\s,;]+)/i.exec(text)?.[1] ?? /\bid=([^\s,;]+)/.exec(text)?.[1] ?? (withoutAddresses(text) || null);
}

function isTls(failure: SmtpFailure): boolean {
  if (failure.code === 'ETLS' || (failure.responseCode === 530 && /tls/i.test(failure.response ?? ''))) return true;
  return /CERT|_SSL_|_TLS_|EPROTO$|SELF_SIGNED|UNABLE_TO_/.test(failure.originalCode ?? '');
}

function replyCause(failure: SmtpFailure, refused: boolean): AttemptCause['code'] {
  const response = failure.response ?? '';
  const enhanced = /^\d{3}[ -][245]\.(\d{1,3}\.\d{1,3})(?!\d)/.exec(response)?.[1];
  const atRecipient = failure.command === 'RCPT TO';
  if (enhanced === '2.2') return 'mailbox-full';
  if (enhanced === '3.4' || enhanced === '2.3') return 'too-large';
  if (!refused) return 'deferred';
  if (enhanced === '1.7' || enhanced === '1.8') return 'sender-refused';
  if (failure.command === 'MAIL FROM' && failure.responseCode !== 552) return 'sender-refused';
  if (enhanced?.startsWith('1.')) return 'unknown-recipient';
  if (enhanced) return 'rejected';
  if (failure.responseCode === 552) return atRecipient ? 'mailbox-full' : 'too-large';
  const unknown = /unknown|no such|not exist|does ?n.t exist|not found|unrouteable|invalid (mailbox|recipient|address)/i;
  return atRecipient && unknown.test(response) ? 'unknown-recipient' : 'rejected';
}

function detailOf(failure: SmtpFailure, secrets: readonly string[]): string {
  const said = failure.response ?? [failure.originalCode, failure.message].filter(Boolean).join(': ');
  const hidden = secrets.flatMap((secret) => [secret, Buffer.from(secret).toString('base64')]).reduce((text, secret) => (secret ? text.replaceAll(secret, '…') : text), said);
  return oneLine(withoutAddresses(hidden.replace(/\r?\n\d{3}[ -]/g, ' ')), 500);
}
