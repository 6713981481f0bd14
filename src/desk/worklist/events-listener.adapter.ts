import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type pg from 'pg';
import { DataSource } from 'typeorm';
import { SteadyClient } from '../../platform/steady-client.adapter.js';

/** The channels that the database's triggers speak on; a payload is ids of cases, with commas. */
const CHANGES = 'worklist';
const PRESENCE = 'presence';
const RECONNECT_MS = 1_000;

/** Who hears what the database says. */
export interface DatabaseHearer {
  changed(caseIds: string[]): void;
  /** Somebody came to these cases, left them, began or stopped writing. */
  attended(caseIds: string[]): void;
  /** Listening has begun, perhaps anew: what was said before was not heard. */
  listening(): void;
}

/** The one connection of this process on which it hears of changes, also those of other processes; it comes back by itself. */
@Injectable()
export class EventsListener {
  private readonly logger = new Logger(EventsListener.name);
  private client: pg.Client | null = null;
  private retry: NodeJS.Timeout | null = null;
  private hearer: DatabaseHearer | null = null;
  private isListening = false;

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Whether everything that is said now is heard. */
  get ready(): boolean {
    return this.isListening;
  }

  /** Begins to listen, once. */
  start(hearer: DatabaseHearer): void {
    if (this.hearer) return;
    this.hearer = hearer;
    void this.connect();
  }

  async stop(): Promise<void> {
    this.hearer = null;
    this.isListening = false;
    if (this.retry) clearTimeout(this.retry);
    const { client } = this;
    this.client = null;
    await client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const { url } = this.dataSource.options as { url?: string };
    const client = new SteadyClient({ connectionString: url, application_name: `certdesk-${process.pid}`, keepAlive: true });
    this.client = client;
    client.once('end', () => this.lost(client));
    client.on('notification', ({ channel, payload }) => {
      const ids = (payload ?? '').split(',').filter(Boolean);
      if (channel === PRESENCE) this.hearer?.attended(ids);
      else this.hearer?.changed(ids);
    });
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANGES}; LISTEN ${PRESENCE}`);
      if (this.client !== client) return;
      this.isListening = true;
      this.hearer?.listening();
    } catch (error) {
      this.logger.warn(`listening failed: ${(error as { code?: string }).code ?? ''}`);
      await client.end().catch(() => undefined);
      this.lost(client);
    }
  }

  private lost(client: pg.Client): void {
    if (this.client !== client) return;
    this.client = null;
    this.isListening = false;
    if (this.hearer) this.retry = setTimeout(() => void this.connect(), RECONNECT_MS).unref();
  }
}
