import net, { type AddressInfo, type Socket } from 'node:net';

/** What happens to an exchange: the request arrives and its answer does not (`swallow`: never; `cut`: the line drops). */
type Fate = 'swallow' | 'cut';

/** A line to a real server that can lose the answer to one request. Plain bytes: the server does not know that it is there. */
export class Wire {
  private readonly sockets = new Set<Socket>();
  private fate: { begins: string; what: Fate } | null = null;
  private reached: (() => void) | null = null;
  url = '';

  private constructor(
    private readonly server: net.Server,
    private readonly target: URL,
  ) {}

  static async open(target: string): Promise<Wire> {
    const server = net.createServer();
    const wire = new Wire(server, new URL(target));
    server.on('connection', (client) => wire.join(client));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    wire.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return wire;
  }

  /** Loses the answer to the next request whose first line begins so. The promise is fulfilled when the server has answered. */
  lose(begins: string, what: Fate): Promise<void> {
    this.fate = { begins, what };
    return new Promise((resolve) => (this.reached = resolve));
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private join(client: Socket): void {
    const server = net.connect(Number(this.target.port), this.target.hostname);
    for (const socket of [client, server]) {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
      socket.on('error', () => undefined);
    }
    let losing: Fate | null = null;
    client.on('data', (chunk) => {
      if (this.fate && chunk.toString('latin1').startsWith(this.fate.begins)) {
        losing = this.fate.what;
        this.fate = null;
      }
      server.write(chunk);
    });
    server.on('data', (chunk) => {
      if (losing === null) return void client.write(chunk);
      this.reached?.();
      this.reached = null;
      if (losing === 'cut') client.destroy();
    });
    client.on('close', () => server.end());
    server.on('close', () => {
      if (losing !== 'swallow') client.end();
    });
  }
}
