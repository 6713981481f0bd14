import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const STOP_PATIENCE_MS = 15_000;
/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/** @returns {Promise<number>} a port that nobody has */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

/**
 * Remembers a child until it ends.
 * @param {import('node:child_process').ChildProcess} child
 */
export function keep(child) {
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

/**
 * Asks a child to end, and kills it when it does not.
 * @param {import('node:child_process').ChildProcess} child
 */
export async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const killing = setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE_MS);
  child.kill('SIGTERM');
  await once(child, 'exit');
  clearTimeout(killing);
}

/** Ends every child that still runs. */
export async function stopAll() {
  await Promise.all([...running].map(stop));
}

/**
 * Starts a helper process from bench/.
 * @param {string} file relative to bench/
 * @param {string[]} args
 */
export function helper(file, args = []) {
  return keep(fork(join(import.meta.dirname, '..', file), args));
}

/**
 * Sends a message to a helper and gives its next answer.
 * @param {import('node:child_process').ChildProcess} child
 * @param {object} message
 * @returns {Promise<any>}
 */
export async function ask(child, message) {
  child.send(message);
  return hear(child);
}

/**
 * The next message of a helper.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<any>}
 */
export async function hear(child) {
  const gone = new AbortController();
  const ended = once(child, 'exit', { signal: gone.signal }).then(([code]) => Promise.reject(new Error(`helper ended with ${code}`)));
  ended.catch(() => undefined);
  try {
    const [answer] = await Promise.race([once(child, 'message', { signal: gone.signal }), ended]);
    if (answer.error) throw new Error(answer.error);
    return answer;
  } finally {
    gone.abort();
  }
}

/** The flags of `npm start`, and those of BENCH_NODE_FLAGS. */
function nodeFlags() {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
  const usual = /\bnode (.*) dist\/main\.js/.exec(scripts.start)?.[1] ?? '';
  return `${usual} ${process.env['BENCH_NODE_FLAGS'] ?? ''}`.split(' ').filter(Boolean);
}

/**
 * Starts Certdesk as production does, and waits until it answers when it is a web process.
 * @param {Record<string, string>} env ROLE, DATABASE_URL, DATA_DIR, …
 * @returns {Promise<{child: import('node:child_process').ChildProcess, port: number}>}
 */
export async function startCertdesk(env) {
  const port = await freePort();
  const settings = { PORT: String(port), HOST: '127.0.0.1', BASE_URL: 'https://certdesk.example', SECRET_KEY: 'b'.repeat(32), NODE_ENV: 'production' };
  const { PATH, HOME, NODE_OPTIONS } = process.env;
  const inherited = { PATH, HOME, ...(NODE_OPTIONS && { NODE_OPTIONS }) };
  const child = keep(spawn(process.execPath, [...nodeFlags(), 'dist/main.js'], { env: { ...inherited, ...settings, ...env }, stdio: ['ignore', 'ignore', 'inherit'] }));
  if (env['ROLE'] !== 'worker') await answers(child, port);
  return { child, port };
}

async function answers(child, port) {
  for (let tries = 0; tries < 300; tries++) {
    if (child.exitCode !== null) throw new Error(`certdesk ended with ${child.exitCode}`);
    const answer = await fetch(`http://127.0.0.1:${port}/health/live`).catch(() => null);
    if (answer?.ok) return;
    await pause(100);
  }
  throw new Error('certdesk does not answer');
}
