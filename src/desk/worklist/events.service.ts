import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { SignedIn } from '../../accounts/account-record.js';
import { SessionsService } from '../../accounts/sessions.service.js';
import { DomainError } from '../../platform/domain-error.js';
import { EventsListener } from './events-listener.adapter.js';

/** A sign of life, for proxies and for noticing a screen that is gone; sessions are looked at with it. */
const HEARTBEAT_MS = 15_000;
/** No event goes to a session that was not looked at for this long. */
const TRUST_MS = 2_000;
/** Changes of one moment go out together. */
const GATHER_MS = 30;
/** More cases than this at once are told as «you have missed something». */
const MOST_IDS = 200;
/** A screen that does not read this much is hung up on: it comes back and asks. */
const MOST_BUFFERED = 64 * 1024;
const MOST_PER_SESSION = 12;
const MOST_STREAMS = 2_000;

interface Stream {
  response: ServerResponse;
  accountId: string;
  sessionId: string;
  checkedAt: number;
}

/**
 * Tells open screens which cases changed, ids only, by server-sent events: `ready` (listening has begun; ask what you missed),
 * `cases` `{ids}`, `presence` `{ids}` (ask who is there), `ended` (the session is over). Works with any number of web processes: each hears the database.
 */
@Injectable()
export class EventsService implements OnModuleDestroy {
  private readonly streams = new Set<Stream>();
  private readonly gathered = new Set<string>();
  private gathering: NodeJS.Timeout | null = null;
  private heartbeat: NodeJS.Timeout | null = null;
  private closed = false;

  constructor(
    private readonly sessions: SessionsService,
    private readonly listener: EventsListener,
  ) {}

  /** How many screens are open on this process. */
  get size(): number {
    return this.streams.size;
  }

  /** Keeps the answer open until the screen goes, the session ends or the process stops. @throws DomainError `unavailable`, `too-many-screens`. */
  open(reply: FastifyReply, me: SignedIn): void {
    if (this.closed || this.streams.size >= MOST_STREAMS) throw new DomainError('unavailable', 'unavailable');
    if ([...this.streams].filter(({ sessionId }) => sessionId === me.sessionId).length >= MOST_PER_SESSION) throw new DomainError('too-many', 'too-many-screens');
    this.listener.start({ changed: (ids) => this.gather(ids), attended: (ids) => void this.tell('presence', { ids }), listening: () => void this.tell('ready', {}) });
    void reply.type('text/event-stream; charset=utf-8').header('cache-control', 'no-store').header('x-accel-buffering', 'no');
    const headers = reply.getHeaders() as OutgoingHttpHeaders;
    reply.hijack();
    const response = reply.raw;
    const stream: Stream = { response, accountId: me.account.id, sessionId: me.sessionId, checkedAt: Date.now() };
    response.writeHead(200, headers);
    response.on('close', () => this.streams.delete(stream));
    response.on('error', () => this.streams.delete(stream));
    this.streams.add(stream);
    this.heartbeat ??= setInterval(() => void this.beat(), HEARTBEAT_MS).unref();
    this.write(stream, 'retry: 2000\n\n');
    if (this.listener.ready) this.write(stream, message('ready', {}));
  }

  async onModuleDestroy(): Promise<void> {
    this.closed = true;
    if (this.heartbeat) clearInterval(this.heartbeat);
    if (this.gathering) clearTimeout(this.gathering);
    for (const { response } of this.streams) response.end();
    this.streams.clear();
    await this.listener.stop();
  }

  private gather(ids: string[]): void {
    for (const id of ids) this.gathered.add(id);
    this.gathering ??= setTimeout(() => {
      const told = [...this.gathered];
      this.gathered.clear();
      this.gathering = null;
      void (told.length > MOST_IDS ? this.tell('ready', {}) : this.tell('cases', { ids: told }));
    }, GATHER_MS);
  }

  private async tell(event: string, data: object): Promise<void> {
    const text = message(event, data);
    await this.endStrangers(TRUST_MS);
    for (const stream of this.streams) this.write(stream, text);
  }

  private async beat(): Promise<void> {
    await this.endStrangers(0);
    for (const stream of this.streams) this.write(stream, ': \n\n');
  }

  /** Ends the streams whose session has ended; with the database away they go on, and the next look will tell. */
  private async endStrangers(trustMs: number): Promise<void> {
    const now = Date.now();
    const doubtful = [...this.streams].filter(({ checkedAt }) => now - checkedAt >= trustMs);
    const accounts = new Set(doubtful.map(({ accountId }) => accountId));
    await Promise.all(
      [...accounts].map(async (accountId) => {
        const living = await this.sessions.list(accountId).catch(() => null);
        if (!living) return;
        const ids = new Set(living.map(({ id }) => id));
        for (const stream of doubtful.filter((candidate) => candidate.accountId === accountId)) {
          stream.checkedAt = now;
          if (!ids.has(stream.sessionId)) this.end(stream, 'ended');
        }
      }),
    );
  }

  private write(stream: Stream, text: string): void {
    if (stream.response.writableLength > MOST_BUFFERED) {
      this.streams.delete(stream);
      stream.response.destroy();
    } else stream.response.write(text);
  }

  private end(stream: Stream, event: string): void {
    this.streams.delete(stream);
    stream.response.end(message(event, {}));
  }
}

function message(event: string, data: object): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
