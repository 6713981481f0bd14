import { directoryImportSchema, problemSchema } from '../../src/api/answer-schemas.js';
import { AccountsScene, type Newcomer } from '../support/accounts-scene.js';
import { eventually } from '../support/app.js';

const CSV = 'fullName,login,organizationInn,blocked\nИванова Мария Петровна,ivanova,7299000007,0\nКим Олег,kim,7299000007,1\n';

describe('the directory', () => {
  let scene: AccountsScene;
  let operator: Newcomer;
  let token: string;

  beforeAll(async () => {
    scene = await AccountsScene.start();
    operator = await scene.newcomer();
    const { html, text } = await scene.admin.post('/desk/directory/tokens', { name: 'Ночная выгрузка' });
    token = /id="token">(cdd_[\w-]{43})</.exec(html)?.[1] ?? '';
    if (!token) throw new Error(`no token: ${text}`);
  });
  afterAll(() => scene?.close());

  const put = async (body: string | Blob, type = 'text/csv', query = '', key = token, more: Record<string, string> = {}) => {
    const answer = await fetch(`${scene.app.baseUrl}/api/v1/directory${query}`, { method: 'PUT', body, headers: { 'content-type': type, authorization: `Bearer ${key}`, ...more } });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const status = async (url: unknown, key = token) => {
    const answer = await fetch(String(url), { headers: { authorization: `Bearer ${key}` } });
    return { status: answer.status, body: await answer.json() };
  };
  const over = (url: unknown) =>
    eventually(async () => {
      const view = directoryImportSchema.parse((await status(url)).body);
      return view.state === 'loading' ? null : view;
    });
  const upload = (client: AccountsScene['admin'], content: string) => {
    const form = new FormData();
    form.append('file', new Blob([content]), 'C:\\выгрузка.csv');
    return client.send('/desk/directory/upload', { method: 'POST', body: form, headers: { origin: scene.app.baseUrl } });
  };

  it('is closed to the street, and its keeping to operators', async () => {
    expect((await scene.stranger().get('/desk/directory')).location).toContain('/desk/sign-in');
    expect((await operator.client.get('/desk/directory')).status).toBe(200);
    for (const path of ['/upload', '/history', '/tokens', '/waiting', '/versions/1', '/imports/0190d0a0-0000-4000-8000-000000000001']) expect([path, (await operator.client.get(`/desk/directory${path}`)).status]).toEqual([path, 403]);
    for (const path of ['/tokens', '/versions/1/apply', '/versions/1/take-back', '/imports/0190d0a0-0000-4000-8000-000000000001']) expect([path, (await operator.client.post(`/desk/directory${path}`)).status]).toEqual([path, 403]);
    expect((await upload(operator.client, CSV)).status).toBe(403);
  });

  it('is sent by a program, waits for a person, and is applied', async () => {
    const { status: code, body } = await put(CSV);
    expect([code, directoryImportSchema.parse(body).state]).toEqual([202, 'loading']);
    expect(await over(body['statusUrl'])).toMatchObject({ state: 'waiting', rows: { taken: 2, refused: 0, total: 2 }, differences: { before: 0, after: 2, added: 2 }, warnings: [], failure: null });
    const { location } = await scene.admin.get('/desk/directory/waiting');
    expect((await scene.admin.get(location)).text).toContain('Иванова Мария Петровна');
    expect((await operator.client.get('/desk/directory')).text).toContain('Справочник пуст');
    expect((await scene.admin.post(`${location}/apply`)).location).toContain('done=directory-applied');
    expect(await over(body['statusUrl'])).toMatchObject({ state: 'applied' });
    const found = await operator.client.post('/desk/directory', { name: 'ким о', inn: '', organization: '', blocked: 'yes' });
    expect([found.text.includes('Ким Олег'), found.text.includes('Иванова')]).toEqual([true, false]);
  });

  it('applies itself within the limits, and not beyond', async () => {
    const lines = (count: number, position: string) => Array.from({ length: count }, (_, index) => JSON.stringify({ fullName: `Петрова Анна ${index}`, login: `user${index}`, position, thumbprint: [] })).join('\n');
    const first = await put(lines(100, 'Специалист'), 'application/x-ndjson', '?apply=auto&maxGone=100');
    expect(await over(first.body['statusUrl'])).toMatchObject({ state: 'applied', differences: { before: 2, after: 100, gone: 2 } });
    const second = await put(lines(90, 'Специалист'), 'application/x-ndjson', '?apply=auto');
    expect(await over(second.body['statusUrl'])).toMatchObject({ state: 'waiting', differences: { gone: 10 } });
    const third = await put(lines(96, 'Специалист'), 'application/jsonl', '?apply=auto');
    expect(await over(third.body['statusUrl'])).toMatchObject({ state: 'applied', differences: { gone: 4 } });
    await eventually(async () => (await over(second.body['statusUrl'])).state === 'discarded');
    const { rows } = await scene.database.query<{ details: object }>("SELECT details FROM audit_log WHERE action = 'directory.applied' ORDER BY id DESC LIMIT 1");
    expect(rows[0]?.details).toMatchObject({ gone: 4, token: expect.stringMatching(/^[0-9a-f-]{36}$/) as string });
  });

  it('says what is wrong with a request', async () => {
    const faulty = async (...request: Parameters<typeof put>) => {
      const { status: code, body } = await put(...request);
      const { errors = [], ...problem } = problemSchema.parse(body);
      return [code, problem.code, errors.map(({ path, code: fault }) => `${path} ${fault}`).join()];
    };
    expect(await faulty(CSV, 'text/csv', '', 'cdd_nobody')).toEqual([401, 'directory-token-invalid', '']);
    expect(await faulty(CSV, 'application/xml')).toEqual([415, 'directory-media-type', '']);
    expect(await faulty('{}', 'application/json')).toEqual([415, 'directory-media-type', '']);
    expect(await faulty('', 'text/csv')).toEqual([422, 'table-empty', ' table-empty']);
    expect(await faulty('fullName,Город\nx,y\n')).toEqual([422, 'directory-columns', 'Город mapping-unknown, mapping-no-identity']);
    expect(await faulty(CSV, 'text/csv', '?apply=now&maxGone=101')).toEqual([422, 'validation-failed', 'apply choice,maxGone percent']);
    const elsewhere = await fetch(`${scene.app.baseUrl}/api/v1/triage`, { method: 'POST', body: CSV, headers: { 'content-type': 'text/csv' } });
    expect(elsewhere.status).toBe(415);
    expect((await status(`${scene.app.baseUrl}/api/v1/directory/imports/0190d0a0-0000-4000-8000-000000000001`)).status).toBe(404);
  });

  it('takes neither a part for the whole nor more than it can hold', async () => {
    const part = await put(CSV, 'text/csv', '', token, { 'content-range': 'bytes 0-99/5000' });
    expect([part.status, problemSchema.parse(part.body).code]).toEqual([400, 'content-range']);
    const large = await put(new Blob(Array.from({ length: 215 }, () => new Uint8Array(1024 * 1024).fill(0x61))));
    expect([large.status, problemSchema.parse(large.body).code]).toEqual([413, 'too-large']);
  });

  it('is as old as it is said to be', async () => {
    expect((await put(CSV, 'text/csv', '?asOf=2999-01-01')).body).toMatchObject({ status: 422, errors: [{ path: 'asOf', code: 'export-day' }] });
    const sent = await put(CSV, 'text/csv', '?asOf=2026-01-15&apply=auto&maxChanged=100&maxGone=100&maxBlocked=100');
    expect(await over(sent.body['statusUrl'])).toMatchObject({ state: 'waiting', warnings: expect.arrayContaining([{ code: 'older', percent: 100 }]) as unknown });
    const { location: version } = await scene.admin.get('/desk/directory/waiting');
    expect((await scene.admin.get(version)).text).toMatch(/выгрузка от 15 января 2026 г\..*Эта выгрузка сделана раньше той, что действует сейчас/);
    const { location } = await upload(scene.admin, 'ФИО;Логин\nКим Олег;kim\n');
    const chosen = { 'column-0': 'fullName', 'column-1': 'login' };
    const wrong = await scene.admin.post(location, { ...chosen, asOf: '2999-01-01' });
    expect([wrong.status, wrong.text.includes('Введите день выгрузки'), wrong.html.includes('value="2999-01-01"')]).toEqual([422, true, true]);
    const twice = await Promise.all([1, 2].map(() => scene.admin.post(location, { ...chosen, asOf: '2026-02-20' })));
    expect(twice.map(({ status, location: to }) => [status, to])).toEqual([[303, location], [303, location]]);
    const { location: next } = await eventually(async () => { const page = await scene.admin.get(location); return page.location ? page : null; });
    expect((await scene.admin.get(next)).text).toContain('выгрузка от 20 февраля 2026 г.');
  });

  it('says of a load that was stopped that nothing stays of it', async () => {
    const { rows } = await scene.database.query<{ id: string }>("UPDATE tasks SET state = 'cancelled' WHERE id = (SELECT id FROM tasks WHERE kind = 'directory-import' LIMIT 1) RETURNING id");
    const { text } = await scene.admin.get(`/desk/tasks/${rows[0]?.id ?? ''}`);
    expect([text.includes('Прочитанное удалено, справочник не изменился'), text.includes('так и останется'), text.includes('Посмотреть, что изменится')]).toEqual([true, false, false]);
  });

  it('takes a file in an unknown encoding without breaking', async () => {
    const utf32 = Buffer.from([...CSV].flatMap((letter) => { const code = letter.codePointAt(0) ?? 0; return [code & 0xff, code >> 8, 0, 0]; }));
    const form = new FormData();
    form.append('file', new Blob([Buffer.from([0xff, 0xfe, 0, 0]), utf32]), 'выгрузка.csv');
    const { location } = await scene.admin.send('/desk/directory/upload', { method: 'POST', body: form, headers: { origin: scene.app.baseUrl } });
    expect((await scene.admin.get(location)).text).toContain('fullName');
    await scene.admin.post(`${location}/discard`);
  });

  it('can be taken back to however many loads came to nothing since', async () => {
    await scene.database.query("INSERT INTO directory_versions (state, source, snils_key, created_at) SELECT 'failed', 'api', '', now() FROM generate_series(1, 60)");
    const { html } = await scene.admin.get('/desk/directory/history');
    expect(html).toMatch(/action="\/desk\/directory\/versions\/\d+\/take-back"/);
  });

  it('tells of a refused row in a table', async () => {
    const { location } = await upload(scene.admin, `ФИО;СНИЛС;Логин\n;11223344595;a\n=Ким Олег;11223344595;b\n`);
    const asked = await scene.admin.get(location);
    expect([asked.text.includes('*** 595'), asked.html.includes('11223344595'), asked.text.includes('выгрузка.csv')]).toEqual([true, false, true]);
    expect((await scene.admin.post(location, { 'column-0': 'fullName', 'column-1': 'fullName', 'column-2': '' })).text).toContain('Это уже выбрано для другого столбца');
    expect((await scene.admin.post(location, { 'column-0': 'fullName', 'column-1': 'snils', 'column-2': 'login' })).location).toBe(location);
    const { location: version } = await eventually(async () => {
      const page = await scene.admin.get(location);
      return page.status === 303 ? page : null;
    });
    expect((await scene.admin.get(version)).text).toContain('Не взято строк: 1');
    expect((await scene.admin.get(`${location}/report.csv`)).html).toBe('\ufeffСтрока файла;Почему\r\n2;Не взята: нет имени.'.slice(1));
    expect((await scene.admin.get(`${location}/report.xlsx`)).html.slice(0, 2)).toBe('PK');
    expect((await operator.client.get(`${location}/report.csv`)).status).toBe(403);
  });

  it('takes no more from a revoked token', async () => {
    const [, id] = /directory\/tokens\/([\w-]{36})\/revoke/.exec((await scene.admin.get('/desk/directory/tokens')).html) ?? [];
    await scene.admin.post(`/desk/directory/tokens/${id ?? ''}/revoke`);
    expect((await put(CSV)).status).toBe(401);
    const { rows } = await scene.database.query('SELECT 1 FROM directory_tokens WHERE encode(token_hash, $1) LIKE $2', ['escape', `%${token}%`]);
    expect(rows).toEqual([]);
  });
});
