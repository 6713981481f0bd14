import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A connection on loopback that can be cut and mended, so that a server seems to die and come back. */
export interface Cable {
  port: number;
  /** Breaks every connection; new ones are refused. */
  cut(): void;
  /** Works again; from now on leads to `target`, when another is given. */
  mend(target?: number): void;
  close(): Promise<void>;
}

/** Leads to a port on this machine. */
export async function layCable(port: number): Promise<Cable> {
  let target = port;
  const sockets = new Set<Socket>();
  let broken = false;
  const keep = (socket: Socket, other: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      other.destroy();
    });
  };
  const server = createServer((near) => {
    if (broken) return void near.resetAndDestroy();
    const far = connect(target, '127.0.0.1');
    keep(near, far);
    keep(far, near);
    near.pipe(far);
    far.pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = (): void => {
    broken = true;
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    mend: (other = target) => {
      target = other;
      broken = false;
    },
    close: () => {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
