import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

describe('versions of the directory', () => {
  let database: TestDatabase;
  let client: pg.Client;

  beforeAll(async () => {
    database = await cloneDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
  });
  afterAll(async () => {
    await client?.end();
    await database?.drop();
  });

  const open = async (): Promise<number> => {
    const { rows } = await client.query<{ id: number }>("INSERT INTO directory_versions (state, source, snils_key, created_at) VALUES ('loading', 'file', 'k', now()) RETURNING id");
    const id = rows[0]?.id ?? 0;
    await client.query('SELECT directory_open_version($1)', [id]);
    return id;
  };
  const load = (id: number, ...surnames: string[]) =>
    client.query(
      `INSERT INTO directory_users_${id} (version_id, source_row, account_key, full_name, surname, initials, name_key)
       SELECT $1::integer, position, 'login:' || position, surname, surname, 'м', surname FROM unnest($2::text[]) WITH ORDINALITY AS t (surname, position)`,
      [id, surnames],
    );
  const attach = (id: number) => client.query('SELECT directory_attach_version($1, now())', [id]);
  const activate = (id: number) => client.query('SELECT directory_activate_version($1, now())', [id]);
  const drop = (id: number) => client.query('SELECT directory_drop_version($1)', [id]);
  const seen = async () =>
    (await client.query<{ surname: string }>('SELECT u.surname FROM directory_users u JOIN directory_active a USING (version_id) ORDER BY 1')).rows.map(({ surname }) => surname);
  const states = async () => (await client.query<{ state: string }>('SELECT state FROM directory_versions ORDER BY id')).rows.map(({ state }) => state);

  it('are loaded unseen, switched to at once, taken back, and dropped whole', async () => {
    expect(await seen()).toEqual([]);
    const first = await open();
    await load(first, 'прерванная');
    await client.query('SELECT directory_open_version($1)', [first]);
    await load(first, 'иванова', 'петрова иванова');
    await attach(first);
    expect(await seen()).toEqual([]);
    await activate(first);
    expect(await seen()).toEqual(['иванова', 'петрова иванова']);

    const second = await open();
    await load(second, 'сидорова');
    await expect(client.query(`INSERT INTO directory_users_${second} (version_id, source_row, account_key, full_name, surname, initials, name_key) VALUES ($1, 1, '', '', '', '', '')`, [first])).rejects.toThrow();
    await expect(activate(second)).rejects.toThrow('neither staged nor retired');
    await attach(second);
    expect(await seen()).toEqual(['иванова', 'петрова иванова']);
    await activate(second);
    expect([await seen(), await states()]).toEqual([['сидорова'], ['retired', 'active']]);
    await expect(drop(second)).rejects.toThrow('is active');

    await activate(first);
    expect([await seen(), await states()]).toEqual([['иванова', 'петрова иванова'], ['active', 'retired']]);
    await drop(second);
    await drop(second);
    const words = await client.query<{ word: string }>('SELECT word FROM directory_surnames ORDER BY 1');
    expect(words.rows.map(({ word }) => word)).toEqual(['иванова', 'иванова', 'петрова', 'петрова иванова']);
    await expect(activate(second)).rejects.toThrow('neither staged nor retired');
    expect([await seen(), await states()]).toEqual([['иванова', 'петрова иванова'], ['active', 'dropped']]);
  });
});
