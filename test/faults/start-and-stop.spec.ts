import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../support/app.js';
import { isRunning, killStarted, launch, startService } from '../support/process.js';
import { startRedis } from '../support/redis.js';
import { submitted, type Acknowledged } from './applicant.js';
import { capturedLetters } from './ledger.js';

/** Process id of the embedded server, as it wrote it down; `null` when it has ended in order. */
async function serverOf(dataDir: string): Promise<number | null> {
  const file = await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').catch(() => null);
  return file === null ? null : Number(file.split('\n')[0]);
}

async function statusOf(baseUrl: string, { number, accessKey }: Acknowledged): Promise<string> {
  const response = await fetch(`${baseUrl}/api/v1/cases/${number}`, { headers: { authorization: `Bearer ${accessKey}` } });
  return ((await response.json()) as { status: string }).status;
}

describe('a start', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'certdesk-start-'));
  });
  afterAll(async () => {
    await killStarted();
    await rm(folder, { recursive: true, force: true });
  });

  /** Starts, and gives what was said when it refused. */
  const refusal = async (env: Record<string, string>): Promise<string> => {
    const service = await launch({ DATA_DIR: join(folder, 'refused'), ...env });
    expect(await service.ended).toEqual({ code: 1, signal: null });
    expect(service.stderr()).not.toMatch(/^\s+at /m);
    return service.stderr().trim();
  };

  it('with web and worker at once on one fresh folder makes one database, which the last one ends', async () => {
    const dataDir = join(folder, 'shared');
    const [web, worker] = await Promise.all([startService({ DATA_DIR: dataDir, ROLE: 'web' }), startService({ DATA_DIR: dataDir, ROLE: 'worker' })]);
    expect((await readdir(dataDir)).filter((name) => name.startsWith('postgres'))).toEqual(['postgres']);
    const acknowledged = await submitted(web.baseUrl);
    await eventually(async () => (await statusOf(web.baseUrl, acknowledged)) === 'sent');
    const server = (await serverOf(dataDir)) ?? 0;
    expect(await worker.signal('SIGINT')).toEqual({ code: 0, signal: null });
    expect(isRunning(server)).toBe(true);
    expect(await statusOf(web.baseUrl, acknowledged)).toBe('sent');
    expect(await web.signal('SIGINT')).toEqual({ code: 0, signal: null });
    await eventually(async () => !isRunning(server));
    expect(await serverOf(dataDir)).toBeNull();
  });

  it('starts its database again when that was ended, or killed, under it', async () => {
    const dataDir = join(folder, 'revived');
    const service = await startService({ DATA_DIR: dataDir });
    for (const signal of ['SIGINT', 'SIGKILL'] as const) {
      const server = (await serverOf(dataDir)) ?? 0;
      process.kill(server, signal);
      await eventually(async () => ![server, null].includes(await serverOf(dataDir)));
      await eventually(async () => (await fetch(`${service.baseUrl}/health/ready`)).status === 200);
      await submitted(service.baseUrl);
    }
    expect(await service.signal('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(await serverOf(dataDir)).toBeNull();
  });

  it('after kill -9 finds the data and the server that still runs; Ctrl-C then leaves nothing', async () => {
    const dataDir = join(folder, 'killed');
    const first = await startService({ DATA_DIR: dataDir });
    const server = (await serverOf(dataDir)) ?? 0;
    const acknowledged = await submitted(first.baseUrl);
    await first.signal('SIGKILL');
    expect(isRunning(server)).toBe(true);
    const second = await startService({ DATA_DIR: dataDir });
    expect(await serverOf(dataDir)).toBe(server);
    await eventually(async () => (await statusOf(second.baseUrl, acknowledged)) === 'sent', 40_000);
    expect(await capturedLetters(dataDir)).toEqual([acknowledged.number]);
    expect(await second.signal('SIGINT')).toEqual({ code: 0, signal: null });
    await eventually(async () => !isRunning(server));
  });

  it('that is interrupted while the database is being made leaves nothing behind', async () => {
    const dataDir = join(folder, 'interrupted');
    const service = await launch({ DATA_DIR: dataDir });
    await eventually(async () => (await readdir(dataDir).catch(() => [])).some((name) => name.startsWith('postgres')));
    expect(await service.signal('SIGINT')).toEqual({ code: 0, signal: null });
    expect(service.stderr()).toBe('');
    expect(await serverOf(dataDir)).toBeNull();
    expect((await readdir(dataDir)).filter((name) => name.startsWith('postgres.new'))).toEqual([]);
  });

  it('on a port that is taken says so in one sentence', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const said = await refusal({ PORT: String(port) });
    taken.close();
    expect(said).toBe(`Порт ${port} уже занят. Остановите другую программу или укажите другой порт: PORT=${port + 1} npm start.`);
    expect(await serverOf(join(folder, 'refused'))).toBeNull();
  });

  it('with a data folder that cannot be written says so in one sentence', async () => {
    await writeFile(join(folder, 'a-file'), '');
    expect(await refusal({ DATA_DIR: join(folder, 'a-file', 'var') })).toBe(
      `В папку данных ${join(folder, 'a-file', 'var')} нельзя писать (ENOTDIR). Дайте права на неё или укажите другую в DATA_DIR.`,
    );
  });

  it('on a half-made database says so in one sentence and touches nothing', async () => {
    const dataDir = join(folder, 'half');
    await mkdir(join(dataDir, 'postgres', 'base'), { recursive: true });
    expect(await refusal({ DATA_DIR: dataDir })).toMatch(/^Папка .*postgres не пуста, но базы в ней нет\. .+\.$/);
    expect(await readdir(join(dataDir, 'postgres'))).toEqual(['base']);
  });

  it('with wrong settings names all of them at once', async () => {
    const said = await refusal({ ROLE: 'boss', SMTP_URL: 'mail.example.ru', WORKER_CONCURRENCY: 'many' });
    const [first, ...faults] = said.split('\n');
    expect(first).toBe('Исправьте настройки и запустите снова:');
    expect(faults.map((fault) => /^ {2}([A-Z_]+): .+$/.exec(fault)?.[1])).toEqual(['ROLE', 'SMTP_URL', 'WORKER_CONCURRENCY']);
  });

  it('with a setting that only its reader understands says so, and nothing of the half-made rest', async () => {
    const said = await refusal({ SERVICE_DESK: 'http', SERVICE_DESK_URL: 'http://127.0.0.1:1', SERVICE_DESK_FILE: '/nowhere/portal.yaml' });
    expect(said.split('\n')).toEqual([expect.stringContaining('/nowhere/portal.yaml (SERVICE_DESK_FILE) не подходит'), expect.stringContaining('файл не читается')]);
  });

  it('is not ready while its Redis takes no writes', async () => {
    const redis = await startRedis();
    const service = await startService({ DATA_DIR: join(folder, 'redis'), REDIS_URL: redis.url });
    const status = async (): Promise<number> => (await fetch(`${service.baseUrl}/health/ready`)).status;
    expect(await status()).toBe(200);
    await redis.command('REPLICAOF 127.0.0.1 1');
    expect(await status()).toBe(503);
    await redis.command('REPLICAOF NO ONE');
    await eventually(async () => (await status()) === 200);
    await service.signal('SIGTERM');
    await redis.stop();
  });

  it('ends in order when its Redis never came, and when it has gone', async () => {
    const redis = await startRedis();
    const dataDir = join(folder, 'redis');
    for (const url of ['redis://127.0.0.1:1', redis.url]) {
      const service = await startService({ DATA_DIR: dataDir, REDIS_URL: url });
      if (url === redis.url) await redis.stop();
      expect(await service.signal('SIGTERM')).toEqual({ code: 0, signal: null });
      expect(service.stderr()).toBe('');
      expect(await serverOf(dataDir)).toBeNull();
    }
  });

  it('without its database server says so in one sentence', async () => {
    expect(await refusal({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' })).toBe('База данных не отвечает (ECONNREFUSED). Проверьте DATABASE_URL и что PostgreSQL запущен.');
  });
});
