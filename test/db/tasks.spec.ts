import { randomUUID } from 'node:crypto';
import { DomainError } from '../../src/platform/domain-error.js';
import { TransactionsService } from '../../src/platform/transactions.service.js';
import type { TaskRecord } from '../../src/tasks/task-record.js';
import { TaskRunnerService, type TaskRun } from '../../src/tasks/task-runner.service.js';
import { TasksService } from '../../src/tasks/tasks.service.js';
import { DataSource } from 'typeorm';
import { startApp, type TestApp } from '../support/app.js';

const owner = { accountId: randomUUID(), role: 'operator' } as const;
const SIZE = 5;

describe('long work', () => {
  let app: TestApp;
  let tasks: TasksService;
  let runner: TaskRunnerService;
  let database: DataSource;

  beforeAll(async () => {
    app = await startApp({ ROLE: 'web' });
    tasks = app.app.get(TasksService, { strict: false });
    runner = app.app.get(TaskRunnerService, { strict: false });
    database = app.app.get(DataSource);
  });
  afterAll(() => app?.close());

  const start = (): Promise<string> => app.app.get(TransactionsService).run((tx) => tasks.start(tx, { kind: 'count', accountId: owner.accountId, input: { size: SIZE }, total: SIZE }));
  const get = (id: string): Promise<TaskRecord> => tasks.get(id, owner);
  /** What a dead worker leaves behind. */
  const leave = (id: string): Promise<unknown> => database.query(`UPDATE tasks SET state = 'running', lease_token = $2, lease_until = now() - interval '1 second' WHERE id = $1`, [id, randomUUID()]);

  /** Counts to five, one a step; three cannot be counted. `before` is asked before each step. */
  function counting(before: (at: number) => Promise<void> | void = () => undefined) {
    return async (run: TaskRun): Promise<Record<string, number>> => {
      for (;;) {
        const at = (run.cursor as { at: number } | null)?.at ?? 0;
        if (at === SIZE) return { counted: run.done };
        await before(at);
        await run.step(async () => (at === 3 ? { cursor: { at: at + 1 }, failed: 1, report: [{ subject: '3', code: 'odd', params: {} }] } : { cursor: { at: at + 1 }, done: 1 }));
      }
    };
  }

  it('is done step by step and says what it could not do', async () => {
    const id = await start();
    expect(await get(id)).toMatchObject({ state: 'waiting', total: 5, done: 0 });
    expect(await runner.attempt(id, counting())).toBeNull();
    expect(await get(id)).toMatchObject({ state: 'done', done: 4, failed: 1, result: { counted: 4 } });
    expect(await tasks.report(id, 0, 10)).toEqual([expect.objectContaining({ seq: 1, subject: '3', code: 'odd' })]);
    expect(await runner.attempt(id, () => Promise.reject(new Error('a second run')))).toBeNull();
  });

  it('goes on where a dead worker came to, and no two workers are at it', async () => {
    const id = await start();
    await expect(runner.attempt(id, counting((at) => { if (at === 2) throw new Error('power cut'); }))).rejects.toThrow('power cut');
    const begun: number[] = [];
    let second: Promise<Date | null> | undefined;
    await runner.attempt(id, counting((at) => {
      begun.push(at);
      second ??= runner.attempt(id, () => Promise.reject(new Error('two at once')));
    }));
    expect(begun).toEqual([2, 3, 4]);
    expect(await second).toBeInstanceOf(Date);
    expect(await get(id)).toMatchObject({ state: 'done', done: 4, failed: 1, reported: 1 });
  });

  it('saves nothing for a worker that has lost it', async () => {
    const id = await start();
    await runner.attempt(id, counting(async (at) => { if (at === 1) await leave(id); }));
    expect(await get(id)).toMatchObject({ state: 'running', done: 1 });
    await runner.attempt(id, counting());
    expect(await get(id)).toMatchObject({ state: 'done', done: 4 });
  });

  it('ends when it is asked to, before its next step or before its first', async () => {
    const id = await start();
    const again = await runner.attempt(id, counting(async (at) => { if (at === 2) await tasks.cancel(id, owner); }));
    expect(await get(id)).toMatchObject({ state: 'running', done: 2 });
    expect(again).toBeInstanceOf(Date);
    expect(await runner.attempt(id, counting())).toBeNull();
    expect(await get(id)).toMatchObject({ state: 'cancelled', done: 2 });
    const early = await start();
    await tasks.cancel(early, owner);
    expect(await get(early)).toMatchObject({ state: 'cancelled' });
  });

  it('ends with the code of what stands in its way, and gives up what never gets on', async () => {
    const id = await start();
    await runner.attempt(id, () => Promise.reject(new DomainError('forbidden', 'forbidden')));
    expect(await get(id)).toMatchObject({ state: 'failed', error: 'forbidden' });
    const poisoned = await start();
    for (let turn = 0; turn < 5; turn += 1) await expect(runner.attempt(poisoned, () => Promise.reject(new Error('poison')))).rejects.toThrow('poison');
    expect(await runner.attempt(poisoned, counting())).toBeNull();
    expect(await get(poisoned)).toMatchObject({ state: 'failed', error: 'internal' });
  });

  it('is nobody else’s business', async () => {
    const id = await start();
    await expect(tasks.get(id, { ...owner, accountId: randomUUID() })).rejects.toThrow('task-not-found');
    await expect(tasks.cancel(id, { ...owner, accountId: randomUUID() })).rejects.toThrow('task-not-found');
    expect(await tasks.get(id, { accountId: randomUUID(), role: 'administrator' })).toMatchObject({ id });
    const [newest, ...older] = await tasks.list(owner.accountId, null, 3);
    expect(newest?.id).toBe(id);
    expect(await tasks.list(owner.accountId, newest ?? null, 2)).toEqual(older);
  });
});
