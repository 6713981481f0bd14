import { createHmac } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A message as it came. */
export interface ReceivedWebhook {
  id: string;
  timestamp: string;
  signatures: string[];
  raw: string;
  body: { type: string; timestamp: string; data: { case?: Record<string, string>; [more: string]: unknown } };
}

/** How the next message is answered; `hang` never is. */
export type Manner = number | 'hang' | 'redirect' | 'long';

/** Another system that takes events, on loopback; it answers 204 unless told otherwise. */
export class WebhookReceiver {
  readonly received: ReceivedWebhook[] = [];
  /** Requests that followed a redirect. */
  followed = 0;
  private manners: Manner[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<WebhookReceiver> {
    const server = createServer();
    const receiver = new WebhookReceiver(server);
    server.on('request', (request, response) => {
      if (request.url === '/elsewhere') receiver.followed += 1;
      let raw = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (raw += chunk));
      request.on('end', () => {
        const header = (name: string): string => String(request.headers[name] ?? '');
        receiver.received.push({
          id: header('webhook-id'),
          timestamp: header('webhook-timestamp'),
          signatures: header('webhook-signature').split(' '),
          raw,
          body: JSON.parse(raw) as ReceivedWebhook['body'],
        });
        answer(response, receiver.manners.shift() ?? 204);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/events`;
  }

  next(...manners: Manner[]): void {
    this.manners.push(...manners);
  }

  of(type: string): ReceivedWebhook[] {
    return this.received.filter(({ body }) => body.type === type);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** Whether one of the signatures is by this secret, as a receiver computes it. */
export function isSignedBy(secret: string, { id, timestamp, signatures, raw }: ReceivedWebhook): boolean {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  return signatures.includes(`v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${raw}`).digest('base64')}`);
}

function answer(response: ServerResponse, manner: Manner): void {
  if (manner === 'hang') return;
  if (manner === 'redirect') return void response.writeHead(302, { location: '/elsewhere' }).end();
  if (manner === 'long') return void response.writeHead(200).end('слово '.repeat(200_000));
  response.writeHead(manner).end();
}
