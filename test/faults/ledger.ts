import { join } from 'node:path';
import pg from 'pg';
import { readMails } from '../support/app.js';
import type { ReceivedMail } from '../support/smtp-sink.js';

/** Where letters go in these tests. */
export const AGENCY = 'goszakaz@72to.ru';

/** What the database says of one delivery. */
export interface DeliveryRow {
  number: string;
  message_id: string;
  channel: string;
  notice: string | null;
  state: string;
  attempts: number;
  handing_over: boolean;
  case_status: string;
}

/** One line of the table at the end of a run. */
export interface Tally {
  submitted: number;
  acknowledged: number;
  delivered: number;
  duplicates: number;
  lost: number;
  uncertain: number;
  /** Called sent although the server never took it. */
  falseSent: number;
}

/** What became of all mail of a run. */
export interface MailAudit {
  letters: Tally;
  notices: Tally;
}

/** The service's database, looked at from outside. */
export class Ledger {
  private readonly pool: pg.Pool;

  constructor(databaseUrl: string) {
    this.pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
    this.pool.on('error', () => undefined);
  }

  async deliveries(): Promise<DeliveryRow[]> {
    const { rows } = await this.pool.query<DeliveryRow>(
      `SELECT number, message_id, channel, notice, state, attempts, handing_over, cases.status AS case_status
         FROM deliveries JOIN cases ON cases.id = case_id ORDER BY number, channel, notice`,
    );
    return rows;
  }

  /** State of the letter's delivery of the case that came last. */
  async letter(): Promise<DeliveryRow | undefined> {
    return (await this.deliveries()).findLast(({ channel }) => channel === 'email');
  }

  async count(table: 'cases' | 'outbox' | 'deliveries'): Promise<number> {
    const { rows } = await this.pool.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`);
    return rows[0]?.count ?? 0;
  }

  /** Case numbers of this year go on from here. */
  async startNumbersAt(number: number): Promise<void> {
    await this.pool.query(`CREATE SEQUENCE IF NOT EXISTS case_numbers_${new Date().getFullYear()} START ${number}`);
  }

  /** Ids of the tickets at a desk of others. */
  async ticketIds(): Promise<string[]> {
    const { rows } = await this.pool.query<{ external_id: string }>("SELECT external_id FROM deliveries WHERE channel = 'service-desk' AND external_id IS NOT NULL");
    return rows.map(({ external_id }) => external_id);
  }

  /** Everything was handed over long ago, so that the next sweep looks at it. */
  async ageHandOvers(): Promise<void> {
    await this.pool.query("UPDATE outbox SET enqueued_at = now() - interval '1 hour'");
  }

  /** How often each row was handed over again, of those that a sweep has looked at since {@link ageHandOvers}. */
  async sweptRounds(): Promise<number[]> {
    const { rows } = await this.pool.query<{ round: number }>("SELECT round FROM outbox WHERE enqueued_at > now() - interval '1 minute'");
    return rows.map(({ round }) => round);
  }

  /** Deliveries that could leave now. */
  async waiting(): Promise<number> {
    const { rows } = await this.pool.query<{ count: number }>("SELECT count(*)::int AS count FROM deliveries WHERE state = 'pending' AND next_attempt_at <= now()");
    return rows[0]?.count ?? 0;
  }

  /** True when every delivery has ended and none is owed. Other jobs come by the clock and may stand at any time. */
  async atRest(): Promise<boolean> {
    const { rows } = await this.pool.query<{ rest: boolean }>(
      `SELECT NOT EXISTS (SELECT FROM deliveries WHERE state IN ('pending', 'sending'))
          AND NOT EXISTS (SELECT FROM outbox WHERE queue = 'deliver') AS rest`,
    );
    return rows[0]?.rest ?? false;
  }

  /** Time goes by for everything that waits: leases run out, attempts become due. */
  async letTimePass(): Promise<void> {
    await this.pool.query("UPDATE deliveries SET lease_until = now() - interval '1 second' WHERE lease_until IS NOT NULL");
    await this.comeDue();
  }

  /** Attempts become due; leases are left alone, so this may be said again and again while work is going on. */
  async comeDue(): Promise<void> {
    await this.pool.query('UPDATE deliveries SET next_attempt_at = now() WHERE next_attempt_at > now()');
    await this.pool.query('UPDATE outbox SET due_at = now() WHERE due_at > now()');
  }

  /** The queues of BullMQ on PostgreSQL are empty from one moment to the next. */
  async wipeQueues(): Promise<void> {
    await this.pool.query('TRUNCATE bullmq.job CASCADE');
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}

/** Numbers of the cases whose letter lies in the captured mail, one for each mail. */
export async function capturedLetters(dataDir: string): Promise<string[]> {
  const mails = await readMails(join(dataDir, 'mail'));
  return mails.filter(({ to }) => to?.some(({ address }) => address === AGENCY)).map(({ messageId }) => caseNumber(messageId ?? ''));
}

/** Numbers of the cases whose letter a mail server took, one for each mail. */
export function receivedLetters(mails: readonly ReceivedMail[]): string[] {
  return mails.filter(({ to }) => to.includes(AGENCY)).map((mail) => caseNumber(messageId(mail)));
}

/** Compares what was promised with what arrived. */
export function tally(acknowledged: readonly string[], arrived: readonly string[], deliveries: readonly DeliveryRow[], submitted: number): Tally {
  const uncertain = deliveries.filter(({ channel, state }) => channel === 'email' && state === 'uncertain').map(({ number }) => number);
  const delivered = new Set(arrived);
  return {
    submitted,
    acknowledged: acknowledged.length,
    delivered: delivered.size,
    duplicates: arrived.length - delivered.size,
    lost: acknowledged.filter((number) => !delivered.has(number) && !uncertain.includes(number)).length,
    uncertain: uncertain.length,
    falseSent: deliveries.filter(({ channel, state, number }) => channel === 'email' && state === 'sent' && !delivered.has(number)).length,
  };
}

/** The same for everything that a mail server took: letters, and the notices about them. */
export function auditMail(acknowledged: readonly string[], mails: readonly ReceivedMail[], deliveries: readonly DeliveryRow[], submitted: number): MailAudit {
  const planned = deliveries.filter(({ channel }) => channel === 'notice');
  const arrived = mails.filter(({ to }) => !to.includes(AGENCY)).map(messageId);
  const delivered = new Set(arrived);
  const inState = (state: string): DeliveryRow[] => planned.filter((row) => row.state === state);
  return {
    letters: tally(acknowledged, receivedLetters(mails), deliveries, submitted),
    notices: {
      submitted: planned.length,
      acknowledged: planned.length,
      delivered: delivered.size,
      duplicates: arrived.length - delivered.size,
      lost: planned.filter(({ message_id, state }) => !delivered.has(message_id) && state !== 'uncertain').length,
      uncertain: inState('uncertain').length,
      falseSent: inState('sent').filter(({ message_id }) => !delivered.has(message_id)).length,
    },
  };
}

function messageId({ raw }: ReceivedMail): string {
  return /^Message-ID:\s*(\S+)/im.exec(raw.toString('latin1'))?.[1] ?? '';
}

function caseNumber(messageId: string): string {
  return /\d{4}-\d{6}/.exec(messageId)?.[0] ?? messageId;
}
