import { Readable } from 'node:stream';
import SMTPConnection, { type SMTPConnectionEnvelope, type SMTPConnectionSendInfo, type SMTPEnvelope } from 'nodemailer/lib/smtp-connection';
import { parseSmtpUrl, type SmtpServer } from '../../config/smtp-url.js';
import { isAsciiLocal } from '../../platform/mail-address.js';
import type { AttemptOutcome } from '../attempt-outcome.js';
import type { ComposedMail, Mailer } from './mailer.js';
import { NO_GO_AHEAD, NO_SMTPUTF8, queueId, type SmtpFailure, smtpEnding } from './smtp-ending.js';

/** How long to wait, milliseconds. */
export interface SmtpTimeouts {
  /** For the name, the connection and TLS together. */
  connection: number;
  greeting: number;
  /** For every reply; RFC 5321 §4.5.3.2.6 asks for 10 minutes after the final dot. */
  socket: number;
}

const DEFAULT_TIMEOUTS: SmtpTimeouts = { connection: 60_000, greeting: 30_000, socket: 600_000 };
const QUIT_WAIT_MS = 1000;
const CHUNK_BYTES = 64 * 1024;

/** nodemailer notes in the envelope object it was given who was refused. */
type Envelope = SMTPEnvelope & Partial<Pick<SMTPConnectionEnvelope, 'accepted' | 'rejectedErrors'>>;

/**
 * Sends over SMTP, one connection a message. Every ending becomes an AttemptOutcome (`smtpEnding`); certificates are checked,
 * STARTTLS is used where it is offered.
 */
export class SmtpMailerAdapter implements Mailer {
  readonly idempotent = false;
  private readonly server: SmtpServer;
  private readonly timeouts: SmtpTimeouts;

  /** Throws when the URL is wrong (`parseSmtpUrl`). */
  constructor(smtpUrl: string, timeouts: Partial<SmtpTimeouts> = {}) {
    this.server = parseSmtpUrl(smtpUrl);
    this.timeouts = { ...DEFAULT_TIMEOUTS, ...timeouts };
  }

  /**
   * The server may already have said 354 when a required recipient turns out to be refused (PIPELINING): then the connection
   * is dropped before the first byte of the message. What `beforeHandOver` throws is thrown on, with nothing sent.
   */
  async send(mail: ComposedMail, beforeHandOver: () => Promise<void>): Promise<AttemptOutcome> {
    const { auth, ...server } = this.server;
    const connection = new SMTPConnection({
      ...server,
      connectionTimeout: this.timeouts.connection,
      dnsTimeout: this.timeouts.connection,
      greetingTimeout: this.timeouts.greeting,
      socketTimeout: this.timeouts.socket,
      // Destroyed at once when closed: nothing that still waits in a buffer may leave.
      socketCloseTimeout: 0,
    });
    const envelope: Envelope = { from: mail.from, to: [...mail.recipients], size: mail.raw.length };
    let unreadable: string | null = null;
    const body = new MessageBody(mail.raw, async () => {
      const said = connection.lastServerResponse || '';
      if (!said.startsWith('354')) {
        unreadable = said;
        throw new Error('no go-ahead');
      }
      if (mail.required.some((recipient) => !envelope.accepted?.includes(recipient))) throw new Error('a required recipient was refused');
      await body.ask(beforeHandOver);
    });
    const secrets = auth ? [auth.user, auth.pass] : [];
    try {
      const info = await converse(connection, auth, envelope, body.stream, !mail.recipients.every(isAsciiLocal));
      quit(connection);
      if (body.allGiven) return { kind: 'accepted', externalId: queueId(info.response) };
      return { kind: 'lost', cause: { code: 'cut-off', detail: 'the server answered before the message had ended' } };
    } catch (error) {
      const handedOver = body.handedOver;
      connection.close();
      body.stream.destroy();
      await body.settled();
      if (unreadable !== null) return smtpEnding({ message: 'no go-ahead', code: NO_GO_AHEAD, response: unreadable }, false, secrets);
      const refusals = (envelope.rejectedErrors ?? []).filter(({ recipient }) => mail.required.includes(recipient ?? ''));
      const refusal = refusals.find(({ permanent }) => permanent) ?? refusals[0];
      return smtpEnding(!handedOver && refusal ? refusal : (error as SmtpFailure), handedOver, secrets);
    }
  }
}

/** The message as a stream that asks for permission when it is first read, which is after the server's 354. */
class MessageBody {
  readonly stream: Readable;
  /** The first byte has been given away. */
  handedOver = false;
  /** The last byte has been given away; the final dot follows. */
  allGiven = false;
  private permission: Promise<void> | null = null;
  private objection: { error: unknown } | null = null;

  constructor(raw: Buffer, permit: () => Promise<void>) {
    let position = 0;
    const give = (stream: Readable): void => {
      if (stream.destroyed) return;
      this.handedOver = true;
      const chunk = raw.subarray(position, (position += CHUNK_BYTES));
      this.allGiven = chunk.length === 0;
      stream.push(this.allGiven ? null : chunk);
    };
    const read = (stream: Readable): void => {
      if (this.permission) return give(stream);
      this.permission = permit();
      this.permission.then(
        () => give(stream),
        // A new error: nodemailer writes its own code into the one it is given.
        () => stream.destroy(new Error('the message was held back')),
      );
    };
    this.stream = new Readable({
      read() {
        read(this);
      },
    });
  }

  /** Runs the caller's question and remembers its objection, to be thrown on by `settled`. */
  async ask(question: () => Promise<void>): Promise<void> {
    try {
      await question();
    } catch (error) {
      this.objection = { error };
      throw error;
    }
  }

  /** Waits until a question under way is answered: what it writes must not come after what the outcome writes. */
  async settled(): Promise<void> {
    await this.permission?.catch(() => undefined);
    if (this.objection) throw this.objection.error;
  }
}

function converse(connection: SMTPConnection, auth: SmtpServer['auth'], envelope: Envelope, message: Readable, needsUtf8: boolean): Promise<SMTPConnectionSendInfo> {
  return new Promise((resolve, reject) => {
    // Stays for the life of the connection: an error after the reply (at QUIT) must not end the process.
    connection.on('error', reject);
    // Only if nothing tells more in the same turn.
    connection.once('end', () => setImmediate(() => reject(Object.assign(new Error('connection closed'), { code: 'ECONNECTION' }))));
    const send = (): void => connection.send(envelope, message, (error, info) => (error ? reject(error) : resolve(info)));
    connection.connect((error) => {
      if (error) reject(error);
      // The last response is that to EHLO. Without the extension nodemailer would put raw UTF-8 into the command.
      else if (needsUtf8 && !/[ -]SMTPUTF8\b/im.test(connection.lastServerResponse || '')) reject(Object.assign(new Error('SMTPUTF8 is not offered'), { code: NO_SMTPUTF8 }));
      else if (auth && connection.allowsAuth) connection.login(auth, (refused) => (refused ? reject(refused) : send()));
      else send();
    });
  });
}

/** Takes leave politely, but does not wait for a server that does not answer. */
function quit(connection: SMTPConnection): void {
  const timer = setTimeout(() => connection.close(), QUIT_WAIT_MS);
  connection.once('end', () => clearTimeout(timer));
  connection.quit();
}
