import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { DataSource } from 'typeorm';
import { DirectoryLoadService } from '../../src/directory/imports/directory-load.service.js';
import { LOAD_TASK, DirectoryUploadsService } from '../../src/directory/imports/directory-uploads.service.js';
import { DirectoryVersionsService } from '../../src/directory/imports/directory-versions.service.js';
import type { ImportRecord } from '../../src/directory/imports/import-record.js';
import { TaskRunnerService } from '../../src/tasks/task-runner.service.js';
import { TasksService } from '../../src/tasks/tasks.service.js';
import { startApp, type TestApp } from '../support/app.js';

const HEAD = 'ФИО;СНИЛС;ИНН организации;Логин;Заблокирован';
/** СНИЛС by its first nine digits. */
function snils(number: number): string {
  const nine = String(100_000_000 + number);
  const sum = [...nine].reduce((total, digit, index) => total + Number(digit) * (9 - index), 0);
  return nine + String((sum % 101) % 100).padStart(2, '0');
}
const person = (number: number, change: { name?: string; blocked?: string; login?: string } = {}): string =>
  [change.name ?? `Иванова${'аеиоу'[number % 5] ?? ''} Мария Петровна`, snils(number), '7299000007', change.login ?? `user${number}`, change.blocked ?? 'нет'].join(';');

