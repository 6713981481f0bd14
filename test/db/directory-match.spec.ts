import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { labelledSet } from '../../bench/support/directory-data.js';
import { assess, loadDirectory } from '../../bench/support/directory-match.js';
import { dataSourceOptions } from '../../src/data-source.js';
import { DirectoryMatchQueries } from '../../src/directory/directory-match.queries.js';
import { DirectoryService } from '../../src/directory/directory.service.js';
import { foldName } from '../../src/directory/folded-name.js';
import { keepSnils, snilsKey } from '../../src/directory/snils-hash.js';
import { ClockService } from '../../src/platform/clock.service.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { TEST_SECRET } from '../support/directory-scene.js';

describe('matching against a directory', () => {
  let database: TestDatabase;
  let client: pg.Client;
  let source: DataSource;

  beforeAll(async () => {
    database = await cloneDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    source = await new DataSource(dataSourceOptions(database.url, 2)).initialize();
  });
  afterAll(async () => {
    await source?.destroy();
    await client?.end();
    await database?.drop();
  });

  it('never takes a stranger for him, says «nobody» only where there is none, and finds whom it can know', async () => {
    const { accounts, queries } = labelledSet(7, 1200);
    await loadDirectory(client, accounts, { foldName, keepSnils, snilsKey, secret: TEST_SECRET });
    await client.query('ANALYZE directory_users');
    const service = new DirectoryService(new DirectoryMatchQueries(source), new ClockService(), { directoryFreshDays: 45 }, TEST_SECRET);
    const organizations = new Map<string, Set<string | null>>();
    for (const { fullName, organizationInn } of accounts) {
      const { key } = foldName(fullName);
      organizations.set(key, (organizations.get(key) ?? new Set()).add(organizationInn));
    }
    const told = await assess((person) => service.find(person), queries, (name) => (organizations.get(foldName(name).key)?.size ?? 0) < 2);
    expect(told.wrong.map(({ query, login }) => [query.kind, query.noise, query.person.fullName, login])).toEqual([]);
    expect(told.nobodyWrong.length / told.nobody).toBeLessThanOrEqual(0.01);
    expect(told.right).toBeGreaterThan(400);
    expect(1 - told.missed.length / told.knowable).toBeGreaterThanOrEqual(0.99);
  });

  it('does not compare a СНИЛС that was hashed with another secret', async () => {
    const { accounts, queries } = labelledSet(8, 40);
    await loadDirectory(client, accounts, { foldName, keepSnils, snilsKey, secret: 'another secret, thirty-two letters' });
    const service = new DirectoryService(new DirectoryMatchQueries(source), new ClockService(), { directoryFreshDays: 45 }, TEST_SECRET);
    const answers = await Promise.all(queries.map(({ person }) => service.find(person)));
    const verdicts = answers.flatMap(({ accounts: found }) => found.flatMap(({ fields }) => fields.filter(({ field }) => field === 'snils').map(({ verdict }) => verdict)));
    expect(new Set(verdicts)).toEqual(new Set(['absent']));
  });
});
