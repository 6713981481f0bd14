import { createPostgresBackend, createRedisBackend, runMigrations, setDefaultBackendFactory, type ConnectionOptions, type QueueOptions, type RedisOptions } from 'bullmq';
import { Cluster, type ClusterOptions } from 'ioredis';
import type pg from 'pg';
import { SteadyClient } from './steady-client.adapter.js';

/** PostgreSQL schema of BullMQ's own tables. */
const QUEUE_SCHEMA = 'bullmq';

/** Brings BullMQ's tables up to date. Call under the migration lock. */
export async function prepareQueueStorage(client: pg.Client): Promise<void> {
  await client.query(`CREATE SCHEMA IF NOT EXISTS ${QUEUE_SCHEMA}`);
  await runMigrations(client, QUEUE_SCHEMA);
}

/**
 * Chooses where BullMQ keeps its queues: Redis when its address is given, else PostgreSQL.
 * Both are transport only; what has to be done is known from our own rows.
 */
export function queueBackend(databaseUrl: string, redisUrl: string | null, poolSize: number): Pick<QueueOptions, 'connection' | 'prefix'> {
  if (redisUrl !== null) {
    setDefaultBackendFactory(createRedisBackend);
    return { connection: redisConnection(redisUrl), prefix: '{certdesk}' };
  }
  setDefaultBackendFactory(createPostgresBackend);
  const connection = { connectionString: databaseUrl, schema: QUEUE_SCHEMA, Client: SteadyClient, max: poolSize, application_name: `certdesk-${process.pid}` };
  return { connection };
}

/**
 * `redis://`, `rediss://`, `redis+sentinel://h1,h2/name[/db]`, `redis+cluster://h1,h2`. Settings rather than a connection:
 * what BullMQ opens itself it also closes.
 */
function redisConnection(address: string): ConnectionOptions {
  const [, scheme = '', credentials = '', hosts = '', path = ''] = /^([a-z+]+):\/\/(?:([^@/]*)@)?([^/]*)\/?(.*)$/.exec(address) ?? [];
  const [user = '', password = ''] = credentials.includes(':') ? credentials.split(':').map(decodeURIComponent) : ['', decodeURIComponent(credentials)];
  const common: RedisOptions = {
    maxRetriesPerRequest: null,
    // BullMQ's own would wait up to 20 s after Redis is back.
    retryStrategy: (times) => Math.min(times * 50, 2_000),
    ...(user && { username: user }),
    ...(password && { password }),
    ...(scheme.startsWith('rediss') && { tls: {} }),
  };
  const nodes = (defaultPort: number): { host: string; port: number }[] =>
    hosts.split(',').map((host) => {
      const [name = '', port] = host.split(':');
      return { host: name, port: Number(port ?? defaultPort) };
    });
  if (scheme.endsWith('+sentinel')) {
    const [name, db] = path.split('/');
    return { ...common, sentinels: nodes(26379), name: name || 'mymaster', db: Number(db ?? 0) };
  }
  if (scheme.endsWith('+cluster')) return new Cluster(nodes(6379), { redisOptions: common } satisfies ClusterOptions);
  return { ...common, url: address };
}
