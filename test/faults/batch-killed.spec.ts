import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { newSessionToken, sessionHash } from '../../src/accounts/sealing.js';
import { eventually, freePort } from '../support/app.js';
import { zip } from '../support/certificate-files.js';
import { type Attribute, IVANOVA, makeCertificate, Oid } from '../support/certificate-fixtures.js';
import { type DeskAnswer, DeskClient } from '../support/desk-client.js';
import { killStarted, startService } from '../support/process.js';
import { newPlace, type Place } from './place.js';

const MANY = 2_000;

describe('a batch whose process is killed', () => {
  let place: Place;
  let database: pg.Client;

  beforeAll(async () => {
    place = await newPlace();
    database = new pg.Client({ connectionString: place.databaseUrl });
    await database.connect();
  });
  afterAll(async () => {
    await killStarted();
    await database.end();
    await place.leave();
  });

  async function signedIn(): Promise<string> {
    const accountId = randomUUID();
    const token = newSessionToken();
    await database.query("INSERT INTO accounts (id, email, full_name, role, activated_at, created_at) VALUES ($1, 'petrova@example.ru', 'Петрова Анна', 'operator', now(), now())", [accountId]);
    await database.query("INSERT INTO sessions (id, token_hash, account_id, method, user_agent, created_at, last_seen_at) VALUES ($1, $2, $3, 'password', '', now(), now())", [randomUUID(), sessionHash(token), accountId]);
    return `certdesk_desk=${token}`;
  }

  it('while it waits for its columns and again while it is sorted, is sorted to its end, each certificate once', async () => {
    const env = { ...place.env, PORT: String(await freePort()) };
    const files = Object.fromEntries(Array.from({ length: MANY }, (_, index) => [`${index}.cer`, makeCertificate({ subject: IVANOVA.map((attribute): Attribute => (attribute[0] === Oid.surname ? [Oid.surname, `Фамилия${index}`] : attribute)) })]));
    const form = new FormData();
    form.set('certificates', new Blob([Buffer.from(await zip(files))]), 'a.zip');
    form.set('table', new Blob([`Документ;Счётчик;Второй\n${Object.keys(files).map((name) => `${name};0;0`).join('\n')}\n`]), 'сбои.csv');

    let service = await startService(env);
    const client = new DeskClient(service.baseUrl);
    const headers = { cookie: await signedIn(), origin: service.baseUrl };
    const get = (path: string): Promise<DeskAnswer> => client.get(path, headers);
    const { location: batch } = await client.send('/desk/batches/new', { method: 'POST', body: form, headers });
    await service.signal('SIGKILL');

    service = await startService(env);
    expect((await get(batch)).location).toBe(`${batch}/columns`);
    expect((await get('/desk/batches')).text).toContain('Ждёт подтверждения столбцов');
    expect((await client.post(`${batch}/columns`, { 'column-0': 'file', 'column-1': 'previouslyLoaded', 'column-2': 'withOwner' }, headers)).location).toBe(batch);
    const sorted = async (): Promise<number> => (await database.query<{ count: number }>("SELECT count(*)::int FROM batch_items WHERE kind = 'needs-triage'")).rows[0]?.count ?? 0;
    await eventually(async () => (await sorted()) > 0);
    await service.signal('SIGKILL');
    const when = await sorted();
    expect(when).toBeLessThan(MANY);

    service = await startService(env);
    await eventually(async () => (await database.query("SELECT FROM tasks WHERE state = 'done'")).rowCount === 1, 120_000);
    const { rows } = await database.query("SELECT count(*)::int, count(DISTINCT place)::int AS places, count(DISTINCT thumbprint)::int AS people, count(*) FILTER (WHERE kind = 'needs-triage' AND row_number = place + 1)::int AS sorted FROM batch_items");
    expect(rows).toEqual([{ count: MANY, places: MANY, people: MANY, sorted: MANY }]);
    expect((await database.query('SELECT done, failed FROM tasks')).rows).toEqual([{ done: MANY, failed: 0 }]);
    expect((await get(batch)).text).toContain('Нужно решение оператора');
    await service.signal('SIGTERM');
  }, 240_000);
});
