import pg from 'pg';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/data-source.js';
import { queueBackend } from '../../src/platform/queue-backend.adapter.js';
import { eventually } from '../support/app.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

/** Ends the connection of this name from outside, as a database does that goes down, and waits until it is gone. */
async function endConnection(url: string, name: string): Promise<void> {
  const outside = new pg.Client({ connectionString: url });
  await outside.connect();
  const { rowCount } = await outside.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1', [name]);
  expect(rowCount).toBe(1);
  await eventually(async () => (await outside.query('SELECT 1 FROM pg_stat_activity WHERE application_name = $1', [name])).rowCount === 0);
  await outside.end();
}

describe('a connection that PostgreSQL ends while it is lent and runs no query', () => {
  let database: TestDatabase;

  beforeAll(async () => (database = await cloneDatabase()));
  afterAll(() => database.drop());

  it('fails the next query of a transaction, and does not end the process', async () => {
    const source = await new DataSource({ ...dataSourceOptions(database.url, 1), applicationName: 'lent-1' } as ReturnType<typeof dataSourceOptions>).initialize();
    const broken = source.transaction(async (manager) => {
      await manager.query('SELECT 1');
      await endConnection(database.url, 'lent-1');
      await manager.query('SELECT 1');
    });
    await expect(broken).rejects.toThrow();
    expect(await source.query('SELECT 1 AS alive')).toEqual([{ alive: 1 }]);
    await source.destroy();
  });

  it('does not end the process when a queue has lent it', async () => {
    const { schema: _schema, ...settings } = queueBackend(database.url, null, 1).connection as pg.PoolConfig & { schema: string };
    const pool = new pg.Pool({ ...settings, application_name: 'lent-2' });
    pool.on('error', () => undefined);
    const client = await pool.connect();
    await endConnection(database.url, 'lent-2');
    await expect(client.query('SELECT 1')).rejects.toThrow();
    client.release(true);
    expect((await pool.query('SELECT 1 AS alive')).rows).toEqual([{ alive: 1 }]);
    await pool.end();
  });
});