describe('import of the directory', () => {
  let app: TestApp;
  let uploads: DirectoryUploadsService;
  let versions: DirectoryVersionsService;
  let load: DirectoryLoadService;
  let runner: TaskRunnerService;
  let tasks: TasksService;
  let database: DataSource;
  const admin = { accountId: randomUUID(), role: 'administrator' } as const;

  beforeAll(async () => {
    app = await startApp({ ROLE: 'web' });
    const get = <T>(type: new (...args: never[]) => T): T => app.app.get<T>(type, { strict: false });
    [uploads, versions, load, runner, tasks] = [get(DirectoryUploadsService), get(DirectoryVersionsService), get(DirectoryLoadService), get(TaskRunnerService), get(TasksService)];
    database = app.app.get(DataSource);
    await database.query("INSERT INTO accounts (id, email, role, created_at) VALUES ($1, 'a@example.ru', 'administrator', now())", [admin.accountId]);
  });
  afterAll(() => app?.close());

  const upload = (lines: string[], head = HEAD): Promise<string> => uploads.receive(admin, { name: 'выгрузка.csv', bytes: Readable.from([Buffer.from([head, ...lines].join('\n'))]) });
  const confirmed = async (lines: string[]): Promise<ImportRecord> => {
    const id = await upload(lines);
    await uploads.confirm(admin, id, (await uploads.get(id)).mapping);
    return uploads.get(id);
  };
  const work = async ({ taskId }: ImportRecord): Promise<void> => {
    await runner.attempt(taskId ?? '', (run) => load.go(run));
    await load.clearAway(taskId ?? '');
  };
  const imported = async (lines: string[]): Promise<ImportRecord> => {
    const record = await confirmed(lines);
    await work(record);
    return uploads.get(record.id);
  };
  const seen = async (): Promise<string[]> => (await versions.search({ name: '', inn: '', organization: '', blocked: '' }, null, 100)).map(({ login, blocked }) => `${login ?? ''}${blocked ? '!' : ''}`).sort();
  const files = (): string[] => (existsSync(join(app.dataDir, 'uploads')) ? readdirSync(join(app.dataDir, 'uploads')) : []);
  const many = (count: number): string[] => Array.from({ length: count }, (_, index) => person(index));

  it('proposes the columns, loads, says what it did not take, and shows nothing before it is applied', async () => {
    const id = await upload([person(1), person(2), ';11223344595;;x;', person(3, { login: 'USER1' }), person(4, { blocked: 'на проверке' })]);
    const waiting = await uploads.get(id);
    expect(waiting).toMatchObject({ state: 'mapping', mapping: ['fullName', 'snils', 'organizationInn', 'login', 'blocked'], headerRow: 1, remembered: false });
    expect(waiting.examples?.[1]?.every((example) => /^\*\*\* \d{3}$/.test(example))).toBe(true);
    await expect(uploads.confirm(admin, id, ['surname', null, null, null, null])).rejects.toMatchObject({ code: 'directory-mapping' });
    await expect(uploads.confirm({ ...admin, role: 'operator' }, id, waiting.mapping)).rejects.toMatchObject({ code: 'forbidden' });
    await uploads.confirm(admin, id, waiting.mapping);
    await work(await uploads.get(id));
    const record = await uploads.get(id);
    expect([record.state, files(), record.examples, await seen()]).toEqual(['loaded', [], null, []]);
    const task = await tasks.get(record.taskId ?? '', admin);
    expect(task).toMatchObject({ kind: LOAD_TASK, state: 'done', done: 3, failed: 2, total: 5 });
    expect((await tasks.report(task.id, 0, 10)).map(({ subject, code, params }) => [subject, code, params])).toEqual([['4', 'no-name', {}], ['6', 'unclear-blocked', {}], ['5', 'repeated', { first: 2 }]]);
    const version = await versions.get(record.versionId ?? 0);
    expect(version).toMatchObject({ state: 'staged', rows: 3, refused: 2, differences: { base: null, added: 3, gone: 0 } });
    expect((await versions.changes(version, 'added', 0, 10)).map(({ after }) => after?.snilsTail)).toEqual([snils(1), snils(2), snils(4)].map((digits) => digits.slice(-3)));
    await versions.apply(admin, version.id);
    expect(await seen()).toEqual(['user1', 'user2', 'user4']);
    const stored = JSON.stringify(await database.query('SELECT to_jsonb(u) AS row FROM directory_users u'));
    expect(stored).not.toContain(snils(1));
    expect((await database.query<{ action: string }[]>('SELECT action FROM audit_log ORDER BY at DESC LIMIT 1'))[0]).toEqual({ action: 'directory.applied' });
    expect((await uploads.get(await upload([person(9)]))).remembered).toBe(true);
  });

  it('says what changes, switches at once, and is taken back', async () => {
    const before = (await versions.active())?.id ?? 0;
    const { versionId } = await imported([person(1, { name: 'Петрова Мария Петровна' }), person(2, { blocked: 'да' }), person(5), person(6)]);
    const version = await versions.get(versionId ?? 0);
    expect(version.differences).toMatchObject({ base: before, before: 3, after: 4, added: 2, changed: 1, blocked: 1, unblocked: 0, gone: 1 });
    const [changed] = await versions.changes(version, 'changed', 0, 10);
    expect([changed?.before?.fullName, changed?.after?.fullName]).toEqual(['Ивановае Мария Петровна', 'Петрова Мария Петровна']);
    expect((await versions.changes(version, 'gone', 0, 10)).map(({ before: old, after }) => [old?.login, after])).toEqual([['user4', null]]);
    expect((await versions.changes(version, 'added', 1, 10)).map(({ seq }) => seq)).toEqual([2]);
    await versions.apply(admin, version.id);
    expect(await seen()).toEqual(['user1', 'user2!', 'user5', 'user6']);
    await expect(versions.apply(admin, version.id)).rejects.toMatchObject({ code: 'directory-not-waiting' });
    await versions.takeBack(admin, before);
    expect(await seen()).toEqual(['user1', 'user2', 'user4']);
    const stale = await imported([person(1)]);
    await versions.takeBack(admin, version.id);
    await expect(versions.apply(admin, stale.versionId ?? 0)).rejects.toMatchObject({ code: 'directory-base-changed' });
    await versions.discard(admin, stale.versionId ?? 0);
    expect((await versions.search({ name: 'петр М', inn: '7299000007', organization: '', blocked: 'no' }, null, 5)).map(({ login }) => login)).toEqual(['user1']);
  });

  it('tells several accounts of one person apart where there are no logins', async () => {
    const { versionId } = await imported([person(1, { login: '' }), person(1, { login: '' }), person(1, { login: '', blocked: 'да' })]);
    const version = await versions.get(versionId ?? 0);
    expect(version).toMatchObject({ rows: 2, refused: 1 });
    const keys = await database.query<{ account_key: string }[]>('SELECT account_key FROM directory_users WHERE version_id = $1 ORDER BY 1', [version.id]);
    expect(keys.map(({ account_key: key }) => key.replace(/^[\w-]{43}/, 'key'))).toEqual(['key', 'key#2']);
  });

  it('goes on where it was when the worker dies, and loads no row twice', async () => {
    const record = await confirmed(many(6_000));
    let steps = 0;
    const dying = runner.attempt(record.taskId ?? '', (run) => {
      const step = run.step.bind(run);
      return load.go(Object.assign(run, { step: (one: Parameters<typeof run.step>[0]) => (++steps === 3 ? Promise.reject(new Error('power cut')) : step(one)) }));
    });
    await expect(dying).rejects.toThrow('power cut');
    expect(await tasks.get(record.taskId ?? '', admin)).toMatchObject({ state: 'running', done: 1_000 });
    await work(record);
    const { versionId, state } = await uploads.get(record.id);
    expect([state, (await versions.get(versionId ?? 0)).rows]).toEqual(['loaded', 6_000]);
    await versions.apply(admin, versionId ?? 0);
  });

  it('is cancelled at any moment, and leaves neither file nor rows', async () => {
    const waiting = await confirmed([person(1)]);
    await tasks.cancel(waiting.taskId ?? '', admin);
    await work(waiting);
    const running = await confirmed(many(6_000));
    const again = await runner.attempt(running.taskId ?? '', (run) => {
      const step = run.step.bind(run);
      return load.go(Object.assign(run, { step: async (one: Parameters<typeof run.step>[0]) => {
        await step(one);
        await tasks.cancel(running.taskId ?? '', admin);
      } }));
    });
    expect(again).toBeInstanceOf(Date);
    await work(running);
    const over = [await uploads.get(waiting.id), await uploads.get(running.id)];
    expect(over.map(({ state, outcome }) => [state, outcome])).toEqual([['ended', 'cancelled'], ['ended', 'cancelled']]);
    expect((await versions.get(over[1]?.versionId ?? 0)).state).toBe('failed');
    const [left] = await database.query<{ table: string | null }[]>('SELECT to_regclass($1) AS table', [`directory_users_${over[1]?.versionId ?? 0}`]);
    expect([left?.table, files().length]).toEqual([null, 1]);
  });

  it('ends with a reason when the file is gone or its columns were named wrongly', async () => {
    const gone = await confirmed([person(1)]);
    for (const name of files()) (await import('node:fs')).rmSync(join(app.dataDir, 'uploads', name));
    await work(gone);
    expect([(await tasks.get(gone.taskId ?? '', admin)).error, (await uploads.get(gone.id)).outcome]).toEqual(['directory-file-gone', 'failed']);
    await expect(upload([], 'a;b')).rejects.toMatchObject({ code: 'table-empty' });
    await expect(upload([person(1)], person(2))).rejects.toMatchObject({ code: 'table-no-header' });
    expect(files()).toEqual([]);
  });

  it('forgets a file that nobody went on with', async () => {
    const id = await upload([person(1)]);
    expect(files()).toEqual([id]);
    await uploads.forget(id, 'timed-out');
    expect([files(), (await uploads.get(id)).outcome]).toEqual([[], 'timed-out']);
    await expect(uploads.confirm(admin, id, ['fullName', 'snils', null, null, null])).rejects.toMatchObject({ code: 'directory-import-over' });
  });
});
