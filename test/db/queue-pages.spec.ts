import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { FirstAdministratorService } from '../../src/accounts/first-administrator.service.js';
import { eventually } from '../support/app.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { DeskClient } from '../support/desk-client.js';
import { startRedis, type TestRedis } from '../support/redis.js';
import { startInstance, type Instance } from './instance.js';

const PASSWORD = 'tall lamp over river';

describe.each(['PostgreSQL', 'Redis'])('the pages of the queues on %s', (backend) => {
  let redis: TestRedis | null = null;
  let database: TestDatabase;
  let client: pg.Client;
  let dataDir: string;
  let instance: Instance;
  let admin: DeskClient;

  beforeAll(async () => {
    redis = backend === 'Redis' ? await startRedis() : null;
    database = await cloneDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    dataDir = await mkdtemp(join(tmpdir(), 'certdesk-queues-'));
    instance = await startInstance(database.url, { DATA_DIR: dataDir, ROLE: 'all', ...(redis && { REDIS_URL: redis.url }) });
    admin = new DeskClient(instance.baseUrl);
    const link = await instance.app.get(FirstAdministratorService).link();
    await admin.post(new URL(link ?? '').pathname, { email: 'admin@example.ru', fullName: 'Петрова Анна', password: PASSWORD });
    await admin.enrol();
  });
  afterAll(async () => {
    await instance?.app.close();
    await client?.end();
    await database?.drop();
    await redis?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  /** Work that its processor cannot do: no delivery can have this id. */
  const owe = async (): Promise<string> => {
    const id = randomUUID();
    await client.query("INSERT INTO outbox (id, queue, data, due_at) VALUES ($1, 'deliver', '{\"deliveryId\": \"none\"}', now())", [id]);
    return id;
  };
  const jobs = async (action: 'retry' | 'remove'): Promise<string[]> => {
    const { html } = await admin.get('/desk/queues/deliver');
    return [...html.matchAll(new RegExp(`action="(/desk/queues/deliver/[^"]+/${action})"`, 'g'))].map(([, path]) => path ?? '');
  };
  const owed = async (): Promise<number> => (await client.query('SELECT 1 FROM outbox')).rowCount ?? 0;

  it('say what failed and that its work is still owed; removing the record loses nothing, retrying does it again', async () => {
    const id = await owe();
    const [remove = ''] = await eventually(async () => { const found = await jobs('remove'); return found.length > 0 && found; });
    const page = await admin.get('/desk/queues/deliver');
    expect(page.text).toMatch(/Непредвиденная ошибка программы|База данных/);
    expect(page.text).toContain('ещё нужна');
    expect((await admin.get('/desk/queues')).text).toContain(redis ? 'хранятся в Redis' : 'хранятся в PostgreSQL');
    expect(await admin.post(remove)).toMatchObject({ status: 303, location: '/desk/queues/deliver?done=queue-removed' });
    expect((await admin.post(remove)).status).toBe(409);
    expect(await owed()).toBe(1);

    const [retry = ''] = await eventually(async () => { const found = await jobs('retry'); return found.length > 0 && found; }, 40_000);
    const before = (await client.query<{ round: number }>('SELECT round FROM outbox WHERE id = $1', [id])).rows[0]?.round ?? 0;
    expect((await admin.post(retry)).location).toMatch(/done=queue-(handed-over|under-way)$/);
    await eventually(async () => ((await client.query<{ round: number }>('SELECT round FROM outbox WHERE id = $1', [id])).rows[0]?.round ?? 0) >= before);
    const [last = ''] = await eventually(async () => { const found = await jobs('retry'); return found.length > 0 && found; });
    await client.query('DELETE FROM outbox');
    expect((await admin.post(last)).location).toBe('/desk/queues/deliver?done=queue-done');
    expect((await client.query("SELECT 1 FROM audit_log WHERE action IN ('queue.removed', 'queue.retried') AND subject = 'queue:deliver'")).rowCount).toBe(3);
  });

  it('show the board to administrators only, and let it change nothing', async () => {
    const board = await admin.get('/desk/queues/board');
    expect(board).toMatchObject({ status: 200 });
    expect(board.html).not.toContain('googleapis');
    const { queues } = JSON.parse((await admin.get('/desk/queues/board/api/queues?activeQueue=deliver&status=failed&page=1&jobsPerPage=10')).html) as { queues: { name: string; readOnlyMode: boolean }[] };
    expect(queues.map(({ name, readOnlyMode }) => [name, readOnlyMode])).toEqual(expect.arrayContaining([['deliver', true]]));
    expect((await admin.send('/desk/queues/board/api/queues/deliver/empty', { method: 'PUT', headers: { origin: instance.baseUrl } })).status).toBe(405);
    const stranger = new DeskClient(instance.baseUrl);
    for (const path of ['/desk/queues/board', '/desk/queues/board/api/queues', '/desk/queues/board/static/css/x.css']) expect(await stranger.get(path)).toMatchObject({ status: 303, location: '/desk/queues' });
  });
});
