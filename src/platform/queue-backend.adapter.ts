import type { OnApplicationShutdown } from '@nestjs/common';
import {
  createIORedisClient, createPostgresBackend, createRedisBackend, Queue, RedisConnection, runMigrations, setDefaultBackendFactory,
  type ConnectionOptions, type QueueOptions, type RedisOptions,
} from 'bullmq';
import { Cluster, Redis, type ClusterOptions } from 'ioredis';
import pg from 'pg';
import { SteadyClient } from './steady-client.adapter.js';

/** PostgreSQL schema of BullMQ's own tables: the only one that it looks for in a pool it was given. */
const QUEUE_SCHEMA = 'bullmq';

/** Brings BullMQ's tables up to date. Call under the migration lock. */
export async function prepareQueueStorage(client: pg.Client): Promise<void> {
  await client.query(`CREATE SCHEMA IF NOT EXISTS ${QUEUE_SCHEMA}`);
  await runMigrations(client, QUEUE_SCHEMA);
}

/** A queue that somebody listens to from the beginning: without a listener BullMQ prints whole connections to stderr. */
export class SteadyQueue extends Queue {
  constructor(...settings: ConstructorParameters<typeof Queue>) {
    super(...settings);
    this.on('error', () => undefined);
  }
}

/**
 * Where BullMQ keeps its queues: Redis when its address is given, else PostgreSQL. Both are transport only; what has to be done is known from our own rows.
 * On PostgreSQL all queues and workers of a process share one pool, of which every worker keeps a connection to listen on: each with a pool of its
 * own would take more connections than an ordinary server allows.
 */
export class QueueBackend implements OnApplicationShutdown {
  /** For every queue and worker. */
  readonly options: Pick<QueueOptions, 'connection' | 'prefix'>;
  private readonly pool: pg.Pool | null;
  private readonly clients: (Redis | Cluster)[] = [];
  private lost = false;

  /** `poolSize`: connections at most, those of `workers` besides. */
  constructor(databaseUrl: string, redisUrl: string | null, poolSize: number, workers = 0) {
    if (redisUrl !== null) {
      setDefaultBackendFactory(createRedisBackend);
      this.pool = null;
      RedisConnection.clientFactory = ({ url, ...options }: RedisOptions & { url?: string }) => createIORedisClient(this.known(url === undefined ? new Redis(options) : new Redis(url, options)));
      const connection = redisConnection(redisUrl, () => this.lost);
      this.options = { connection: connection instanceof Cluster ? this.known(connection) : connection, prefix: '{certdesk}' };
      return;
    }
    setDefaultBackendFactory(createPostgresBackend);
    this.pool = new pg.Pool({
      connectionString: databaseUrl,
      Client: SteadyClient,
      max: poolSize + workers,
      keepAlive: true,
      options: `-c search_path=${QUEUE_SCHEMA}`,
      application_name: `certdesk-${process.pid}`,
    });
    // Every queue and worker listens to its errors.
    this.pool.setMaxListeners(0);
    this.pool.on('error', () => undefined);
    this.options = { connection: this.pool };
  }

  /** @throws when Redis takes no writes: its memory is full, or it is somebody's replica. What PostgreSQL takes is seen elsewhere. */
  async takesJobs(): Promise<void> {
    // The first connection is a queue's: those of workers are made later, and they wait.
    await this.clients[0]?.set('{certdesk}:health', 'ok', 'EX', 60);
  }

  /** Redis does not answer, and nothing that matters waits for it: whatever is still said to it fails at once instead of waiting. */
  giveUp(): void {
    this.lost = true;
    for (const client of this.clients) {
      if (client.status !== 'reconnecting') client.disconnect();
      // Between two tries `disconnect` ends nothing and tells nobody: one more try does.
      else client.connect().then(() => client.disconnect(), () => undefined);
    }
  }

  private known<T extends Redis | Cluster>(client: T): T {
    this.clients.push(client);
    return client;
  }

  /** After queues and workers were closed, which leave a pool that is not their own open. */
  async onApplicationShutdown(): Promise<void> {
    await this.pool?.end();
  }
}

/**
 * `redis://`, `rediss://`, `redis+sentinel://h1,h2/name[/db]`, `redis+cluster://h1,h2`. Settings rather than a connection:
 * what BullMQ opens itself it also closes. No connection is made anew once `isLost`.
 */
function redisConnection(address: string, isLost: () => boolean): ConnectionOptions {
  const [, scheme = '', credentials = '', hosts = '', path = ''] = /^([a-z+]+):\/\/(?:([^@/]*)@)?([^/]*)\/?(.*)$/.exec(address) ?? [];
  const [user = '', password = ''] = credentials.includes(':') ? credentials.split(':').map(decodeURIComponent) : ['', decodeURIComponent(credentials)];
  const common: RedisOptions = {
    maxRetriesPerRequest: null,
    // BullMQ's own would wait up to 20 s after Redis is back.
    retryStrategy: (times) => (isLost() ? null : Math.min(times * 50, 2_000)),
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
