import { AccountsScene } from '../support/accounts-scene.js';
import type { DeskClient } from '../support/desk-client.js';
import { plantCase } from '../support/worklist-cases.js';

describe('templates of answers', () => {
  let scene: AccountsScene;
  let operator: DeskClient;

  beforeAll(async () => {
    scene = await AccountsScene.start();
    operator = (await scene.newcomer()).client;
    await plantCase(scene.database, { number: '2031-800001', category: 'import-error', organization: 'ГБУ <b>«Больница»' });
  });
  afterAll(() => scene?.close());

  const write = (fields: Record<string, string>, path = '/desk/answers/new') => scene.admin.post(path, { step: 'save', title: 'Проверка', category: '', body: 'Текст', ...fields });

  it('come with the program for every category, and are put into an answer on a case', async () => {
    const list = await scene.admin.get('/desk/answers');
    for (const title of ['Попросить текст ошибки', 'Нужно официальное письмо', 'Отправлено, ждём ответа']) expect(list.text).toContain(title);
    const id = /href="\/desk\/answers\/([0-9a-f-]{36})">Попросить текст ошибки/.exec(list.html)?.[1] ?? '';
    const page = await operator.get('/desk/cases/2031-800001');
    expect(/<select class="form-select" id="answer-template"[^>]*><option value="[^"]+">([^<]+)/.exec(page.html)?.[1]).toBe('Попросить текст ошибки');
    const filled = await operator.post('/desk/cases/2031-800001/answer-text/answer', { template: id, text: 'Своё начало', version: '1' });
    expect(filled.status).toBe(200);
    expect(filled.html).toContain('Своё начало\n\nЗдравствуйте, Мария Петровна.');
    expect(filled.html).toContain('обращения № 2031-800001');
    expect((await operator.get(`/desk/cases/2031-800001/answer-text?template=${id}`)).html).toMatch(/^Здравствуйте, Мария Петровна\./);
    expect((await scene.admin.get(`/desk/answers/${id}`)).text).toContain('Вставлен в ответы: 2.');
  });

  it('refuse what they do not know, keep every version, and escape what a case says', async () => {
    const bad = await write({ body: 'Для {{организации}}' });
    expect(bad.status).toBe(422);
    expect(bad.text).toContain('Слова «организации» мы не знаем');
    expect(bad.html).toContain('Для {{организации}}</textarea>');
    const preview = await write({ step: 'preview', number: '2031-800001', body: 'Для {{организация}} <i>' });
    expect(preview.html).toContain('Для ГБУ &lt;b&gt;«Больница» &lt;i&gt;');
    expect((await write({ step: 'preview', number: '2031-999999' })).text).toContain('Такого обращения нет');

    const path = (await write({ body: 'Первая' })).location.split('?')[0] ?? '';
    expect((await write({ body: 'Вторая', version: '1' }, path)).status).toBe(303);
    const late = await write({ body: 'Опоздавшая', version: '1' }, path);
    expect(late.status).toBe(409);
    expect(late.html).toContain('Опоздавшая</textarea>');
    expect((await scene.admin.post(`${path}/restore`, { version: '2', old: '1' })).status).toBe(303);
    const { rows } = await scene.database.query<{ version: number; body: string; mine: boolean }>('SELECT version, body, account_id = $2 AS mine FROM answer_versions WHERE answer_id = $1 ORDER BY 1', [path.split('/').at(-1), await scene.idOf('admin@example.ru')]);
    expect(rows).toEqual([{ version: 1, body: 'Первая', mine: true }, { version: 2, body: 'Вторая', mine: true }, { version: 3, body: 'Первая', mine: true }]);
    await scene.admin.post(`${path}/retire`, { retired: 'yes' });
    expect((await operator.get('/desk/cases/2031-800001')).html).not.toContain('>Проверка<');
    const audit = await scene.database.query<{ action: string }>('SELECT action FROM audit_log WHERE subject = $1 ORDER BY at', [`answer:${path.split('/').at(-1) ?? ''}`]);
    expect(audit.rows.map(({ action }) => action)).toEqual(['answer.created', 'answer.changed', 'answer.restored', 'answer.retired']);
  });

  it('are kept by administrators only', async () => {
    expect((await operator.get('/desk/answers')).status).toBe(403);
    expect((await operator.post('/desk/answers/new', { title: 'Моё', body: 'Текст' })).status).toBe(403);
  });
});
