import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { migrate } from '../../dist/data-source.js';
import { startEmbeddedPostgres } from '../../dist/platform/embedded-postgres/embedded-postgres.adapter.js';

/** Speed instead of durability, the data lives as long as the run; room for the connections of many processes. */
const FAST = ['max_connections=400', 'fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'autovacuum=off'];

/** One real PostgreSQL for the whole run, migrated once; each file clones its database. Runs from the build: jest does not map imports here. */
export default async function globalSetup() {
  if (globalThis.certdeskTestDatabase) return; // Two projects of one run share it, though each names a set-up file of its own.
  const folder = await mkdtemp(join(tmpdir(), 'certdesk-test-'));
  await chmod(folder, 0o755); // As root the server runs as another user, who has to reach it.
  const database = await startEmbeddedPostgres(folder, 'test', FAST);
  globalThis.certdeskTestDatabase = database;
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query('CREATE DATABASE template_certdesk');
  await client.end();
  // Nobody may be connected to a database that is cloned, so it is not the one that the server's keeper holds open.
  const template = database.url.replace(/[^/]*$/, 'template_certdesk');
  await migrate(template, null);
  process.env.CERTDESK_TEST_DATABASE = template;
  process.env.CERTDESK_TEST_FOLDER = folder;
}
