import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { Config } from '../config/config.js';
import { ClockService } from '../platform/clock.service.js';
import { describeError } from '../platform/describe-error.js';
import { HealthService } from '../platform/health.service.js';
import { InboundMailRow } from './inbound-mail.entity.js';
import { InboxService } from './inbox.service.js';
import { readMail } from './mail-reading.js';
import { Mailbox, type MailboxSettings, type UnreadMessage } from './mailbox.adapter.js';

/** Of all processes the one that holds this lock reads the mailbox. */
const READER_LOCK = 7_200_189;
const MOST_TRIES = 3;
/** Larger ones are set aside unread: letters of the Department with scans are smaller. */
const MOST_BYTES = 40 * 1024 * 1024;
const PAUSE_MS = { first: 1_000, most: 60_000 };
/** An alarm when the mailbox could not be looked at for so long. */
const SILENT_MS = 10 * 60_000;

/**
 * Reads the mailbox for as long as the process lives: one process of all, on one connection that comes back by itself. A mail is marked
 * as read only after what it means was committed; one that cannot be dealt with three times is set aside with the reason.
 */
@Injectable()
export class InboxReader implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(InboxReader.name);
  private stopping = false;
  private mailbox: Mailbox | null = null;
  private reading: Promise<void> | null = null;
  private wake: () => void = () => undefined;
  private lastLook: number | null = null;
  private startedAt = 0;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly inbox: InboxService,
    private readonly health: HealthService,
    private readonly clock: ClockService,
    @Inject(Config) private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    const { inbox } = this.config;
    if (!inbox || !this.config.runsWorker) return;
    this.startedAt = Date.now();
    this.health.register({ name: 'inbox', severity: 'alarm', check: () => this.wasLookedAt() });
    this.reading = this.readForever(inbox);
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping = true;
    this.wake();
    this.mailbox?.close();
    await this.reading;
  }

  private async readForever(settings: MailboxSettings): Promise<void> {
    let pause = PAUSE_MS.first;
    while (!this.stopping) {
      const lock = await this.elected();
      try {
        if (lock) await this.readConnected(settings, () => (pause = PAUSE_MS.first));
      } catch (error) {
        if (!this.stopping) this.logger.warn(`mailbox: ${describeError(error)}`);
      } finally {
        this.mailbox?.close();
        this.mailbox = null;
        await lock?.end().catch(() => undefined);
      }
      if (!this.stopping) await this.sleep(pause);
      pause = Math.min(pause * 2, PAUSE_MS.most);
    }
  }

  /** The connection whose life is our office; `null` when another process reads, or nobody can be asked. */
  private async elected(): Promise<pg.Client | null> {
    const { url } = this.dataSource.options as { url?: string };
    const client = new pg.Client({ connectionString: url, application_name: `certdesk-${process.pid}`, keepAlive: true });
    client.on('error', () => this.mailbox?.close());
    try {
      await client.connect();
      const { rows } = await client.query<{ mine: boolean }>('SELECT pg_try_advisory_lock($1) AS mine', [READER_LOCK]);
      if (rows[0]?.mine) return client;
    } catch (error) {
      this.logger.warn(`mailbox: ${describeError(error)}`);
    }
    await client.end().catch(() => undefined);
    // Somebody else looks at it.
    this.lastLook = Date.now();
    return null;
  }

  private async readConnected(settings: MailboxSettings, connected: () => void): Promise<void> {
    const mailbox = (this.mailbox = await Mailbox.open(settings));
    connected();
    while (!this.stopping) {
      for (const message of await mailbox.unread()) {
        if (this.stopping) return;
        await this.take(mailbox, message);
      }
      this.lastLook = Date.now();
      await mailbox.wait();
    }
  }

  private async take(mailbox: Mailbox, { uid, size }: UnreadMessage): Promise<void> {
    const row = await this.begin(mailbox, uid);
    if (row.state !== 'trying') return mailbox.markRead(uid, row.state === 'set-aside');
    if (size > MOST_BYTES) return this.setAside(mailbox, uid, row.id, 'too-large');
    if (row.tries > MOST_TRIES) return this.setAside(mailbox, uid, row.id, 'unreadable');
    try {
      const source = await mailbox.source(uid);
      if (source) await this.inbox.accept(row.id, await readMail(source));
    } catch (error) {
      this.logger.warn(`mail ${row.id}, try ${row.tries}: ${describeError(error)}`);
      if (row.tries < MOST_TRIES) throw error;
      return this.setAside(mailbox, uid, row.id, 'unreadable');
    }
    await mailbox.markRead(uid, false);
  }

  private async begin({ name, uidValidity }: Mailbox, uid: number): Promise<Pick<InboundMailRow, 'id' | 'tries' | 'state'>> {
    const [row] = await this.dataSource.query<Pick<InboundMailRow, 'id' | 'tries' | 'state'>[]>(
      `INSERT INTO inbound_mails (id, mailbox, uid_validity, uid, tries, state, sender, subject, words, received_at) VALUES ($1, $2, $3, $4, 1, 'trying', '', '', '', $5)
       ON CONFLICT (mailbox, uid_validity, uid) DO UPDATE SET tries = inbound_mails.tries + 1
       RETURNING id, tries, state`,
      [randomUUID(), name, uidValidity, uid, this.clock.now()],
    );
    if (!row) throw new Error('no row for a mail');
    return row;
  }

  private async setAside(mailbox: Mailbox, uid: number, id: string, failure: string): Promise<void> {
    await this.dataSource.manager.update(InboundMailRow, { id }, { state: 'set-aside', failure });
    await mailbox.markRead(uid, true);
  }

  private wasLookedAt(): void {
    if (Date.now() - (this.lastLook ?? this.startedAt) > SILENT_MS) throw new Error('mailbox not read');
  }

  private sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
