import { DataSource, type DataSourceOptions } from 'typeorm';
import { join } from 'node:path';
import { prepareExtensions } from './platform/database-extensions.adapter.js';
import { prepareQueueStorage } from './platform/queue-backend.adapter.js';
import { SteadyClient } from './platform/steady-client.adapter.js';

/** Number of the advisory lock under which one process at a time migrates. */
const MIGRATION_LOCK = 7_200_152;

/** How long a request waits for a connection before it is answered 503. */
const CONNECTION_WAIT_MS = 10_000;

/** Options for the application's pool. Entities are given by the feature modules. */
export function dataSourceOptions(url: string, poolSize: number): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    synchronize: false,
    logging: false,
    applicationName: `certdesk-${process.pid}`,
    extra: { Client: SteadyClient, max: poolSize, connectionTimeoutMillis: CONNECTION_WAIT_MS, options: '-c timezone=UTC -c statement_timeout=30s' },
  };
}

/** Brings the schema (ours and, on PostgreSQL, that of BullMQ) up to date; other processes wait for the first. */
export async function migrate(url: string, redisUrl: string | null): Promise<void> {
  const lock = new SteadyClient({ connectionString: url, application_name: `certdesk-${process.pid}` });
  await lock.connect();
  const source = new DataSource({
    ...dataSourceOptions(url, 2),
    migrations: [join(process.cwd(), 'migrations', '*.js')],
    migrationsTableName: 'migrations',
  });
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await prepareExtensions(lock);
    await source.initialize();
    await source.runMigrations({ transaction: 'each' });
    if (redisUrl === null) await prepareQueueStorage(lock);
  } finally {
    if (source.isInitialized) await source.destroy();
    await lock.end();
  }
}
