import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { freePort } from './app.js';

/** How a process ended. */
export interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** One running process of the built service (`node dist/main.js`). */
export interface ServiceProcess {
  pid: number;
  baseUrl: string;
  /** Fulfilled when it says that it works; rejected when it ends before. */
  ready: Promise<void>;
  ended: Promise<Ending>;
  stdout: () => string;
  stderr: () => string;
  /** Sends a signal to this process alone, by its id. */
  signal(signal: NodeJS.Signals): Promise<Ending>;
}

const started = new Set<ChildProcess>();

/** Starts the built service with nothing of this process's environment but the path; `env` is its settings. */
export async function launch(env: Record<string, string>): Promise<ServiceProcess> {
  const port = env['PORT'] ?? String(await freePort());
  const baseUrl = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, ['--enable-source-maps', 'dist/main.js'], {
    env: { PATH: process.env['PATH'] ?? '', HOST: '127.0.0.1', PORT: port, BASE_URL: baseUrl, LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.add(child);
  let stdout = '';
  let stderr = '';
  const ended = new Promise<Ending>((resolve) => child.once('close', (code, signal) => resolve({ code, signal })));
  void ended.then(() => started.delete(child));
  const ready = new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      if (stdout.includes('Certdesk работает')) resolve();
    });
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    void ended.then(({ code, signal }) => reject(new Error(`it ended (${code ?? signal}) before it worked: ${stderr}${stdout}`)));
  });
  ready.catch(() => undefined); // Whoever expects a failure looks at `ended`.
  return {
    pid: child.pid ?? 0,
    baseUrl,
    ready,
    ended,
    stdout: () => stdout,
    stderr: () => stderr,
    signal: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}

/** Starts the service and waits until it works. */
export async function startService(env: Record<string, string>): Promise<ServiceProcess> {
  const service = await launch(env);
  await service.ready;
  return service;
}

/** Ends what a failed test left running: only processes that were started here. */
export async function killStarted(): Promise<void> {
  await Promise.all(
    [...started].map((child) => {
      const gone = new Promise((resolve) => child.once('close', resolve));
      child.kill('SIGKILL');
      return gone;
    }),
  );
}

/** Whether a process of this id runs; one that has ended and is not collected yet (a zombie) does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !existsSync(`/proc/${pid}/stat`) || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
