import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { submitted } from '../faults/applicant.js';
import { eventually, freePort, readMails } from '../support/app.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { DeskClient } from '../support/desk-client.js';
import { killStarted, startService } from '../support/process.js';
import { startSmtpSink } from '../support/smtp-sink.js';

const ADMIN = { email: 'admin@example.ru', password: 'семь синих чайников' };

describe('a killed worker', () => {
  let database: TestDatabase;
  let dataDir: string;

  beforeAll(async () => {
    database = await cloneDatabase();
    dataDir = await mkdtemp(join(tmpdir(), 'certdesk-alarms-'));
  });
  afterAll(async () => {
    await killStarted();
    await database?.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('is seen by the web process, which tells it on /health/ready, at the desk and in one mail, until another worker comes', async () => {
    const env = {
      DATABASE_URL: database.url, DATA_DIR: dataDir, SECRET_KEY: 'k'.repeat(32), ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password,
      ALARM_CHECK_SECONDS: '1', ALARM_SILENT_SECONDS: '4', ALARM_CALM_SECONDS: '2',
    };
    const [web, worker] = await Promise.all([startService({ ...env, ROLE: 'web' }), startService({ ...env, ROLE: 'worker' })]);
    const ready = async () => {
      const answer = await fetch(`${web.baseUrl}/health/ready`);
      return { status: answer.status, body: (await answer.json()) as { healthy: boolean; issues: string[] } };
    };
    const subjects = async () => (await readMails(join(dataDir, 'mail'))).map(({ subject }) => subject);
    const admin = new DeskClient(web.baseUrl);
    await admin.signIn(ADMIN.email, ADMIN.password);
    await admin.enrol();
    expect((await admin.get('/desk/alarms')).text).toContain('Всё в порядке');

    await worker.signal('SIGKILL');
    await eventually(async () => (await ready()).body.issues.some((issue) => issue.startsWith('Процесс-исполнитель')), 40_000);
    // The web process can do its own work: it stays in service.
    expect(await ready()).toMatchObject({ status: 200, body: { healthy: true } });
    await eventually(async () => (await subjects()).length === 1);
    expect((await admin.get('/desk/worklist')).text).toContain('Сейчас не всё в порядке: исполнитель молчит.');
    const page = await admin.get('/desk/alarms');
    for (const words of ['Исполнитель молчит', 'Замолчали: 1. Работают: 0.', 'Что сделать.']) expect(page.text).toContain(words);

    const next = await startService({ ...env, ROLE: 'worker' });
    await eventually(async () => (await subjects()).length === 2, 40_000);
    expect(await subjects()).toEqual(['Certdesk: исполнитель молчит', 'Certdesk, наладилось: исполнитель молчит']);
    await eventually(async () => (await ready()).body.issues.length === 0);
    expect((await admin.get('/desk/alarms')).text).toMatch(/Всё в порядке.*Что было раньше.*Исполнитель молчит/s);

    // Who ends in order is not missed.
    expect(await next.signal('SIGTERM')).toEqual({ code: 0, signal: null });
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    expect([(await ready()).body.issues, (await subjects()).length]).toEqual([[], 2]);
    expect(await web.signal('SIGTERM')).toEqual({ code: 0, signal: null });
  });
});

describe('a mail server that does not let us in', () => {
  it('is told on /health/ready from the first mail that could not leave to the first that does', async () => {
    const database = await cloneDatabase();
    const dataDir = await mkdtemp(join(tmpdir(), 'certdesk-alarms-'));
    const port = await freePort();
    const auth = { user: 'robot', pass: 'right' };
    const start = (password: string) => startService({ DATABASE_URL: database.url, DATA_DIR: dataDir, SECRET_KEY: 'k'.repeat(32), SMTP_URL: `smtp://robot:${password}@127.0.0.1:${port}`, MAIL_FROM: 'certdesk@example.ru' });
    const sink = await startSmtpSink({ port, auth });
    try {
      let service = await start('wrong');
      const shut = async (): Promise<boolean> => ((await (await fetch(`${service.baseUrl}/health/ready`)).json()) as { issues: string[] }).issues.some((issue) => issue.startsWith('Почтовый сервер'));
      expect(await shut()).toBe(false);
      await submitted(service.baseUrl);
      await eventually(shut);
      await service.signal('SIGTERM');
      service = await start('right');
      expect(await shut()).toBe(true);
      await submitted(service.baseUrl);
      await eventually(async () => !(await shut()));
    } finally {
      await killStarted();
      await sink.close();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    }
  });
});
