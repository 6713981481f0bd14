import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { CASE_TRANSITIONS } from '../../src/cases/case-status.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

describe('npm run seed', () => {
  let database: TestDatabase;
  let dataDir: string;
  let client: pg.Client;
  let running: ChildProcess | undefined;

  beforeAll(async () => {
    database = await cloneDatabase();
    dataDir = await mkdtemp(join(tmpdir(), 'certdesk-seed-'));
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
  });
  afterAll(async () => {
    running?.kill();
    await client?.end();
    await database?.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  async function seed(env: Record<string, string> = {}): Promise<{ code: number | null; said: string }> {
    const child = spawn(process.execPath, ['dist/seed.js'], { env: { PATH: process.env['PATH'], DATA_DIR: dataDir, DATABASE_URL: database.url, ...env } });
    running = child;
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    const [out, bad, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    return { code, said: out + bad };
  }
  const count = async (sql: string) => Number((await client.query<{ n: string }>(`SELECT count(*) AS n FROM ${sql}`)).rows[0]?.n);

  it('fills an empty desk with cases in every status, sends nothing, and never does so twice', async () => {
    const refused = await seed({ SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'certdesk@example.ru' });
    expect(refused).toMatchObject({ code: 1, said: expect.stringContaining('SMTP_URL') });

    const { code, said } = await seed();
    expect({ code, said }).toMatchObject({ code: 0 });
    expect(said.match(/@example\.ru {2}\S{12,}/g)).toHaveLength(3);

    const { rows } = await client.query<{ status: string; n: string }>('SELECT status, count(*) AS n FROM cases GROUP BY 1');
    expect(rows.map(({ status }) => status).sort()).toEqual(Object.keys(CASE_TRANSITIONS).sort());
    expect(rows.reduce((sum, { n }) => sum + Number(n), 0)).toBe(300);
    expect(await count("cases WHERE created_at > now() OR created_at < now() - interval '63 days'")).toBe(0);
    expect(await count('case_events WHERE at > now()')).toBe(0);
    expect(await count("case_files WHERE kind = 'signed-letter'")).toBeGreaterThan(40);
    expect(await count("delivery_attempts WHERE outcome <> 'accepted'")).toBeGreaterThan(10);
    expect(await count('worklist WHERE due_at < now()')).toBeGreaterThan(5);
    // One is planted; at some hours of the week what else has come lately looks like a wave of its own.
    expect(await count('incidents WHERE closed_at IS NULL')).toBeGreaterThan(0);
    expect(await count('incidents WHERE closed_at IS NOT NULL')).toBe(1);
    expect(await count('directory_users WHERE version_id = (SELECT version_id FROM directory_active)')).toBe(600);
    expect(await count('outbox')).toBe(0);
    // Nothing that the desk would sound an alarm for the same evening.
    expect(await count("deliveries WHERE next_attempt_at < now() + interval '12 hours'")).toBe(0);
    expect(await count("deliveries WHERE channel <> 'notice' AND state = 'pending' AND next_attempt_at IS NOT NULL")).toBeGreaterThan(0);
    expect(await count("directory_versions WHERE as_of > now() - interval '2 days'")).toBe(1);
    expect(await readdir(join(dataDir, 'mail')).catch(() => [])).toEqual([]);

    const again = await seed();
    expect(again).toMatchObject({ code: 1, said: expect.stringContaining('База не пуста') });
    expect(await count('cases')).toBe(300);
  }, 600_000);
});
