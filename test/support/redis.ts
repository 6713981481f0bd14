import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { eventually, freePort } from './app.js';

/** A Redis of its own, in memory only. */
export interface TestRedis {
  url: string;
  port: number;
  /** Sends one command without arguments, e.g. `FLUSHALL`; gives the first line of the answer. */
  command(name: string): Promise<string>;
  stop(): Promise<void>;
}

/** Starts redis-server on a free port, or on the one where another was. */
export async function startRedis(port?: number): Promise<TestRedis> {
  const chosen = port ?? (await freePort());
  const settings = ['--port', String(chosen), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction'];
  const child = spawn('redis-server', settings, { stdio: 'ignore' });
  const ended = once(child, 'exit');
  // A failed test must not leave it running, nor wait for it.
  child.unref();
  process.once('exit', () => child.kill('SIGKILL'));
  const failed = new Promise<never>((_resolve, reject) => child.once('error', () => reject(new Error('redis-server is not installed: apt-get install redis-server'))));
  failed.catch(() => undefined);
  await Promise.race([eventually(() => command(chosen, 'PING').then((answer) => answer === '+PONG', () => false)), failed]);
  return {
    url: `redis://127.0.0.1:${chosen}`,
    port: chosen,
    command: (name) => command(chosen, name),
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function command(port: number, name: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${name}\r\n`));
    socket.once('error', reject);
    socket.once('data', (answer) => {
      socket.destroy();
      resolve(answer.toString().split('\r\n')[0] ?? '');
    });
  });
}
