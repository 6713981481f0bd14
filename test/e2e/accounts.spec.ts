import { FirstAdministratorService } from '../../src/accounts/first-administrator.service.js';
import { AccountsScene, ADMIN, PASSWORD } from '../support/accounts-scene.js';
import { eventually, startApp } from '../support/app.js';
import { DeskClient } from '../support/desk-client.js';

describe('accounts', () => {
  let scene: AccountsScene;

  beforeAll(async () => {
    scene = await AccountsScene.start();
  });
  afterAll(() => scene?.close());
  // Sessions run out while tests move the clock.
  beforeEach(() => scene.refresh());

  it('makes an administrator from the settings, who has to set up a second factor first', async () => {
    const client = scene.stranger();
    expect(await client.signIn(' ADMIN@example.ru ', ADMIN.password)).toMatchObject({ status: 303, location: '/desk/sign-in/code' });
    const fresh = await scene.newcomer('administrator');
    expect(await fresh.client.get('/desk/account')).toMatchObject({ status: 303, location: '/desk/account/second-factor' });
    expect(await fresh.client.get('/desk/operators')).toMatchObject({ status: 303, location: '/desk/account/second-factor' });
    expect(await fresh.client.post('/desk/operators', { email: 'x@example.ru', role: 'operator' })).toMatchObject({ status: 303 });
    const page = await fresh.client.get('/desk/account/second-factor');
    expect(page.html).toMatch(/<img class="qr" src="data:image\/png;base64,/);
    const { recoveryCodes } = await fresh.client.enrol(scene.now());
    expect(new Set(recoveryCodes).size).toBe(10);
    expect((await fresh.client.get('/desk/operators')).status).toBe(200);
  });

  it('invites by mail: one link, used once, then name, password and a session', async () => {
    const email = 'petrova@example.ru';
    await scene.admin.post('/desk/operators', { email: ' Petrova@Example.ru ', role: 'operator' });
    const link = await scene.linkFrom(email, 'Приглашение');
    const client = scene.stranger();
    expect((await client.get(link)).text).toContain(email);
    expect(await client.post(link, { fullName: '', password: 'petrova@example.ru' })).toMatchObject({ status: 422 });
    const short = await client.post(link, { fullName: 'Петрова Анна', password: 'короткий' });
    expect(short.text).toContain('короче 12 знаков');
    expect(short.html).toContain('value="Петрова Анна"');
    const done = await client.post(link, { fullName: ' Петрова  Анна ', password: PASSWORD });
    expect(done).toMatchObject({ status: 303, location: '/desk' });
    expect(done.cookies.find((cookie) => cookie.startsWith('certdesk_desk='))).toMatch(/; HttpOnly; SameSite=Strict$/);
    expect((await client.get('/desk/account')).text).toContain('Петрова Анна');
    for (const answer of [await client.get(link), await client.post(link, { fullName: 'Другая', password: PASSWORD })]) {
      expect(answer.status).toBe(404);
      expect(answer.text).toContain('Ссылка не действует');
    }
    expect(await scene.admin.post('/desk/operators', { email, role: 'operator' })).toMatchObject({ status: 422 });
    const kept = await eventually(async () => {
      const { rows } = await scene.database.query<{ receipt: string; case_id: null }>("SELECT receipt, case_id FROM deliveries WHERE destination = $1 AND state = 'sent'", [email]);
      return rows[0];
    });
    expect(kept).toEqual({ receipt: 'captured', case_id: null });
  });

  it('lets two use an invitation at once only once, and an old or replaced one never', async () => {
    await scene.admin.post('/desk/operators', { email: 'twice@example.ru', role: 'operator' });
    const first = await scene.linkFrom('twice@example.ru', 'Приглашение');
    const { rows } = await scene.database.query<{ id: string }>("SELECT id FROM accounts WHERE email = 'twice@example.ru'");
    await scene.admin.post(`/desk/operators/${rows[0]?.id}/invite-again`);
    const second = await scene.linkFrom('twice@example.ru', 'Приглашение');
    expect((await scene.stranger().get(first)).status).toBe(404);
    const form = { fullName: 'Ким Ольга', password: PASSWORD };
    const answers = await Promise.all([1, 2, 3].map(() => scene.stranger().post(second, form)));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 404, 404]);

    await scene.admin.post('/desk/operators', { email: 'late@example.ru', role: 'operator' });
    const late = await scene.linkFrom('late@example.ru', 'Приглашение');
    scene.pass(72 * 60 + 1);
    expect((await scene.stranger().get(late)).status).toBe(404);
  });

  it('asks for a code, takes each once, and each recovery code once', async () => {
    const { email, client } = await scene.newcomer();
    expect((await client.get('/desk/account/second-factor')).status).toBe(200);
    expect(await client.post('/desk/account/second-factor', { code: '000000', current: 'wrong' })).toMatchObject({ status: 422 });
    const before = client.cookie();
    const { phone, recoveryCodes } = await client.enrol(scene.now(), PASSWORD);
    expect(client.cookie()).not.toBe(before);

    const enter = async (code: string) => {
      const other = scene.stranger();
      expect(await other.signIn(email, PASSWORD)).toMatchObject({ status: 303, location: '/desk/sign-in/code' });
      expect(await other.get('/desk/account')).toMatchObject({ status: 303, location: '/desk/sign-in/code' });
      const half = other.cookie();
      const answer = await other.post('/desk/sign-in/code', { code, next: '/desk/account' });
      if (answer.status === 303) expect(other.cookie()).not.toBe(half);
      return answer;
    };
    const used = phone.code(scene.now());
    expect((await enter(used)).status).toBe(422);
    scene.pass(1);
    const fresh = phone.code(scene.now());
    expect(await enter(fresh)).toMatchObject({ status: 303, location: '/desk/account' });
    expect((await enter(fresh)).text).toContain('Код не подошёл');
    const [recovery = ''] = recoveryCodes;
    expect(await enter(recovery.toUpperCase().replace('-', ' '))).toMatchObject({ status: 303 });
    expect((await enter(recovery)).status).toBe(422);
    expect((await client.get('/desk/account')).text).toContain('осталось: 9');
  });

  it('keeps no password, code, token or secret readable in the database', async () => {
    const { email, client } = await scene.newcomer();
    const { recoveryCodes } = await client.enrol(scene.now(), PASSWORD);
    const { rows: tables } = await scene.database.query<{ name: string }>("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'");
    let dump = '';
    for (const { name } of tables) dump += JSON.stringify((await scene.database.query(`SELECT t::text FROM "${name}" t`)).rows);
    const link = scene.lastLink;
    const hex = (text: string) => Buffer.from(text).toString('hex');
    for (const secret of [PASSWORD, recoveryCodes[0] ?? '', client.cookie() ?? '', link.split('/').at(-1) ?? '']) {
      expect(secret.length).toBeGreaterThan(8);
      expect(dump).not.toContain(secret);
      expect(dump).not.toContain(hex(secret));
    }
    const { rows } = await scene.database.query<{ hash: string }>('SELECT password_hash AS hash FROM accounts WHERE email = $1', [email]);
    expect(rows[0]?.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('locks an e-mail after five failures in the same words, known or not', async () => {
    const { email } = await scene.newcomer();
    const fail = async (who: string) => {
      const answers = [];
      for (let index = 0; index < 6; index++) answers.push(await scene.stranger().signIn(who, 'wrong wrong wrong'));
      return answers.map(({ status, text }) => ({ status, text: text.replace(who, '') }));
    };
    const known = await fail(email);
    expect(known.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422, 429]);
    expect(await fail('nobody@example.ru')).toEqual(known);
    expect(await scene.stranger().signIn(email, PASSWORD)).toMatchObject({ status: 429 });
    expect((await scene.admin.get('/desk/operators')).text).toContain('Вход приостановлен');
    scene.pass(2);
    expect(await scene.stranger().signIn(email, PASSWORD)).toMatchObject({ status: 303, location: '/desk' });
  });

  it('counts guesses that come all at once, and guesses of codes', async () => {
    const { email, client } = await scene.newcomer();
    const many = await Promise.all(Array.from({ length: 12 }, () => scene.stranger().signIn(email, 'wrong wrong wrong')));
    expect(many.filter(({ status }) => status === 422)).toHaveLength(5);
    scene.pass(61);
    await client.enrol(scene.now(), PASSWORD);
    scene.pass(61);
    let guesses = 0;
    for (let index = 0; index < 8; index++) {
      const guesser = scene.stranger();
      if ((await guesser.signIn(email, PASSWORD)).status !== 303) continue;
      if ((await guesser.post('/desk/sign-in/code', { code: '123456' })).status === 422) guesses++;
    }
    expect(guesses).toBeLessThanOrEqual(5);
  });

  it('resets a password without telling who exists', async () => {
    const { email, client } = await scene.newcomer();
    const ask = async (who: string) => {
      const other = scene.stranger();
      const began = performance.now();
      const answer = await other.post('/desk/forgot', { email: who });
      const took = performance.now() - began;
      return { status: answer.status, text: (await other.get(answer.location)).text, took };
    };
    const known = await ask(email);
    const unknown = await ask('nobody-at-all@example.ru');
    expect({ ...unknown, took: 0 }).toEqual({ ...known, took: 0 });
    for (const { took } of [known, unknown]) expect(took).toBeGreaterThanOrEqual(395);
    const link = await scene.linkFrom(email, 'Новый пароль');
    expect(await scene.mailsTo('nobody-at-all@example.ru', '')).toEqual([]);

    const other = scene.stranger();
    expect((await other.post(link, { password: 'Петрова12345' })).status).toBe(422);
    expect(await other.post(link, { password: 'quiet boats at noon' })).toMatchObject({ status: 303, location: '/desk/sign-in?done=password-set' });
    expect((await other.post(link, { password: 'another good phrase' })).status).toBe(404);
    expect(await client.get('/desk/account')).toMatchObject({ status: 303, location: '/desk/sign-in?next=%2Fdesk%2Faccount' });
    expect((await other.signIn(email, PASSWORD)).status).toBe(422);
    expect((await other.signIn(email, 'quiet boats at noon')).status).toBe(303);

    for (let index = 0; index < 4; index++) await ask(email);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await scene.mailsTo(email, 'Новый пароль')).length).toBeLessThanOrEqual(3);
    scene.pass(61);
    await scene.readAll(email, 'Новый пароль');
    await ask(email);
    const old = await scene.linkFrom(email, 'Новый пароль');
    scene.pass(61);
    expect((await other.get(old)).status).toBe(404);
  });

  it('needs no first link while there is an administrator', async () => {
    expect(await scene.app.app.get(FirstAdministratorService).link()).toBeNull();
  });
});

describe('first start', () => {
  it('prints the same link until it is used, then none', async () => {
    const app = await startApp();
    const first = app.app.get(FirstAdministratorService);
    const links = await Promise.all([first.link(), first.link(), first.link()]);
    expect(new Set(links).size).toBe(1);
    const path = new URL(links[0] ?? '').pathname;
    const client = new DeskClient(app.baseUrl);
    expect((await client.get(path)).status).toBe(200);
    expect((await client.post(path, { email: 'чужой', fullName: '', password: '' })).status).toBe(422);
    const form = { email: 'First@example.ru', fullName: 'Первый Администратор', password: PASSWORD };
    expect(await client.post(path, form)).toMatchObject({ status: 303, location: '/desk/account/second-factor' });
    await client.enrol();
    expect((await client.get('/desk/operators')).status).toBe(200);
    expect(await first.link()).toBeNull();
    expect((await new DeskClient(app.baseUrl).post(path, form)).status).toBe(404);
    await app.close();
  });
});
