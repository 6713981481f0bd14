import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../../src/data-source.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/platform/embedded-postgres.adapter.js';

declare global {
  var certdeskTestDatabase: EmbeddedPostgres | undefined;
}

/** Speed instead of durability: the data lives as long as the run. */
const FAST = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/** One real PostgreSQL for the whole run, migrated once; each file clones its database. */
export default async function globalSetup(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'certdesk-test-'));
  const database = await startEmbeddedPostgres(folder, 'test', FAST);
  await migrate(database.url, null);
  globalThis.certdeskTestDatabase = database;
  process.env['CERTDESK_TEST_DATABASE'] = database.url;
  process.env['CERTDESK_TEST_FOLDER'] = folder;
}
