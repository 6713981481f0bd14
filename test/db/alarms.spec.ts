import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { AlarmWatchService } from '../../src/alarms/alarm-watch.service.js';
import { readMails } from '../support/app.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { startInstance, type Instance } from './instance.js';

describe('alarms of two processes', () => {
  let database: TestDatabase;
  let client: pg.Client;
  let dataDir: string;
  const instances: Instance[] = [];

  const start = async (): Promise<Instance> => {
    // Looks are taken by hand.
    const env = { DATA_DIR: dataDir, ROLE: 'web', ALARM_CHECK_SECONDS: '600', ALARM_SILENT_SECONDS: '1800', ADMIN_EMAIL: 'admin@example.ru', ADMIN_PASSWORD: 'семь синих чайников' };
    const instance = await startInstance(database.url, env);
    // The look that every start takes: on a busy machine it would come between those taken by hand.
    await instance.app.get<{ turn: Promise<void> | null }>(AlarmWatchService).turn;
    instances.push(instance);
    return instance;
  };
  /** Both look at once, several times over. */
  const look = async (): Promise<void> => {
    await Promise.all([...instances, ...instances].map(({ app }) => app.get(AlarmWatchService).look()));
  };
  const worker = async (beatAgo: string, startedAgo: string): Promise<string> => {
    const id = randomUUID();
    await client.query(`INSERT INTO process_beats (id, role, started_at, beat_at, failing) VALUES ($1, 'worker', now() - $3::interval, now() - $2::interval, '{}')`, [id, beatAgo, startedAgo]);
    return id;
  };
  const alarms = async (): Promise<string[]> =>
    (await client.query<{ is: string }>(`SELECT kind || CASE WHEN ended_at IS NOT NULL THEN ' ended' WHEN begun_at IS NULL THEN ' suspected' WHEN calm_since IS NOT NULL THEN ' calm' ELSE ' stands' END AS is FROM alarms ORDER BY seen_at`)).rows.map(({ is }) => is);
  const subjects = async (): Promise<(string | undefined)[]> => (await readMails(join(dataDir, 'mail'))).map(({ subject }) => subject);
  const pass = (column: 'seen_at' | 'calm_since'): Promise<unknown> => client.query(`UPDATE alarms SET ${column} = ${column} - interval '1 hour'`);
  const read = async (path: string): Promise<string> => (await fetch(`${instances[0]?.baseUrl}${path}`)).text();

  beforeAll(async () => {
    database = await cloneDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    dataDir = await mkdtemp(join(tmpdir(), 'certdesk-alarms-'));
    await start();
    await start();
  });
  afterAll(async () => {
    for (const { app } of instances) await app.close();
    await client?.end();
    await database?.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('are told once when they begin and once when they end, by whichever process sees it, over restarts and while they come and go', async () => {
    const dead = await worker('40 minutes', '2 hours');
    await look();
    expect([await alarms(), await subjects()]).toEqual([['workers suspected'], []]);
    expect(JSON.parse(await read('/health/ready'))).toEqual({ healthy: true, issues: [], actions: [] });

    await pass('seen_at');
    await look();
    await look();
    expect([await alarms(), await subjects()]).toEqual([['workers stands'], ['Certdesk: исполнитель молчит']]);
    // Handed over by the process itself: no worker has to take it, none will do it again.
    expect((await client.query("SELECT 1 FROM deliveries WHERE alarm_id IS NOT NULL AND state <> 'sent' UNION ALL SELECT 1 FROM outbox WHERE queue = 'deliver'")).rowCount).toBe(0);
    expect(JSON.parse(await read('/health/ready'))).toMatchObject({ healthy: true, issues: [expect.stringContaining('Процесс-исполнитель')], actions: [expect.stringContaining('ROLE=worker')] });
    const metrics = await read('/metrics');
    for (const line of ['certdesk_alarm{alarm="workers"} 1', 'certdesk_alarm{alarm="disk"} 0', 'certdesk_workers_silent 1', 'certdesk_workers_live 0']) expect(metrics).toContain(line);
    expect(metrics).toMatch(/certdesk_disk_free_bytes \d{6,}/);

    await instances.pop()?.app.close();
    expect((await client.query('SELECT 1 FROM process_beats WHERE signed_off')).rowCount).toBe(1);
    await start();
    await look();
    const successor = await worker('1 second', '30 minutes');
    await look();
    await pass('calm_since');
    await client.query('DELETE FROM process_beats WHERE id = $1', [successor]);
    await look();
    expect([await alarms(), (await subjects()).length]).toEqual([['workers stands'], 1]);

    await worker('1 second', '30 minutes');
    await look();
    await pass('calm_since');
    await look();
    await look();
    expect(await alarms()).toEqual(['workers ended']);
    expect(await subjects()).toEqual(['Certdesk: исполнитель молчит', 'Certdesk, наладилось: исполнитель молчит']);
    const [begun] = await readMails(join(dataDir, 'mail'));
    expect([begun?.to, begun?.text]).toEqual([[{ address: 'admin@example.ru', name: '' }], expect.stringContaining('/desk/alarms')]);

    // Outlived by a day: nobody waits for it any more.
    await client.query("UPDATE process_beats SET beat_at = now() - interval '2 days' WHERE id = $1", [dead]);
    await look();
    expect((await client.query('SELECT 1 FROM process_beats WHERE id = $1', [dead])).rowCount).toBe(0);
  });

  it('see what is late and what grows', async () => {
    await client.query(`INSERT INTO work_samples (at, due) VALUES (now() - interval '11 minutes', 501)`);
    await client.query(`INSERT INTO outbox (id, queue, data, due_at) SELECT gen_random_uuid(), 'recount', '{}', now() - interval '1 second' FROM generate_series(1, 501)`);
    await look();
    expect(await alarms()).toEqual(['workers ended', 'backlog suspected']);
    await client.query('DELETE FROM outbox');
    await look();
    expect(await alarms()).toEqual(['workers ended']);
  });
});
