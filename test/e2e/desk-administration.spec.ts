import { spawn } from 'node:child_process';
import { AccountsScene, ADMIN, PASSWORD } from '../support/accounts-scene.js';

/** `npm run rescue -- <email>` as somebody on the server runs it. */
function rescue(scene: AccountsScene, ...args: string[]): Promise<{ code: number | null; said: string }> {
  const { baseUrl, databaseUrl, dataDir } = scene.app;
  const child = spawn(process.execPath, ['dist/rescue.js', ...args], {
    env: { PATH: process.env['PATH'] ?? '', DATABASE_URL: databaseUrl, DATA_DIR: dataDir, BASE_URL: baseUrl, SECRET_KEY: 'k'.repeat(32) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, said })));
}

describe('administration of the desk', () => {
  let scene: AccountsScene;

  beforeAll(async () => {
    scene = await AccountsScene.start({ TRUST_PROXY: '1' });
  });
  afterAll(() => scene?.close());
  beforeEach(() => scene.refresh());

  const version = (html: string): string => /name="version" value="(\d+)"/.exec(html)?.[1] ?? '';

  it('keeps everything that was typed when a setting is refused, and when somebody was faster', async () => {
    const page = await scene.admin.get('/desk/settings/agency-addressee');
    const long = `Начальнику\n${'ж'.repeat(70)}`;
    const refused = await scene.admin.post('/desk/settings/agency-addressee', { value: long, version: version(page.html) });
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('ж'.repeat(70));
    expect(refused.text).toContain('каждая не длиннее 60 знаков');
    const preview = await scene.admin.post('/desk/settings/agency-addressee/preview', { value: 'Новому начальнику', version: version(page.html) });
    expect(preview.html).toMatch(/letter-addressee">Новому начальнику</);
    expect((await scene.admin.get('/desk/settings')).text).toContain('С.Н. Панкову');

    expect((await scene.admin.post('/desk/settings/agency-addressee', { value: 'Первому', version: version(page.html) })).location).toBe('/desk/settings/agency-addressee?done=setting-saved');
    const late = await scene.admin.post('/desk/settings/agency-addressee', { value: 'Второму', version: version(page.html) });
    expect(late.status).toBe(409);
    expect(late.html).toContain('>Второму</textarea>');
    expect((await scene.admin.get('/desk/settings')).text).toMatch(/Первому.*Изменено/);
    const now = await scene.admin.get('/desk/settings/agency-addressee');
    await scene.admin.post('/desk/settings/agency-addressee/reset', { version: version(now.html) });
    expect((await scene.admin.get('/desk/settings/agency-addressee')).text).toMatch(/Из настроек сервера.*Возвращено прежнее значение.*Первому/);
  });

  it('names every fault of terms and of a calendar in Russian, at its field', async () => {
    const terms = await scene.admin.post('/desk/settings/deadlines', { version: '0', 'first-answer': 'скоро', warningPercent: '0' });
    expect(terms.status).toBe(422);
    expect(terms.html).toContain('value="скоро"');
    expect(terms.html).toContain('href="#warningPercent"');
    const year = await scene.admin.post('/desk/settings/calendar/2027', { version: '0', source: '', decreedOn: '', comment: '', daysOff: '01.01 01.01 первое', workingWeekends: '', shortDays: '' });
    expect(year.status).toBe(422);
    expect(year.text).toMatch(/«первое» здесь не подходит/);
    expect(year.html).toContain('01.01 01.01 первое');
    const moved = { version: '0', source: 'Постановление', decreedOn: '2026-09-24', comment: '', daysOff: '01.01-08.01', workingWeekends: '22.02', shortDays: '' };
    expect((await scene.admin.post('/desk/settings/calendar/2027', moved)).text).toContain('2027-02-22 — не суббота и не воскресенье');
    expect((await scene.admin.post('/desk/settings/calendar/2027', { ...moved, workingWeekends: '' })).location).toBe('/desk/settings/calendar/2027?done=calendar-saved');
    const form = new FormData();
    form.set('file', new Blob(['{"year": 2028}']), '2028.json');
    form.set('json', '');
    const upload = await scene.admin.send('/desk/settings/calendar', { method: 'POST', body: form, headers: { origin: scene.app.baseUrl } });
    expect([upload.status, upload.text.includes('Поле «source»')]).toEqual([422, true]);
  });

  it('shows the audit log to administrators by pages, narrowed, and as a file; operators are refused everywhere', async () => {
    const { client } = await scene.newcomer();
    for (const path of ['/desk/settings', '/desk/settings/agency-email', '/desk/settings/deadlines', '/desk/settings/calendar', '/desk/settings/consent', '/desk/audit', '/desk/audit/log.csv', '/desk/queues', '/desk/queues/deliver'])
      expect([path, (await client.get(path)).status]).toEqual([path, 403]);
    expect(await client.get('/desk/queues/board')).toMatchObject({ status: 303, location: '/desk/queues' });
    expect((await client.post('/desk/settings/agency-email', { value: 'x@example.ru', version: '0' })).status).toBe(403);

    const { accountId } = (await scene.database.query<{ accountId: string }>(`SELECT account_id AS "accountId" FROM audit_log WHERE action = 'settings.changed'`)).rows[0] ?? { accountId: '' };
    await scene.database.query(`INSERT INTO audit_log (at, account_id, action, subject, details) SELECT now(), $1, 'settings.changed', 'setting:agency-email', '{"version": 1}' FROM generate_series(1, 120)`, [accountId]);
    const first = await scene.admin.get(`/desk/audit?by=${accountId}&action=settings.changed`);
    expect(first.html.match(/<tr><td>/g)).toHaveLength(50);
    expect(first.html).not.toContain('Новее');
    const older = /href="([^"]+)">Старше/.exec(first.html)?.[1]?.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=') ?? '';
    const second = await scene.admin.get(older);
    expect(second.html.match(/<tr><td>/g)).toHaveLength(50);
    const newer = /href="([^"]+)">Новее/.exec(second.html)?.[1]?.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=') ?? '';
    expect((await scene.admin.get(newer)).html.match(/<tr><td>/g)).toHaveLength(50);
    expect((await scene.admin.get('/desk/audit?from=2001-01-01&to=2001-01-02')).text).toContain('Таких записей нет');

    const file = await scene.admin.get('/desk/audit/log.csv?action=account');
    expect(file.html.split('\r\n')[0]).toContain('Когда (Тюмень);Кто;Почта;Что сделано;С чем');
    expect(file.html).toContain('Первый администратор создан по настройкам сервера');
    expect(file.html).not.toContain('Настройка изменена');
    expect((await scene.admin.get('/desk/audit?action=audit')).text).toContain('Журнал выгружен');
  });

  it('believes one proxy about the address when told so', async () => {
    const limits = async (): Promise<number> => (await scene.database.query('SELECT 1 FROM rate_limits')).rowCount ?? 0;
    const tries = async (forwarded: string) => scene.stranger().post('/desk/sign-in', { email: 'nobody@example.ru', password: PASSWORD }, { 'x-forwarded-for': forwarded });
    const before = await limits();
    await tries('203.0.113.1');
    await tries('203.0.113.2');
    // What a visitor claims before the proxy's own word does not count.
    await tries('198.51.100.9, 203.0.113.2');
    expect((await limits()) - before).toBe(2);
  });

  it('lets the last administrator back in by a command on the server, once', async () => {
    const unknown = await rescue(scene, 'nobody@example.ru');
    expect(unknown).toMatchObject({ code: 1, said: expect.stringContaining(ADMIN.email) as string });
    const { code, said } = await rescue(scene, 'Admin@Example.ru');
    const path = /\/desk\/rescue\/[\w-]+/.exec(said)?.[0] ?? said;
    expect(code).toBe(0);
    // Nothing has changed until it is used.
    expect((await scene.admin.get('/desk/account')).status).toBe(200);
    const visitor = scene.stranger();
    expect((await visitor.get(path)).text).toContain(ADMIN.email);
    expect((await visitor.post(path, { password: 'short' })).status).toBe(422);
    expect((await visitor.post(path, { password: PASSWORD })).location).toBe('/desk/sign-in?done=rescued');
    expect((await visitor.get(path)).status).toBe(404);
    expect((await scene.admin.get('/desk/account')).status).toBe(303);
    await visitor.signIn(ADMIN.email, PASSWORD);
    expect((await visitor.enrol(scene.now())).recoveryCodes).toHaveLength(10);
    expect((await visitor.get('/desk/audit?action=account.rescued')).html.match(/<tr><td>/g)).toHaveLength(1);
  }, 180_000);
});
