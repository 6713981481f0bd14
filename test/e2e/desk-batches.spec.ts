import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BatchAnswersService } from '../../src/batches/batch-answers.service.js';
import { BatchCasesService } from '../../src/batches/batch-cases.service.js';
import { BatchSortService } from '../../src/batches/batch-sort.service.js';
import { ANSWER_BATCH, MAKE_BATCH_CASES, SORT_BATCH } from '../../src/batches/batch.jobs.js';
import { BatchesService } from '../../src/batches/batches.service.js';
import { Config } from '../../src/config/config.js';
import { openTable } from '../../src/platform/tables/table-reader.adapter.js';
import { TaskRunnerService, type TaskRun } from '../../src/tasks/task-runner.service.js';
import { holdQueues } from '../support/app.js';
import { AccountsScene, type Newcomer } from '../support/accounts-scene.js';
import { certificateRequest, cryptoProContainer, pfx, privateKeys, zip } from '../support/certificate-files.js';
import { type Attribute, IVANOVA, makeCertificate, Oid } from '../support/certificate-fixtures.js';

const person = (surname: string, givenName: string): Uint8Array =>
  makeCertificate({
    subject: IVANOVA.map(([oid, text, type]): Attribute => {
      const own = { [Oid.surname]: surname, [Oid.givenName]: givenName, [Oid.commonName]: `${surname} ${givenName}` }[oid];
      return type ? [oid, own ?? text, type] : [oid, own ?? text];
    }).filter(([oid]) => oid !== Oid.snils && oid !== Oid.inn && oid !== Oid.email),
  });

