import { execFile, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { StartupError } from '../startup-error.js';
import { type Binaries, exists, type Owner } from './server-home.adapter.js';

const run = promisify(execFile);

/** How long a server that another process is starting is waited for. */
const PATIENCE_MS = 60_000;

/** Port of the server that runs on this cluster, `null` when none does. */
export async function runningPort(cluster: string, binaries: Binaries, owner: Owner | undefined): Promise<number | null> {
  try {
    await run(binaries.pg_ctl, ['status', '-D', cluster], { ...owner, cwd: '/' });
    const port = Number((await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n')[3]);
    return port > 0 ? port : null;
  } catch {
    return null;
  }
}

/** Starts the server, or joins the one that another process starts meanwhile. Returns its port. @throws StartupError with the server's last words. */
export async function start(cluster: string, binaries: Binaries, owner: Owner | undefined, extraSettings: string[], formerPort?: number): Promise<number> {
  const log = join(cluster, 'server.log');
  const port = formerPort ?? (await freePort());
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200', ...extraSettings];
  const child = spawn(
    binaries.pg_ctl,
    ['start', '-D', cluster, '-l', log, '-w', '-t', '60', '-o', settings.map((setting) => `-c ${setting}`).join(' ')],
    { ...owner, cwd: '/', stdio: 'ignore' },
  );
  const code = await new Promise<number | null>((resolve) => child.on('exit', resolve).on('error', () => resolve(null)));
  if (code === 0) return port;
  const joined = await waitFor(() => runningPort(cluster, binaries, owner), () => exists(join(cluster, 'postmaster.pid')));
  if (joined !== null) return joined;
  const tail = (await readFile(log, 'utf8').catch(() => '')).trim().split('\n').at(-1) ?? '';
  throw new StartupError(`Встроенная база в ${cluster} не запустилась: ${tail.slice(0, 300)}. Подробности в ${log}.`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Asks again while there is hope; `null` when there is none. */
export async function waitFor<T>(ask: () => Promise<T | null>, hope: () => Promise<boolean>): Promise<T | null> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (answer !== null || Date.now() > end || !(await hope())) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
