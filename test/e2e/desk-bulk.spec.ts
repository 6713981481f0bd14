import { randomUUID } from 'node:crypto';
import { BulkWorkService } from '../../src/bulk/bulk-work.service.js';
import { BULK } from '../../src/bulk/bulk.jobs.js';
import { TaskRunnerService, type TaskRun } from '../../src/tasks/task-runner.service.js';
import { eventually, holdQueues } from '../support/app.js';
import { AccountsScene, type Newcomer } from '../support/accounts-scene.js';
import type { DeskAnswer } from '../support/desk-client.js';
import { plantCase } from '../support/worklist-cases.js';

/** The workers stay still: the tests are the workers. */
describe('one action over many cases', () => {
  let scene: AccountsScene;
  let petrova: Newcomer;
  let runner: TaskRunnerService;
  let work: BulkWorkService;

  beforeAll(async () => {
    scene = await AccountsScene.start();
    petrova = await scene.newcomer();
    const { app } = scene.app;
    runner = app.get(TaskRunnerService, { strict: false });
    work = app.get(BulkWorkService, { strict: false });
    await holdQueues(scene.app, BULK.queue);
  });
  afterAll(() => scene?.close());
  beforeEach(async () => {
    // Notices of the test before must not meet what empties their tables.
    const atRest = async (): Promise<boolean> => (await scene.database.query("SELECT FROM outbox WHERE queue = 'deliver' AND due_at <= now()")).rowCount === 0;
    await eventually(atRest);
    await scene.database.query('TRUNCATE case_status_changes, worklist, case_search, search_words, case_count_deltas, worklist_seen, worklist_views, cases CASCADE');
  });

  const plant = (count: number, change: Parameters<typeof plantCase>[1] = {}) => Promise.all(Array.from({ length: count }, () => plantCase(scene.database, { category: 'user-missing', ...change })));
  const statuses = async (): Promise<Record<string, number>> => {
    const { rows } = await scene.database.query<{ status: string; count: number }>('SELECT status, count(*)::int FROM cases GROUP BY 1');
    return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
  };
  const count = async (from: string, values: unknown[] = []): Promise<number> => (await scene.database.query<{ count: number }>(`SELECT count(*)::int FROM ${from}`, values)).rows[0]?.count ?? -1;
  const notices = (): Promise<number> => count("deliveries WHERE notice IN ('resolved', 'answer') AND case_id IN (SELECT id FROM cases)");

  /** From the list to the started task: gives its path. */
  async function start(action: string, fields: Record<string, string> = {}, state = 'view=all'): Promise<string> {
    const { location } = await petrova.client.post('/desk/bulk', { scope: 'list', state });
    const { location: task, text } = await petrova.client.post(`${location}/${action}`, { step: 'start', ...fields });
    if (!task) throw new Error(text);
    return task;
  }
  const run = (task: string, go: (run: TaskRun) => Promise<Record<string, number>> = (each) => work.go(each)): Promise<Date | null> => runner.attempt(task.split('/').at(-1) ?? '', go);
  const page = (path: string): Promise<DeskAnswer> => petrova.client.get(path);

  it('says what it will do, does it to the frozen set, and reports what it did not do and why', async () => {
    await plant(3);
    await plant(1, { status: 'resolved', number: '2031-700001' });
    const moved = await plantCase(scene.database, { number: '2031-700002', category: 'user-missing' });
    const { location: set } = await petrova.client.post('/desk/bulk', { scope: 'list', state: 'view=all&category=user-missing' });
    await plantCase(scene.database, { category: 'user-missing', number: '2031-700003' });
    await scene.database.query('UPDATE cases SET version = version + 1 WHERE id = $1', [moved]);
    expect((await page(set)).text).toContain('Выбрано: 5 обращений');

    const filled = await petrova.client.post(`${set}/resolve`, { step: 'check', outcome: 'registered', text: 'Здравствуйте, {{имя}} <b>' });
    expect(filled.text).toContain('Завершить 3 обращения . Итог: пользователь зарегистрирован');
    expect(filled.html).toContain('Здравствуйте, Мария Петровна &lt;b&gt;');
    expect(filled.text).toContain('изменились с тех пор, как вы их выбрали: 1');
    expect(filled.text).toContain('это уже сделано: 1');
    expect(await statuses()).toEqual({ 'awaiting-operator': 5, resolved: 1 });

    const fields = { step: 'start', outcome: 'registered', text: 'Здравствуйте, {{имя}}' };
    const { location: task } = await petrova.client.post(`${set}/resolve`, fields);
    expect((await petrova.client.post(`${set}/resolve`, fields)).location).toBe(task);
    expect(await run(task)).toBeNull();
    expect(await statuses()).toEqual({ 'awaiting-operator': 2, resolved: 4 });
    const report = await page(task);
    expect(report.text).toContain('Завершено: 3. Заявители получат письма.');
    expect(report.text).toContain('2031-700001 Это уже сделано.');
    expect(report.text).toContain('2031-700002 Изменилось после того');
    expect(report.text).not.toContain('2031-700003');
    const csv = await page(`${task}/report.csv`);
    expect(csv.html.trim().split('\r\n')).toHaveLength(3);
    const { rows } = await scene.database.query("SELECT params FROM case_events WHERE event = 'resolved'");
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatchObject({ params: { text: 'Здравствуйте, Мария Петровна', operator: 'Петрова 1' } });
  });

  it('goes on after a death without doing anything twice', async () => {
    await plant(5);
    const task = await start('answer', { text: 'Ждём ответа' });
    // Dies after two steps: once between steps, once inside one, when the case is changed and nothing committed.
    let steps = 0;
    const dying = (each: TaskRun): TaskRun => Object.assign(Object.create(each) as TaskRun, {
      step: (inner: Parameters<TaskRun['step']>[0]) => each.step(async (tx) => {
        const step = await inner(tx);
        steps += 1;
        if (steps === 3) throw new Error('power cut');
        return step;
      }),
    });
    await expect(run(task, (each) => work.go(dying(each)))).rejects.toThrow('power cut');
    expect(await notices()).toBe(2);
    expect(await run(task)).toBeNull();
    expect(await notices()).toBe(5);
    expect((await page(task)).text).toContain('Ответы отправлены: 5.');
  });

  it('stops when it is asked to, and what is done stays done', async () => {
    await plant(4);
    const task = await start('take');
    let steps = 0;
    const again = await run(task, (each) => work.go(Object.assign(Object.create(each) as TaskRun, {
      step: async (inner: Parameters<TaskRun['step']>[0]) => {
        if (++steps === 3) await petrova.client.post(`${task}/cancel`);
        return each.step(inner);
      },
    })));
    expect(again).toBeInstanceOf(Date);
    expect((await page(task)).text).toContain('Останавливаем');
    await run(task);
    expect((await page(task)).text).toContain('Остановлено по вашей просьбе. Что уже сделано (2), так и останется.');
    expect(await count('cases WHERE assignee_id = $1', [petrova.id])).toBe(2);
  });

  it('ends as soon as whoever started it may not do it any more', async () => {
    await plant(3);
    const sidorov = await scene.newcomer();
    const { location } = await sidorov.client.post('/desk/bulk', { scope: 'list', state: 'view=all' });
    const { location: task } = await sidorov.client.post(`${location}/note`, { step: 'start', text: 'Проверено' });
    let steps = 0;
    await run(task, (each) => work.go(Object.assign(Object.create(each) as TaskRun, {
      step: async (inner: Parameters<TaskRun['step']>[0]) => {
        if (++steps === 2) await scene.admin.post(`/desk/operators/${sidorov.id}/disable`);
        return each.step(inner);
      },
    })));
    expect(await count("case_events WHERE event = 'note'")).toBe(1);
    expect((await scene.admin.get(task)).text).toContain('право на это действие отозвано');
  });

  it('is nobody else’s, not without a choice, and not with a bad text', async () => {
    const [id = ''] = await plant(1);
    const { location: set } = await petrova.client.post('/desk/bulk', { scope: 'picked', case: id, state: 'view=all' });
    expect((await scene.admin.get(set)).status).toBe(404);
    expect(await petrova.client.post('/desk/bulk', { scope: 'picked', state: 'view=all' })).toMatchObject({ status: 422 });
    const bad = await petrova.client.post(`${set}/answer`, { step: 'start', text: 'Здравствуйте, {{constructor}}' });
    expect(bad.status).toBe(422);
    expect(bad.text).toContain('Слова «constructor» мы не знаем');
    expect(bad.html).toContain('Здравствуйте, {{constructor}}</textarea>');
    expect((await petrova.client.post(`${set}/assign`, { step: 'start', assignee: randomUUID() })).text).toContain('Выберите того, кому передать');
    const lost = await petrova.client.post('/desk/bulk', { scope: 'list', state: `view=all&search=${randomUUID()}` });
    expect(lost.text).toContain('Повторите поиск');
    expect((await petrova.client.get(`/desk/bulk/${randomUUID()}`)).status).toBe(404);
    const task = await start('release');
    expect((await scene.stranger().get(task)).status).toBe(303);
    const other = await scene.newcomer();
    expect((await other.client.get(task)).status).toBe(404);
    expect((await other.client.get('/desk/tasks?whose=all')).text).not.toContain('Вернуть обращения');
    expect((await scene.admin.get('/desk/tasks?whose=all')).text).toContain('Вернуть обращения в общий список');
  });
});
