import { execFileSync, spawn } from 'node:child_process';
import { lstatSync, readlinkSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import pg from 'pg';
import { migrate } from '../../dist/data-source.js';
import { startEmbeddedPostgres } from '../../dist/platform/embedded-postgres/embedded-postgres.adapter.js';
import { freePort, keep, stopAll } from './children.js';

/** What a run works with: a folder, a PostgreSQL server with production's durability, a Redis if there is one. */
export class Lab {
  /**
   * @param {string} folder
   * @param {{url: string, stop(): Promise<void>}} postgres
   * @param {string | null} redisUrl `null` when redis-server is not installed
   */
  constructor(folder, postgres, redisUrl) {
    this.folder = folder;
    this.postgres = postgres;
    this.redisUrl = redisUrl;
  }

  static async open() {
    const folder = await mkdtemp(join(tmpdir(), 'certdesk-bench-'));
    await chmod(folder, 0o755); // The server's own user has to get through.
    const postgres = await startEmbeddedPostgres(folder, 'bench');
    return new Lab(folder, postgres, await startRedis(folder));
  }

  /**
   * A database of its own: empty, migrated.
   * @param {string} name
   * @returns {Promise<string>} its address
   */
  async database(name) {
    const url = this.postgres.url.replace(/\/[^/]*$/, `/${name}`);
    await createDatabase(this.postgres.url, name);
    await migrate(url, null);
    return url;
  }

  /** Ends everything that was started and leaves nothing on the disk. */
  async close() {
    await stopAll();
    await this.postgres.stop();
    const cluster = join(this.folder, 'postgres');
    if (lstatSync(cluster).isSymbolicLink()) await rm(readlinkSync(cluster), { recursive: true, force: true });
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function createDatabase(serverUrl, name) {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name}`);
  } finally {
    await client.end();
  }
}

/** Redis without persistence: Certdesk needs none, its rows are the truth. */
async function startRedis(folder) {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
  } catch {
    return null;
  }
  const port = await freePort();
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
  keep(spawn('redis-server', options, { stdio: 'ignore' }));
  const client = new Redis({ host: '127.0.0.1', port, lazyConnect: true, retryStrategy: () => 50, maxRetriesPerRequest: null });
  client.on('error', () => undefined);
  await Promise.race([client.ping(), pause(10_000).then(() => Promise.reject(new Error('redis-server does not answer')))]);
  client.disconnect();
  return `redis://127.0.0.1:${port}`;
}
