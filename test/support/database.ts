import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A database of its own for one test file: a clone of the migrated one. */
export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

/** Clones the migrated database; needs global-setup. */
export async function cloneDatabase(): Promise<TestDatabase> {
  const template = process.env['CERTDESK_TEST_DATABASE'];
  if (!template) throw new Error('run through `npm run jest`, which starts PostgreSQL');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(template, `CREATE DATABASE ${name} TEMPLATE template_certdesk`);
  return {
    url: template.replace(/\/[^/]*$/, `/${name}`),
    drop: () => onServer(template, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

async function onServer(template: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: template.replace(/\/[^/]*$/, '/postgres') });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
