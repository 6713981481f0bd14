import 'reflect-metadata';
import { getQueueToken } from '@nestjs/bullmq';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Queue } from 'bullmq';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime, { type Email } from 'postal-mime';
import { loadConfig } from '../../src/config/config.js';
import { createLogger } from '../../src/platform/logger.adapter.js';
import { setup } from '../../src/setup.js';
import { cloneDatabase } from './database.js';

/** The real application on a database of its own, in this process. */
export interface TestApp {
  baseUrl: string;
  databaseUrl: string;
  dataDir: string;
  app: NestFastifyApplication;
  /** Captured mail, parsed by a library that is not the one which wrote it. */
  mails(): Promise<Email[]>;
  close(): Promise<void>;
}

/** Starts the application as main.ts does; `env` adds to the settings. Another web process of `beside` shares its database. */
export async function startApp(env: Record<string, string> = {}, beside?: TestApp): Promise<TestApp> {
  const database = beside ? { url: beside.databaseUrl, drop: () => Promise.resolve() } : await cloneDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'certdesk-app-'));
  const port = await freePort();
  const config = loadConfig({ DATA_DIR: dataDir, PORT: String(port), HOST: '127.0.0.1', BASE_URL: `http://127.0.0.1:${port}`, LOG_LEVEL: 'fatal', UNDO_SECONDS: '0', ...env });
  const app = await setup({ config, databaseUrl: database.url, secretKey: 'k'.repeat(32) }, createLogger(config.logLevel));
  await app.listen(config.port, config.host);
  return {
    baseUrl: config.baseUrl,
    databaseUrl: database.url,
    dataDir,
    app,
    mails: () => readMails(join(dataDir, 'mail')),
    close: async () => {
      await app.close();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Holds jobs back from the workers: who does this work is the test. */
export async function holdQueues(app: TestApp, ...names: string[]): Promise<void> {
  for (const name of names) await app.app.get<Queue>(getQueueToken(name), { strict: false }).pause();
}

/** All captured mail of a folder; a folder that is not there yet holds none. */
export async function readMails(folder: string): Promise<Email[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.eml')).sort();
  return Promise.all(names.map(async (name) => PostalMime.parse(await readFile(join(folder, name)))));
}

/** Asks again until the answer is there. */
export async function eventually<T>(ask: () => Promise<T | null | undefined | false>, patienceMs = 60_000): Promise<T> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error('it did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
