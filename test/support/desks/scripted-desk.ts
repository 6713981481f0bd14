import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A ticket as a scripted desk keeps it. */
export interface KeptTicket {
  id: number;
  subject: string;
  text: string;
  state: string;
  /** Fields that the product keeps besides, as they came. */
  extra: Record<string, unknown>;
  files: { name: string; bytes: Buffer }[];
  comments: { id: number; author: 'us' | 'them'; text: string }[];
}

/** One request as it arrived. */
export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  json: Record<string, unknown>;
  form: FormData | null;
}

/** What a page answers. `made`: a ticket came into being, so that manners for making apply. */
export interface Reply {
  status: number;
  body?: unknown;
  made?: boolean;
  headers?: Record<string, string>;
}

/**
 * Bad manners, for the next request that fits: `making` the one that makes a ticket, `attaching` a file, `asking` any other.
 * `well` lets one pass, so that the next is meant. `cut-before` drops the connection unread, `cut-after` and `slow-after` once the work is done.
 */
export interface Manner {
  at: 'making' | 'attaching' | 'asking';
  do: 'well' | 'cut-before' | 'cut-after' | 'slow-after' | 'trickle' | Reply | { after: Reply };
}

/** What one product is like: a page of a few routes over the kept tickets. */
export interface Product {
  /** Which of our requests this is, and its answer; `null`: no such route. */
  answer(asked: Asked, desk: ScriptedDesk): Reply | null | Promise<Reply | null>;
  /** Which requests make a ticket or attach a file. */
  kind(asked: Asked): Manner['at'];
}

/** One small server for every product that cannot be installed: real HTTP, real tickets, manners as told. */
export class ScriptedDesk {
  readonly tickets: KeptTicket[] = [];
  readonly asked: Asked[] = [];
  private readonly manners: Manner[] = [];
  private readonly sockets = new Set<Socket>();
  private ids = 100;
  url = '';

  private readonly server = createServer((request, response) => {
    void this.take(request, response).catch((error: unknown) => response.destroy(error as Error));
  });

  constructor(private readonly product: Product) {
    this.server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
  }

  static async start(product: Product): Promise<ScriptedDesk> {
    const desk = new ScriptedDesk(product);
    await new Promise<void>((resolve) => desk.server.listen(0, '127.0.0.1', resolve));
    desk.url = `http://127.0.0.1:${(desk.server.address() as AddressInfo).port}`;
    return desk;
  }

  /** Behaves like this once, at the next request that fits. */
  behave(...manners: Manner[]): void {
    this.manners.push(...manners);
  }

  nextId(): number {
    return ++this.ids;
  }

  keep(ticket: Pick<KeptTicket, 'subject' | 'text' | 'state'> & Partial<KeptTicket>): KeptTicket {
    const kept = { extra: {}, files: [], comments: [], ...ticket, id: this.nextId() };
    this.tickets.push(kept);
    return kept;
  }

  ticket(id: unknown): KeptTicket | undefined {
    return this.tickets.find((ticket) => ticket.id === Number(id));
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = await read(request);
    this.asked.push(asked);
    const kind = this.product.kind(asked);
    const index = this.manners.findIndex(({ at }) => at === kind);
    const manner = index < 0 ? null : (this.manners.splice(index, 1)[0]?.do ?? null);
    if (manner === 'cut-before') return void request.socket.destroy();
    if (manner !== null && typeof manner === 'object' && 'status' in manner) return send(response, manner);
    const reply = (await this.product.answer(asked, this)) ?? { status: 404, body: { error: 'no route' } };
    if (manner === 'cut-after') return void request.socket.destroy();
    if (manner === 'slow-after') await new Promise((resolve) => setTimeout(resolve, 5_000).unref());
    if (manner === 'trickle') {
      // Bytes keep coming, an end never.
      response.writeHead(200, { 'content-type': 'application/json' });
      const drip = setInterval(() => response.write(' '.repeat(50_000)), 5);
      response.on('close', () => clearInterval(drip));
      return;
    }
    send(response, manner !== null && typeof manner === 'object' ? manner.after : reply);
  }
}

function send(response: ServerResponse, { status, body, headers }: Reply): void {
  const isText = typeof body === 'string';
  response.writeHead(status, { 'content-type': isText ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8', ...headers });
  response.end(body === undefined ? '' : isText ? body : JSON.stringify(body));
}

async function read(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  const url = new URL(request.url ?? '/', 'http://desk');
  const form = type.startsWith('multipart/') ? await new Response(bytes, { headers: { 'content-type': type } }).formData() : null;
  const json = type.startsWith('application/json') ? (JSON.parse(bytes.toString('utf8')) as Record<string, unknown>) : {};
  return { method: request.method ?? '', path: decodeURIComponent(url.pathname), query: url.searchParams, headers: request.headers, json, form };
}

/** A file of a multipart form. */
export async function fileIn(form: FormData | null, name: string): Promise<{ name: string; bytes: Buffer } | null> {
  const file = form?.get(name);
  return file instanceof Blob ? { name: (file as File).name, bytes: Buffer.from(await file.arrayBuffer()) } : null;
}
