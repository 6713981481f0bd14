import { writeXlsx } from 'hucre/xlsx';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BatchesService } from '../../src/batches/batches.service.js';
import { Config } from '../../src/config/config.js';
import { BatchScene, chosenOn, columns, idOf, mixedFiles, TABLE } from '../support/batch-scene.js';

describe('tables of batches', () => {
  let scene: BatchScene;

  beforeAll(async () => {
    scene = await BatchScene.start();
  });
  afterAll(() => scene?.close());

  it('wait until a person has said what the columns are, which is remembered', async () => {
    const table = 'Документ;Кто;Счётчик;Второй счётчик;Почта\nиванова.cer;Иванова Мария Петровна;0;0;ivanova@example.ru\nпетров.cer;Петров Пётр Ильич;0;0;petrov@example.ru\n';
    const batch = await scene.upload({ certificates: await mixedFiles(), table });
    expect(await scene.client.get(batch)).toMatchObject({ status: 303, location: `${batch}/columns` });
    expect((await scene.client.get('/desk/batches')).text).toContain('Ждёт подтверждения столбцов');
    const asked = await scene.client.get(`${batch}/columns`);
    expect(chosenOn(asked.html)).toEqual(['file', 'fullName', '', '', 'email']);
    expect(asked.text).toContain('petrov@example.ru');
    expect(await scene.taskOf(batch)).toBe('');

    const wrong = await scene.client.post(`${batch}/columns`, columns(['', '', 'withOwner', 'withOwner', 'email']));
    expect([wrong.status, chosenOn(wrong.html)]).toEqual([422, ['', '', 'withOwner', 'withOwner', 'email']]);
    expect(wrong.text).toContain('Это уже выбрано для другого столбца');
    expect(wrong.text).toContain('нет столбца, по которому строку можно связать');
    const right = ['file', 'fullName', 'previouslyLoaded', 'withOwner', 'email'];
    expect((await scene.client.post(`${batch}/columns`, columns(right))).location).toBe(batch);
    await scene.client.post(`${batch}/columns`, columns(['file', '', '', '', '']));
    await scene.sort(batch);
    expect((await scene.items(batch)).slice(0, 2).map(([place, kind, , row]) => [place, kind, row])).toEqual([[1, 'needs-triage', 2], [2, 'needs-triage', 3]]);
    expect(await scene.client.get(`${batch}/columns`)).toMatchObject({ status: 303, location: batch });
    expect((await scene.accounts.database.query<{ kept: string }>('SELECT layout::text AS kept FROM batches')).rows.filter(({ kept }) => kept?.includes('petrov@'))).toEqual([]);

    const next = await scene.upload({ table: table.replace('Документ', ' документ') });
    const proposed = await scene.client.get(`${next}/columns`);
    expect(chosenOn(proposed.html)).toEqual(right);
    expect(proposed.text).toContain('Таблицу с такими столбцами уже загружали');
    expect((await scene.client.post(`${next}/columns/discard`)).location).toBe('/desk/batches?done=batch-discarded');
    expect((await scene.client.get(next)).status).toBe(404);
  });

  it('have a table of several sheets: the one that was chosen is read, and one without a header is said to be none', async () => {
    const table = await writeXlsx({
      sheets: [
        { name: 'Кадры', rows: [['Файл', 'Телефон'], ['иванова.cer', '8 3452 00-00-00']] },
        { name: 'Сбои', rows: [['Отчёт'], ['Файл', 'Ранее загружено', 'С владельцем', 'Зарегистрирован'], ['иванова.cer', 0, 0, 'нет'], ['нет.cer', 0, 0, 'нет']] },
        { name: 'Пусто', rows: [] },
      ],
    });
    const batch = await scene.upload({ certificates: await mixedFiles(), table: new Uint8Array(table) });
    expect(chosenOn((await scene.client.get(`${batch}/columns`)).html)).toEqual(['file', 'phone']);
    const empty = await scene.client.post(`${batch}/columns/sheet`, { sheet: 'Пусто' });
    expect([empty.status, chosenOn(empty.html)]).toEqual([422, ['file', 'phone']]);
    expect((await scene.client.post(`${batch}/columns/sheet`, { sheet: 'Сбои' })).location).toBe(`${batch}/columns`);
    const asked = await scene.client.get(`${batch}/columns`);
    expect(chosenOn(asked.html)).toEqual(['file', 'previouslyLoaded', 'withOwner', 'userRegistered']);
    expect(asked.text).toContain('в строке 2');
    await scene.client.post(`${batch}/columns`, columns(chosenOn(asked.html)));
    await scene.client.post(`${batch}/columns/sheet`, { sheet: 'Кадры' });
    await scene.sort(batch);
    expect((await scene.items(batch)).filter(([, , , row]) => row !== null).map(([place, kind, , row]) => [place, kind, row])).toEqual([[1, 'user-missing', 3], [10, 'no-file', 4]]);
  });

  it('are forgotten within a day when nobody says what the columns are, and not when somebody did', async () => {
    const batches = scene.accounts.app.app.get(BatchesService, { strict: false });
    const waiting = await scene.upload({ table: TABLE });
    const confirmed = await scene.uploadWhole({ table: TABLE });
    const folder = join(scene.accounts.app.app.get(Config).dataDir, 'batches');
    const { rows } = await scene.accounts.database.query("SELECT count(*)::int FROM outbox WHERE data ->> 'batchId' = $1 AND due_at < now() + interval '25 hours'", [idOf(waiting)]);
    expect(rows).toEqual([{ count: 1 }]);
    for (const batch of [waiting, confirmed]) await batches.forget(idOf(batch));
    expect(await readdir(folder)).toEqual([`${idOf(confirmed)}.table`]);
    expect([(await scene.client.get(waiting)).status, (await scene.client.get(confirmed)).status]).toEqual([404, 200]);
    await scene.sort(confirmed);
  });
});
