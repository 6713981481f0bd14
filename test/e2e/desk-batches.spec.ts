import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BatchAnswersService } from '../../src/batches/batch-answers.service.js';
import { BatchCasesService } from '../../src/batches/batch-cases.service.js';
import { Config } from '../../src/config/config.js';
import { openTable } from '../../src/platform/tables/table-reader.adapter.js';
import type { TaskRun } from '../../src/tasks/task-runner.service.js';
import { BatchScene, certificateOf, idOf, mixedFiles, TABLE } from '../support/batch-scene.js';
import { pfx, privateKeys, zip } from '../support/certificate-files.js';

describe('many failed imports at once', () => {
  let scene: BatchScene;
  let making: BatchCasesService;
  let answering: BatchAnswersService;

  beforeAll(async () => {
    scene = await BatchScene.start();
    making = scene.accounts.app.app.get(BatchCasesService, { strict: false });
    answering = scene.accounts.app.app.get(BatchAnswersService, { strict: false });
  });
  afterAll(() => scene?.close());

  const cases = async (): Promise<number> => (await scene.accounts.database.query<{ count: number }>('SELECT count(*)::int FROM cases')).rows[0]?.count ?? -1;

  it('are read, joined and sorted; what is wrong is said of each, and no key is kept', async () => {
    const batch = await scene.uploadWhole({ certificates: await mixedFiles(), table: TABLE });
    expect(batch).toMatch(/^\/desk\/batches\/[0-9a-f-]{36}$/);
    expect((await scene.client.get(batch)).text).toContain('Ждёт очереди');
    const folder = join(scene.accounts.app.app.get(Config).dataDir, 'batches');
    const written = Buffer.concat(await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name)))));
    for (const secret of [pfx(), privateKeys()['PKCS#8 EC'] ?? Buffer.alloc(0)]) {
      const part = Buffer.from(secret).subarray(20, 60);
      expect([written.includes(part), written.includes(part.toString('base64').slice(4, -4))]).toEqual([false, false]);
    }
    await scene.sort(batch);
    expect(await scene.items(batch)).toEqual([
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
    const { rows } = await scene.accounts.database.query('SELECT place FROM batch_items WHERE der IS NOT NULL AND batch_id = $1 ORDER BY 1', [idOf(batch)]);
    expect(rows).toEqual([{ place: 1 }, { place: 2 }, { place: 9 }]);
    expect(await readdir(join(scene.accounts.app.app.get(Config).dataDir, 'batches'))).toEqual([]);
    const page = await scene.client.get(`${batch}?kind=refused`);
    expect(page.text).toContain('Файл не взят');
    expect(page.text).toContain('ключевой контейнер КриптоПро');
    expect(page.text).not.toContain('Петров Пётр');
    const answer = await fetch(new URL(`${batch}/result.xlsx`, scene.client.baseUrl), { headers: { cookie: `certdesk_desk=${scene.client.cookie() ?? ''}` } });
    const saved = join(scene.accounts.app.app.get(Config).dataDir, 'result.xlsx');
    await writeFile(saved, Buffer.from(await answer.arrayBuffer()));
    const table = await openTable(saved);
    const told = await table.firstRows(table.sheets[0] ?? '', 20);
    table.close();
    expect(told).toHaveLength(12);
    expect(told[1]?.cells.slice(0, 4)).toEqual(['1', 'отдел/иванова.cer', '2', 'Иванова Мария Петровна']);
    expect(told[0]?.cells.slice(12, 16)).toEqual(['Ранее загружено', 'С владельцем', 'Текст ошибки', 'Зарегистрирован']);
    expect([told[1], told[2], told[9]].map((row) => row?.cells.slice(12))).toEqual([['0', '0', '', 'Нет', '', '', '', '', '', ''], ['', '', '', '', '', '', '', 'Да', '', ''], Array(10).fill('')]);
  });

  it('that the rules left to a person are answered for or decided by one, and become cases that say so', async () => {
    const four = await zip({ 'а.cer': certificateOf('Зуев', 'Илья'), 'б.cer': certificateOf('Ершов', 'Илья'), 'в.cer': certificateOf('Лосев', 'Илья'), 'г.cer': certificateOf('Орлов', 'Илья') });
    const batch = await scene.upload({ certificates: four }, { previouslyLoaded: '0', withOwner: '0' });
    await scene.sort(batch);
    const kinds = async (): Promise<unknown[]> => (await scene.items(batch)).map(([, kind]) => kind);
    expect(await kinds()).toEqual(['needs-triage', 'needs-triage', 'needs-triage', 'needs-triage']);
    const page = await scene.client.get(`${batch}?kind=needs-triage`);
    expect(page.text).toContain('Правила оставили эти строки человеку');
    expect(page.text).toContain('Решить за всех: 4');

    const asked = await scene.client.get(`${batch}/answers?kind=needs-triage&place=1&place=2`);
    expect(asked.text).toContain('Строк: 2');
    const { location: task } = await scene.client.post(`${batch}/answers`, { place: '1', 'facts.userRegistered': 'no' });
    await scene.runner.attempt(idOf(task), (run) => answering.go(run));
    const { location: idle } = await scene.client.post(`${batch}/answers`, { place: '2', 'facts.userRegistered': 'yes' });
    await scene.runner.attempt(idOf(idle), (run) => answering.go(run));
    expect((await scene.client.get(idle)).text).toContain('Правила по-прежнему оставляют решение человеку');
    expect(await kinds()).toEqual(['user-missing', 'needs-triage', 'needs-triage', 'needs-triage']);
    expect((await scene.client.get(`${batch}/answers?scope=all`)).text).toContain('Строк: 3');

    const decision = { category: 'user-blocked', route: 'service-desk', reason: '' };
    expect((await scene.client.get(`${batch}/decision?kind=needs-triage`)).text).toContain('Отметьте строки');
    const bad = await scene.client.post(`${batch}/decision`, { ...decision, kind: 'needs-triage', place: '3' });
    expect([bad.status, bad.html.includes('name="place" value="3"'), bad.html.includes('value="user-blocked" selected')]).toEqual([422, true, true]);
    const { location } = await scene.client.post(`${batch}/decision`, { ...decision, kind: 'needs-triage', place: '3', reason: 'В РМИС стоит отметка о блокировке' });
    expect((await scene.client.get(location)).text).toContain('Решение оператора: В РМИС стоит отметка о блокировке');
    await scene.client.post(`${batch}/decision`, { category: 'user-missing', route: 'letter-email', reason: 'В РМИС их нет', kind: 'needs-triage', scope: 'all' });
    expect(await kinds()).toEqual(['user-missing', 'user-missing', 'user-blocked', 'user-missing']);

    const { location: form } = await scene.client.post(`${batch}/choice`, { scope: 'all', kind: '' });
    const made = await scene.client.post(form, { contactFrom: 'all', letters: 'shared', 'contact.fullName': 'Орлова Ольга', 'contact.phone': '+7 3452 00-00-00', 'contact.email': 'orlova@example.ru', 'organization.headPosition': 'Директор', 'organization.headName': 'Волкова Вера', sameRolesAs: 'Белова Анна', consent: 'on' });
    await scene.runner.attempt(idOf(made.location), (run) => making.go(run));
    expect((await scene.client.get(made.location)).text).toContain('Сделано обращений: 4, не сделано: 0.');
    const { rows } = await scene.accounts.database.query<{ category: string; number: string }>(
      `SELECT i.place, c.number, c.category, c.route, c.decision ->> 'reason' AS reason, c.verdict ->> 'category' AS verdict, (SELECT count(*)::int FROM case_events e WHERE e.case_id = c.id AND e.event = 'decided') AS told,
         c.letter_of IS NOT NULL AS letter
       FROM batch_items i JOIN cases c ON c.id = i.case_id WHERE i.batch_id = $1 ORDER BY i.place`, [idOf(batch)]);
    expect(rows.map(({ number: _, ...row }) => row)).toEqual([
      { place: 1, category: 'user-missing', route: 'letter-email', reason: null, verdict: 'user-missing', told: 0, letter: true },
      { place: 2, category: 'user-missing', route: 'letter-email', reason: 'В РМИС их нет', verdict: 'needs-triage', told: 1, letter: true },
      { place: 3, category: 'user-blocked', route: 'service-desk', reason: 'В РМИС стоит отметка о блокировке', verdict: 'needs-triage', told: 1, letter: false },
      { place: 4, category: 'user-missing', route: 'letter-email', reason: 'В РМИС их нет', verdict: 'needs-triage', told: 1, letter: true },
    ]);
    expect((await scene.client.get(`/desk/cases/${rows[1]?.number ?? ''}`)).text).toContain('В РМИС их нет');
    expect((await scene.client.post(`${batch}/decision`, { ...decision, reason: 'Поздно', kind: 'needs-triage', scope: 'all' })).status).toBe(422);
  });

  it('are sorted by a table alone, of which no cases are made', async () => {
    const batch = await scene.uploadWhole({ table: 'ФИО;Ранее загружено;Из них с указанием владельца;Зарегистрирован\nПетров Пётр Ильич;0;0;нет\nКим Олег;1;;\nЛи Анна;ноль;;\n' });
    await scene.sort(batch);
    const { rows } = await scene.accounts.database.query<{ kind: string; notes: string[] }>('SELECT kind, notes FROM batch_items WHERE batch_id = $1 ORDER BY place', [idOf(batch)]);
    expect(rows).toEqual([{ kind: 'user-missing', notes: ['no-certificate'] }, { kind: 'already-loaded', notes: ['no-certificate'] }, { kind: 'undecided', notes: ['no-certificate', 'unclear-previouslyLoaded'] }]);
    const page = await scene.client.get(batch);
    expect([page.text.includes('Сертификата нет, поэтому обращение отсюда не сделать'), page.text.includes('Сделать обращения')]).toEqual([true, false]);
    expect((await scene.client.post(`${batch}/choice`, { scope: 'all', kind: '' })).status).toBe(422);
  });

  it('become cases in one step, none twice after a death', async () => {
    const batch = await scene.uploadWhole({ certificates: await mixedFiles(), table: TABLE });
    await scene.sort(batch);
    const { location: form } = await scene.client.post(`${batch}/choice`, { scope: 'all', kind: '' });
    const bad = await scene.client.post(form, { contactFrom: 'all', 'contact.fullName': 'Орлова Ольга' });
    expect(bad.status).toBe(422);
    expect(bad.html).toContain('value="Орлова Ольга"');
    expect(bad.text).toContain('Отметьте, что согласия получены');
    expect([bad.text.includes('Введите телефон контактного лица'), bad.text.includes('Введите почту контактного лица')]).toEqual([true, true]);
    const filled = { contactFrom: 'all', 'contact.fullName': 'Орлова Ольга', 'contact.phone': '+7 3452 00-00-00', 'contact.email': 'orlova@example.ru', 'organization.headPosition': 'Директор', 'organization.headName': 'Волкова Вера', sameRolesAs: 'Белова Анна', consent: 'on' };
    const { sameRolesAs: _roles, 'organization.headName': _head, ...short } = filled;
    const headless = await scene.client.post(form, short);
    expect([headless.status, headless.text.includes('Введите имя руководителя'), headless.text.includes('Введите должность руководителя'), headless.text.includes('Перечислите роли')]).toEqual([422, true, false, true]);
    const before = await cases();
    const { location: task } = await scene.client.post(form, filled);
    expect((await scene.client.post(form, filled)).location).toBe(task);
    const id = idOf(task);
    let steps = 0;
    const dying = (run: TaskRun): TaskRun => Object.assign(Object.create(run) as TaskRun, {
      step: (inner: Parameters<TaskRun['step']>[0]) => run.step(async (tx) => {
        const step = await inner(tx);
        if ((steps += 1) === 2) throw new Error('power cut');
        return step;
      }),
    });
    await expect(scene.runner.attempt(id, (run) => making.go(dying(run)))).rejects.toThrow('power cut');
    expect(await cases()).toBe(before + 1);
    await scene.runner.attempt(id, (run) => making.go(run));
    expect(await cases()).toBe(before + 2);
    expect((await scene.client.get(task)).text).toContain('Сделано обращений: 2, не сделано: 0.');
    const { rows } = await scene.accounts.database.query("SELECT c.category, c.route, c.letter -> 'users' -> 0 ->> 'sameRolesAs' AS roles FROM batch_items i JOIN cases c ON c.id = i.case_id WHERE i.batch_id = $1 ORDER BY i.place", [idOf(batch)]);
    expect(rows).toEqual([{ category: 'user-missing', route: 'letter-email', roles: 'Белова Анна' }, { category: 'needs-triage', route: 'operator', roles: null }]);
    expect((await scene.client.get(batch)).text).toContain('Скачать письма на подпись одним архивом (ZIP): 1');
    expect((await scene.client.post(`${batch}/choice`, { scope: 'all', kind: '' })).status).toBe(422);
    expect((await scene.accounts.admin.get(form)).status).toBe(404);
    expect((await scene.client.get(batch)).text).toContain('2 из 2, Готово');
    const again = (await scene.client.get(form)).html;
    expect([again.includes('value="Волкова Вера"'), again.includes('value="orlova@example.ru"'), /name="consent" checked/.test(again)]).toEqual([true, true, false]);
  });

  it('are asked about, answered for some and for all that ask the same, and sorted anew', async () => {
    const three = await zip({ 'а.cer': certificateOf('Белов', 'Илья'), 'б.cer': certificateOf('Серов', 'Илья'), 'в.cer': certificateOf('Чернов', 'Илья') });
    const batch = await scene.upload({ certificates: three }, { previouslyLoaded: '0' });
    await scene.sort(batch);
    const kinds = async (): Promise<unknown[]> => (await scene.items(batch)).map(([, kind]) => kind);
    const answered = async (task: string): Promise<void> => {
      await scene.runner.attempt(idOf(task), (run) => answering.go(run));
      await scene.runner.attempt(idOf(task), (run) => answering.go(run));
    };
    const open = await scene.client.get(`${batch}?kind=undecided`);
    expect(open.text).toContain('Какое число стоит в поле «Из них с указанием владельца»?');
    expect(open.text).toContain('Ответить за всех: 3');
    expect((await scene.client.get(`${batch}/answers`)).text).toContain('Отметьте строки, по которым не хватает сведений');
    const none = await scene.client.post(`${batch}/answers`, { place: '2', 'importResult.withOwner': '' });
    expect([none.status, none.text.includes('Ответьте хотя бы на один вопрос'), none.html.includes('name="place" value="2"')]).toEqual([422, true, true]);

    const late = (await scene.client.post(`${batch}/answers`, { place: '2', 'importResult.withOwner': '1' })).location;
    await answered((await scene.client.post(`${batch}/answers`, { place: '2', 'importResult.withOwner': '0', 'facts.userBlocked': 'yes' })).location);
    expect(await kinds()).toEqual(['undecided', 'needs-triage', 'undecided']);
    await answered(late);
    expect(await kinds()).toEqual(['undecided', 'needs-triage', 'undecided']);
    expect((await scene.client.get(late)).text).toContain('Строка уже разобрана');
    const { location: task } = await scene.client.post(`${batch}/answers`, { missing: 'importResult.withOwner', 'importResult.withOwner': '0' });
    await answered(task);
    expect(await kinds()).toEqual(['needs-triage', 'needs-triage', 'needs-triage']);
    expect((await scene.client.get(task)).text).toContain('Разобрано заново: 2, не разобрано: 0.');
    expect((await scene.client.get(`${batch}/answers?missing=importResult.withOwner`)).status).toBe(422);

    const { location: form } = await scene.client.post(`${batch}/choice`, { scope: 'all', kind: '' });
    const made = await scene.client.post(form, { contactFrom: 'all', letters: 'own', 'contact.fullName': 'Орлова Ольга', 'contact.phone': '+7 3452 00-00-00', 'contact.email': 'orlova@example.ru', 'organization.headPosition': 'Директор', 'organization.headName': 'Волкова Вера', sameRolesAs: 'Белова Анна', consent: 'on' });
    await scene.runner.attempt(idOf(made.location), (run) => making.go(run));
    const { rows } = await scene.accounts.database.query('SELECT DISTINCT c.category FROM batch_items i JOIN cases c ON c.id = i.case_id WHERE i.batch_id = $1', [idOf(batch)]);
    expect(rows).toEqual([{ category: 'needs-triage' }]);
  });

  it('go on after a death where they were, and stop when asked to', async () => {
    const many = await zip(Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`${index}.cer`, certificateOf(`Фамилия${index}`, 'Имя')])));
    const batch = await scene.upload({ certificates: many }, { previouslyLoaded: '0', withOwner: '0', userRegistered: 'no', edms: 'directum' });
    let steps = 0;
    const dying = (run: TaskRun): TaskRun => Object.assign(Object.create(run) as TaskRun, {
      step: (inner: Parameters<TaskRun['step']>[0]) => run.step(async (tx) => {
        const step = await inner(tx);
        if ((steps += 1) === 3 || steps === 6) throw new Error('power cut');
        return step;
      }),
    });
    await expect(scene.sort(batch, dying)).rejects.toThrow('power cut');
    expect(await scene.items(batch)).toHaveLength(500);
    await expect(scene.sort(batch, dying)).rejects.toThrow('power cut');
    await scene.client.post(`/desk/tasks/${await scene.taskOf(batch)}/cancel`);
    await scene.sort(batch);
    const sorted = await scene.items(batch);
    expect(sorted.map(([place]) => place)).toEqual(Array.from({ length: 600 }, (_, index) => index + 1));
    expect((await scene.client.get(batch)).text).toContain('Остановлено');
    const page = await scene.client.get(batch);
    expect(page.html.replaceAll('&#x3D;', '=')).toContain('?after=50" rel="next"');
    expect(await readdir(join(scene.accounts.app.app.get(Config).dataDir, 'batches'))).toEqual([]);
  });

  it('are refused when they are none, and shown to nobody outside', async () => {
    expect(await scene.upload({})).toContain('Выберите архив с сертификатами или таблицу');
    expect(await scene.upload({ certificates: Buffer.from('не архив') })).toContain('Архив не открывается');
    expect(await scene.upload({ certificates: await zip({ '[Content_Types].xml': Buffer.from('<Types/>'), 'xl/workbook.xml': Buffer.from('<x/>') }) })).toContain('документ Excel или Word, а не архив');
    expect(await scene.upload({ certificates: await zip({ 'bomb.cer': new Uint8Array(8 * 1024 * 1024) }) })).toContain('сжат так сильно');
    expect(await scene.upload({ table: `ФИО\n-----BEGIN PRIVATE KEY-----\n${'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC'.repeat(3)}\n-----END PRIVATE KEY-----\n` })).toContain('Это закрытый ключ');
    expect(await readdir(join(scene.accounts.app.app.get(Config).dataDir, 'batches'))).toEqual([]);
    expect(await scene.accounts.stranger().get('/desk/batches')).toMatchObject({ status: 303 });
    expect((await scene.client.get('/desk/batches')).text).toContain('серты.zip');
  });
});