/** The workers stay still: the tests are the workers. */
describe('many failed imports at once', () => {
  let scene: AccountsScene;
  let petrova: Newcomer;
  let runner: TaskRunnerService;
  let sorting: BatchSortService;
  let making: BatchCasesService;
  let answering: BatchAnswersService;

  beforeAll(async () => {
    scene = await AccountsScene.start();
    petrova = await scene.newcomer();
    const { app } = scene.app;
    runner = app.get(TaskRunnerService, { strict: false });
    sorting = app.get(BatchSortService, { strict: false });
    making = app.get(BatchCasesService, { strict: false });
    answering = app.get(BatchAnswersService, { strict: false });
    await holdQueues(scene.app, SORT_BATCH.queue, MAKE_BATCH_CASES.queue, ANSWER_BATCH.queue);
  });
  afterAll(() => scene?.close());

  async function upload(parts: { certificates?: Uint8Array; table?: string }, fields: Record<string, string> = {}): Promise<string> {
    const body = new FormData();
    if (parts.certificates) body.set('certificates', new Blob([Buffer.from(parts.certificates)]), 'серты.zip');
    if (parts.table !== undefined) body.set('table', new Blob([parts.table]), 'таблица.csv');
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    const answer = await petrova.client.send('/desk/batches/new', { method: 'POST', body, headers: { origin: petrova.client.baseUrl } });
    return answer.location || answer.text;
  }
  /** What is chosen on the page for each column; nothing is an empty word. */
  const chosenOn = (html: string): string[] => [...html.matchAll(/<select[^>]+name="column-\d+".*?<\/select>/g)].map(([select]) => /<option value="([^"]*)" selected/.exec(select)?.[1] ?? '');
  const columns = (chosen: readonly string[]): Record<string, string> => Object.fromEntries(chosen.map((field, index) => [`column-${index}`, field]));
  /** Gives a batch with a table, whose columns are what is proposed. */
  async function uploadWhole(parts: { certificates?: Uint8Array; table: string }): Promise<string> {
    const batch = await upload(parts);
    await petrova.client.post(`${batch}/columns`, columns(chosenOn((await petrova.client.get(`${batch}/columns`)).html)));
    return batch;
  }
  const taskOf = async (batch: string): Promise<string> => (await scene.database.query<{ task_id: string }>('SELECT task_id FROM batches WHERE id = $1', [batch.split('/').at(-1)])).rows[0]?.task_id ?? '';
  async function sort(batch: string, change: (run: TaskRun) => TaskRun = (run) => run): Promise<Date | null> {
    const task = await taskOf(batch);
    const again = await runner.attempt(task, (run) => sorting.go(change(run)));
    if (!again) await sorting.clearAway(task);
    return again;
  }
  const items = async (batch: string): Promise<unknown[][]> =>
    (await scene.database.query({ text: 'SELECT place, kind, file_name, row_number, refusal, same_as FROM batch_items WHERE batch_id = $1 ORDER BY place', values: [batch.split('/').at(-1)], rowMode: 'array' })).rows as unknown[][];
  const cases = async (): Promise<number> => (await scene.database.query<{ count: number }>('SELECT count(*)::int FROM cases')).rows[0]?.count ?? -1;

  const files = async (): Promise<Uint8Array> =>
    zip({
      'отдел/иванова.cer': person('Иванова', 'Мария Петровна'),
      'петров.cer': person('Петров', 'Пётр Ильич'),
      'копия.cer': person('Иванова', 'Мария Петровна'),
      'ключ.pfx': pfx(),
      'ключ.der': privateKeys()['PKCS#8 EC'] ?? new Uint8Array(),
      'запрос.cer': certificateRequest(),
      'к/header.key': cryptoProContainer()['header.key'] ?? new Uint8Array([1]),
      'обрывок.cer': person('Сидоров', 'Иван').subarray(0, 200),
      'сидоров.cer': person('Сидоров', 'Иван Ильич'),
      '__MACOSX/._x': new Uint8Array([0]),
    });
  const TABLE = 'Файл;ФИО;Ранее загружено;С владельцем;Зарегистрирован;Подписывает документы\nиванова.cer;;0;0;нет;\n;Петров Пётр Ильич;;;;да\nнет.cer;Кто-то Другой;0;0;;\nпетров.cer;;1;;;\n';

  it('are read, joined and sorted; what is wrong is said of each, and no key is kept', async () => {
    const batch = await uploadWhole({ certificates: await files(), table: TABLE });
    expect(batch).toMatch(/^\/desk\/batches\/[0-9a-f-]{36}$/);
    expect((await petrova.client.get(batch)).text).toContain('Ждёт очереди');
    const folder = join(scene.app.app.get(Config).dataDir, 'batches');
    const written = Buffer.concat(await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name)))));
    for (const secret of [pfx(), privateKeys()['PKCS#8 EC'] ?? Buffer.alloc(0)]) {
      const part = Buffer.from(secret).subarray(20, 60);
      expect([written.includes(part), written.includes(part.toString('base64').slice(4, -4))]).toEqual([false, false]);
    }
    await sort(batch);
    expect(await items(batch)).toEqual([
      [1, 'user-missing', 'отдел/иванова.cer', 2, null, null],
      [2, 'needs-triage', 'петров.cer', 3, null, null],
      [3, 'repeated', 'копия.cer', null, null, 1],
      [4, 'refused', 'ключ.pfx', null, 'pfx', null],
      [5, 'refused', 'ключ.der', null, 'private-key', null],
      [6, 'refused', 'запрос.cer', null, 'csr', null],
      [7, 'refused', 'к/header.key', null, 'cryptopro-container', null],
      [8, 'refused', 'обрывок.cer', null, 'truncated', null],
      [9, 'undecided', 'сидоров.cer', null, null, null],
      [10, 'no-file', 'нет.cer', 4, null, null],
      [11, 'row-repeated', 'петров.cer', 5, null, 2],
    ]);
    const { rows } = await scene.database.query('SELECT place FROM batch_items WHERE der IS NOT NULL AND batch_id = $1 ORDER BY 1', [batch.split('/').at(-1)]);
    expect(rows).toEqual([{ place: 1 }, { place: 2 }, { place: 9 }]);
    expect(await readdir(join(scene.app.app.get(Config).dataDir, 'batches'))).toEqual([]);
    const page = await petrova.client.get(`${batch}?kind=refused`);
    expect(page.text).toContain('Файл не взят');
    expect(page.text).toContain('ключевой контейнер КриптоПро');
    expect(page.text).not.toContain('Петров Пётр');
    const answer = await fetch(new URL(`${batch}/result.xlsx`, petrova.client.baseUrl), { headers: { cookie: `certdesk_desk=${petrova.client.cookie() ?? ''}` } });
    const saved = join(scene.app.app.get(Config).dataDir, 'result.xlsx');
    await writeFile(saved, Buffer.from(await answer.arrayBuffer()));
    const table = await openTable(saved);
    const told = await table.firstRows(table.sheets[0] ?? '', 20);
    table.close();
    expect(told).toHaveLength(12);
    expect(told[1]?.cells.slice(0, 4)).toEqual(['1', 'отдел/иванова.cer', '2', 'Иванова Мария Петровна']);
    expect(told[0]?.cells.slice(12, 16)).toEqual(['Ранее загружено', 'С владельцем', 'Текст ошибки', 'Зарегистрирован']);
    expect([told[1], told[2], told[9]].map((row) => row?.cells.slice(12))).toEqual([['0', '0', '', 'Нет', '', '', '', '', '', ''], ['', '', '', '', '', '', '', 'Да', '', ''], Array(10).fill('')]);
  });

  it('wait until a person has said what the columns are, which is remembered', async () => {
    const table = 'Документ;Кто;Счётчик;Второй счётчик;Почта\nиванова.cer;Иванова Мария Петровна;0;0;ivanova@example.ru\nпетров.cer;Петров Пётр Ильич;0;0;petrov@example.ru\n';
    const batch = await upload({ certificates: await files(), table });
    expect(await petrova.client.get(batch)).toMatchObject({ status: 303, location: `${batch}/columns` });
    expect((await petrova.client.get('/desk/batches')).text).toContain('Ждёт подтверждения столбцов');
    const asked = await petrova.client.get(`${batch}/columns`);
    expect(chosenOn(asked.html)).toEqual(['file', 'fullName', '', '', 'email']);
    expect(asked.text).toContain('petrov@example.ru');
    expect(await taskOf(batch)).toBe('');

    const wrong = await petrova.client.post(`${batch}/columns`, columns(['', '', 'withOwner', 'withOwner', 'email']));
    expect([wrong.status, chosenOn(wrong.html)]).toEqual([422, ['', '', 'withOwner', 'withOwner', 'email']]);
    expect(wrong.text).toContain('Это уже выбрано для другого столбца');
    expect(wrong.text).toContain('нет столбца, по которому строку можно связать');
    const right = ['file', 'fullName', 'previouslyLoaded', 'withOwner', 'email'];
    expect((await petrova.client.post(`${batch}/columns`, columns(right))).location).toBe(batch);
    await petrova.client.post(`${batch}/columns`, columns(['file', '', '', '', '']));
    await sort(batch);
    expect((await items(batch)).slice(0, 2).map(([place, kind, , row]) => [place, kind, row])).toEqual([[1, 'needs-triage', 2], [2, 'needs-triage', 3]]);
    expect(await petrova.client.get(`${batch}/columns`)).toMatchObject({ status: 303, location: batch });
    expect((await scene.database.query<{ kept: string }>('SELECT layout::text AS kept FROM batches')).rows.filter(({ kept }) => kept?.includes('petrov@'))).toEqual([]);

    const next = await upload({ table: table.replace('Документ', ' документ') });
    const proposed = await petrova.client.get(`${next}/columns`);
    expect(chosenOn(proposed.html)).toEqual(right);
    expect(proposed.text).toContain('Таблицу с такими столбцами уже загружали');
    expect((await petrova.client.post(`${next}/columns/discard`)).location).toBe('/desk/batches?done=batch-discarded');
    expect((await petrova.client.get(next)).status).toBe(404);
  });

  it('are forgotten within a day when nobody says what the columns are, and not when somebody did', async () => {
    const batches = scene.app.app.get(BatchesService, { strict: false });
    const waiting = await upload({ table: TABLE });
    const confirmed = await uploadWhole({ table: TABLE });
    const folder = join(scene.app.app.get(Config).dataDir, 'batches');
    const { rows } = await scene.database.query("SELECT count(*)::int FROM outbox WHERE data ->> 'batchId' = $1 AND due_at < now() + interval '25 hours'", [waiting.split('/').at(-1)]);
    expect(rows).toEqual([{ count: 1 }]);
    for (const batch of [waiting, confirmed]) await batches.forget(batch.split('/').at(-1) ?? '');
    expect(await readdir(folder)).toEqual([`${confirmed.split('/').at(-1) ?? ''}.table`]);
    expect([(await petrova.client.get(waiting)).status, (await petrova.client.get(confirmed)).status]).toEqual([404, 200]);
    await sort(confirmed);
  });

  it('that the rules left to a person are answered for or decided by one, and become cases that say so', async () => {
    const four = await zip({ 'а.cer': person('Зуев', 'Илья'), 'б.cer': person('Ершов', 'Илья'), 'в.cer': person('Лосев', 'Илья'), 'г.cer': person('Орлов', 'Илья') });
    const batch = await upload({ certificates: four }, { previouslyLoaded: '0', withOwner: '0' });
    await sort(batch);
    const kinds = async (): Promise<unknown[]> => (await items(batch)).map(([, kind]) => kind);
    expect(await kinds()).toEqual(['needs-triage', 'needs-triage', 'needs-triage', 'needs-triage']);
    const page = await petrova.client.get(`${batch}?kind=needs-triage`);
    expect(page.text).toContain('Правила оставили эти строки человеку');
    expect(page.text).toContain('Решить за всех: 4');

    const asked = await petrova.client.get(`${batch}/answers?kind=needs-triage&place=1&place=2`);
    expect(asked.text).toContain('Строк: 2');
    const { location: task } = await petrova.client.post(`${batch}/answers`, { place: '1', 'facts.userRegistered': 'no' });
    await runner.attempt(task.split('/').at(-1) ?? '', (run) => answering.go(run));
    const { location: idle } = await petrova.client.post(`${batch}/answers`, { place: '2', 'facts.userRegistered': 'yes' });
    await runner.attempt(idle.split('/').at(-1) ?? '', (run) => answering.go(run));
    expect((await petrova.client.get(idle)).text).toContain('Правила по-прежнему оставляют решение человеку');
    expect(await kinds()).toEqual(['user-missing', 'needs-triage', 'needs-triage', 'needs-triage']);

    const decision = { category: 'user-blocked', route: 'service-desk', reason: '' };
    expect((await petrova.client.get(`${batch}/decision?kind=needs-triage`)).text).toContain('Отметьте строки');
    const bad = await petrova.client.post(`${batch}/decision`, { ...decision, kind: 'needs-triage', place: '3' });
    expect([bad.status, bad.html.includes('name="place" value="3"'), bad.html.includes('value="user-blocked" selected')]).toEqual([422, true, true]);
    const { location } = await petrova.client.post(`${batch}/decision`, { ...decision, kind: 'needs-triage', place: '3', reason: 'В РМИС стоит отметка о блокировке' });
    expect((await petrova.client.get(location)).text).toContain('Решение оператора: В РМИС стоит отметка о блокировке');
    await petrova.client.post(`${batch}/decision`, { category: 'user-missing', route: 'letter-email', reason: 'В РМИС их нет', kind: 'needs-triage', scope: 'all' });
    expect(await kinds()).toEqual(['user-missing', 'user-missing', 'user-blocked', 'user-missing']);

    const { location: form } = await petrova.client.post(`${batch}/choice`, { scope: 'all', kind: '' });
    const made = await petrova.client.post(form, { contactFrom: 'all', letters: 'shared', 'contact.fullName': 'Орлова Ольга', 'contact.phone': '+7 3452 00-00-00', 'contact.email': 'orlova@example.ru', 'organization.headPosition': 'Директор', 'organization.headName': 'Волкова Вера', sameRolesAs: 'Белова Анна', consent: 'on' });
    await runner.attempt(made.location.split('/').at(-1) ?? '', (run) => making.go(run));
    expect((await petrova.client.get(made.location)).text).toContain('Сделано обращений: 4, не сделано: 0.');
    const { rows } = await scene.database.query<{ category: string; number: string }>(
      `SELECT i.place, c.number, c.category, c.route, c.decision ->> 'reason' AS reason, c.verdict ->> 'category' AS verdict, (SELECT count(*)::int FROM case_events e WHERE e.case_id = c.id AND e.event = 'decided') AS told
       FROM batch_items i JOIN cases c ON c.id = i.case_id WHERE i.batch_id = $1 ORDER BY i.place`, [batch.split('/').at(-1)]);
    expect(rows.map(({ number: _, ...row }) => row)).toEqual([
      { place: 1, category: 'user-missing', route: 'letter-email', reason: null, verdict: 'user-missing', told: 0 },
      { place: 2, category: 'user-missing', route: 'letter-email', reason: 'В РМИС их нет', verdict: 'needs-triage', told: 1 },
      { place: 3, category: 'user-blocked', route: 'service-desk', reason: 'В РМИС стоит отметка о блокировке', verdict: 'needs-triage', told: 1 },
      { place: 4, category: 'user-missing', route: 'letter-email', reason: 'В РМИС их нет', verdict: 'needs-triage', told: 1 },
    ]);
    expect((await petrova.client.get(`/desk/cases/${rows[1]?.number ?? ''}`)).text).toContain('В РМИС их нет');
    expect((await petrova.client.post(`${batch}/decision`, { ...decision, reason: 'Поздно', kind: 'needs-triage', scope: 'all' })).status).toBe(422);
  });

  it('become cases in one step, none twice after a death', async () => {
    const batch = await uploadWhole({ certificates: await files(), table: TABLE });
    await sort(batch);
    const { location: form } = await petrova.client.post(`${batch}/choice`, { scope: 'all', kind: '' });
    const bad = await petrova.client.post(form, { contactFrom: 'all', 'contact.fullName': 'Орлова Ольга' });
    expect(bad.status).toBe(422);
    expect(bad.html).toContain('value="Орлова Ольга"');
    expect(bad.text).toContain('Отметьте, что согласия получены');
    const filled = { contactFrom: 'all', 'contact.fullName': 'Орлова Ольга', 'contact.phone': '+7 3452 00-00-00', 'contact.email': 'orlova@example.ru', 'organization.headPosition': 'Директор', 'organization.headName': 'Волкова Вера', sameRolesAs: 'Белова Анна', consent: 'on' };
    const before = await cases();
    const { location: task } = await petrova.client.post(form, filled);
    expect((await petrova.client.post(form, filled)).location).toBe(task);
    const id = task.split('/').at(-1) ?? '';
    let steps = 0;
    const dying = (run: TaskRun): TaskRun => Object.assign(Object.create(run) as TaskRun, {
      step: (inner: Parameters<TaskRun['step']>[0]) => run.step(async (tx) => {
        const step = await inner(tx);
        if ((steps += 1) === 2) throw new Error('power cut');
        return step;
      }),
    });
    await expect(runner.attempt(id, (run) => making.go(dying(run)))).rejects.toThrow('power cut');
    expect(await cases()).toBe(before + 1);
    await runner.attempt(id, (run) => making.go(run));
    expect(await cases()).toBe(before + 2);
    expect((await petrova.client.get(task)).text).toContain('Сделано обращений: 2, не сделано: 0.');
    const { rows } = await scene.database.query("SELECT c.category, c.route, c.letter -> 'users' -> 0 ->> 'sameRolesAs' AS roles FROM batch_items i JOIN cases c ON c.id = i.case_id WHERE i.batch_id = $1 ORDER BY i.place", [batch.split('/').at(-1)]);
    expect(rows).toEqual([{ category: 'user-missing', route: 'letter-email', roles: 'Белова Анна' }, { category: 'needs-triage', route: 'operator', roles: null }]);
    expect((await petrova.client.post(`${batch}/choice`, { scope: 'all', kind: '' })).status).toBe(422);
    expect((await scene.admin.get(form)).status).toBe(404);
  });

  it('are asked about, answered for some and for all that ask the same, and sorted anew', async () => {
    const three = await zip({ 'а.cer': person('Белов', 'Илья'), 'б.cer': person('Серов', 'Илья'), 'в.cer': person('Чернов', 'Илья') });
    const batch = await upload({ certificates: three }, { previouslyLoaded: '0' });
    await sort(batch);
    const kinds = async (): Promise<unknown[]> => (await items(batch)).map(([, kind]) => kind);
    const answered = async (task: string): Promise<void> => {
      await runner.attempt(task.split('/').at(-1) ?? '', (run) => answering.go(run));
      await runner.attempt(task.split('/').at(-1) ?? '', (run) => answering.go(run));
    };
    const open = await petrova.client.get(`${batch}?kind=undecided`);
    expect(open.text).toContain('Какое число стоит в поле «Из них с указанием владельца»?');
    expect(open.text).toContain('Ответить за всех: 3');
    expect((await petrova.client.get(`${batch}/answers`)).text).toContain('Отметьте строки, по которым не хватает сведений');
    const none = await petrova.client.post(`${batch}/answers`, { place: '2', 'importResult.withOwner': '' });
    expect([none.status, none.text.includes('Ответьте хотя бы на один вопрос'), none.html.includes('name="place" value="2"')]).toEqual([422, true, true]);

    await answered((await petrova.client.post(`${batch}/answers`, { place: '2', 'importResult.withOwner': '0', 'facts.userBlocked': 'yes' })).location);
    expect(await kinds()).toEqual(['undecided', 'needs-triage', 'undecided']);
    const { location: task } = await petrova.client.post(`${batch}/answers`, { missing: 'importResult.withOwner', 'importResult.withOwner': '0' });
    await answered(task);
    expect(await kinds()).toEqual(['needs-triage', 'needs-triage', 'needs-triage']);
    expect((await petrova.client.get(task)).text).toContain('Разобрано заново: 2, не разобрано: 0.');
    expect((await petrova.client.get(`${batch}/answers?missing=importResult.withOwner`)).status).toBe(422);

    const { location: form } = await petrova.client.post(`${batch}/choice`, { scope: 'all', kind: '' });
    const made = await petrova.client.post(form, { contactFrom: 'all', letters: 'own', 'contact.fullName': 'Орлова Ольга', 'contact.phone': '+7 3452 00-00-00', 'contact.email': 'orlova@example.ru', 'organization.headPosition': 'Директор', 'organization.headName': 'Волкова Вера', sameRolesAs: 'Белова Анна', consent: 'on' });
    await runner.attempt(made.location.split('/').at(-1) ?? '', (run) => making.go(run));
    const { rows } = await scene.database.query('SELECT DISTINCT c.category FROM batch_items i JOIN cases c ON c.id = i.case_id WHERE i.batch_id = $1', [batch.split('/').at(-1)]);
    expect(rows).toEqual([{ category: 'needs-triage' }]);
  });

  it('go on after a death where they were, and stop when asked to', async () => {
    const many = await zip(Object.fromEntries(Array.from({ length: 250 }, (_, index) => [`${index}.cer`, person(`Фамилия${index}`, 'Имя')])));
    const batch = await upload({ certificates: many }, { previouslyLoaded: '0', withOwner: '0', userRegistered: 'no', edms: 'directum' });
    let steps = 0;
    const dying = (run: TaskRun): TaskRun => Object.assign(Object.create(run) as TaskRun, {
      step: (inner: Parameters<TaskRun['step']>[0]) => run.step(async (tx) => {
        const step = await inner(tx);
        if ((steps += 1) === 3 || steps === 6) throw new Error('power cut');
        return step;
      }),
    });
    await expect(sort(batch, dying)).rejects.toThrow('power cut');
    expect(await items(batch)).toHaveLength(200);
    await expect(sort(batch, dying)).rejects.toThrow('power cut');
    await petrova.client.post(`/desk/tasks/${await taskOf(batch)}/cancel`);
    await sort(batch);
    const sorted = await items(batch);
    expect(sorted.map(([place]) => place)).toEqual(Array.from({ length: 250 }, (_, index) => index + 1));
    expect((await petrova.client.get(batch)).text).toContain('Остановлено');
    const page = await petrova.client.get(batch);
    expect(page.html.replaceAll('&#x3D;', '=')).toContain('?after=50" rel="next"');
    expect(await readdir(join(scene.app.app.get(Config).dataDir, 'batches'))).toEqual([]);
  });

  it('are refused when they are none, and shown to nobody outside', async () => {
    expect(await upload({})).toContain('Выберите архив с сертификатами или таблицу');
    expect(await upload({ certificates: Buffer.from('не архив') })).toContain('Архив не открывается');
    expect(await upload({ certificates: await zip({ 'bomb.cer': new Uint8Array(8 * 1024 * 1024) }) })).toContain('сжат так сильно');
    expect(await upload({ table: `ФИО\n-----BEGIN PRIVATE KEY-----\n${'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC'.repeat(3)}\n-----END PRIVATE KEY-----\n` })).toContain('Это закрытый ключ');
    expect(await readdir(join(scene.app.app.get(Config).dataDir, 'batches'))).toEqual([]);
    expect(await scene.stranger().get('/desk/batches')).toMatchObject({ status: 303 });
    expect((await petrova.client.get('/desk/batches')).text).toContain('серты.zip');
  });
});
