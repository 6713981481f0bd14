import { AccountsScene, PASSWORD } from '../support/accounts-scene.js';

describe('sessions and rights', () => {
  let scene: AccountsScene;

  beforeAll(async () => {
    scene = await AccountsScene.start();
  });
  afterAll(() => scene?.close());
  // Sessions run out while tests move the clock.
  beforeEach(() => scene.refresh());

  it('ends sessions: one, the others after a new password, all', async () => {
    const { email, client } = await scene.newcomer();
    const second = scene.stranger();
    await second.signIn(email, PASSWORD);
    const account = await client.get('/desk/account');
    expect(account.text).toContain('Firefox, Linux');
    const ends = [...account.html.matchAll(/action="(\/desk\/account\/sessions\/[^"]+\/end)"/g)].map(([, path]) => path ?? '');
    expect(ends).toHaveLength(1);
    // Another's session is not his to end.
    await scene.admin.post(ends[0] ?? '');
    expect((await second.get('/desk/account')).status).toBe(200);
    await client.post(ends[0] ?? '');
    expect((await second.get('/desk/account')).status).toBe(303);

    await second.signIn(email, PASSWORD);
    expect((await client.post('/desk/account/password', { current: 'wrong wrong wrong', password: 'quiet boats at noon' })).status).toBe(422);
    expect((await client.post('/desk/account/password', { current: PASSWORD, password: 'quiet boats at noon' })).status).toBe(303);
    expect((await client.get('/desk/account')).status).toBe(200);
    expect((await second.get('/desk/account')).status).toBe(303);

    await second.signIn(email, 'quiet boats at noon');
    const stolen = client.twin();
    await client.post('/desk/account/sessions/end-all');
    expect([(await stolen.get('/desk/account')).status, (await second.get('/desk/account')).status]).toEqual([303, 303]);
  });

  it('lets a session go after 2 idle hours', async () => {
    const { client } = await scene.newcomer();
    scene.pass(119);
    expect((await client.get('/desk/account')).status).toBe(200);
    scene.pass(121);
    expect(await client.get('/desk/account')).toMatchObject({ status: 303, location: '/desk/sign-in?next=%2Fdesk%2Faccount' });
  });

  it('lets even a busy session go after 12 hours', async () => {
    const { client } = await scene.newcomer();
    for (let hour = 1; hour <= 12; hour++) {
      scene.pass(59.5);
      expect((await client.get('/desk/account')).status).toBe(200);
    }
    scene.pass(30);
    expect((await client.get('/desk/account')).status).toBe(303);
  });

  it('signs out, and the cookie opens nothing afterwards', async () => {
    const { client } = await scene.newcomer();
    const stolen = client.twin();
    expect(await client.post('/desk/sign-out')).toMatchObject({ status: 303, location: '/desk/sign-in?done=signed-out' });
    expect(client.cookie()).toBeUndefined();
    expect((await stolen.get('/desk/account')).status).toBe(303);
  });

  it('lets an administrator end sessions, change roles and disable, at once', async () => {
    const { email, client, id } = await scene.newcomer();
    const change = (name: string, who = id) => scene.admin.post(`/desk/operators/${who}/${name}`);
    await change('end-sessions');
    expect((await client.get('/desk/account')).status).toBe(303);
    await client.signIn(email, PASSWORD);
    await change('make-administrator');
    expect((await client.get('/desk/account')).status).toBe(303);
    expect(await client.signIn(email, PASSWORD)).toMatchObject({ location: '/desk/account/second-factor' });
    await change('make-operator');
    await client.signIn(email, PASSWORD);
    expect((await client.get('/desk/account')).status).toBe(200);
    await change('disable');
    expect((await client.get('/desk/account')).status).toBe(303);
    const refused = await client.signIn(email, PASSWORD);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Почта или пароль не подходят');
    await change('enable');
    expect((await client.signIn(email, PASSWORD)).status).toBe(303);
    const { rows } = await scene.database.query<{ action: string; details: object }>("SELECT action, details FROM audit_log WHERE subject = $1 AND account_id <> $2 ORDER BY id", [`account:${id}`, id]);
    expect(rows.map(({ action }) => action)).toEqual(['account.invited', 'account.sessions-ended', 'account.role-changed', 'account.role-changed', 'account.disabled', 'account.enabled']);
    expect(JSON.stringify(rows)).not.toContain('@');
  });

  it('does not let an administrator lock himself out or unknown changes through', async () => {
    const { rows } = await scene.database.query<{ id: string }>("SELECT id FROM accounts WHERE email = 'admin@example.ru'");
    expect(await scene.admin.post(`/desk/operators/${rows[0]?.id}/disable`)).toMatchObject({ status: 409 });
    for (const path of ['constructor', 'toString', 'delete']) expect((await scene.admin.post(`/desk/operators/${rows[0]?.id}/${path}`)).status).toBe(404);
    expect((await scene.admin.post("/desk/operators/' OR 1=1/disable")).status).toBe(404);
    expect((await scene.admin.post('/desk/operators/00000000-0000-4000-8000-000000000000/disable')).status).toBe(404);
  });

  it('refuses an operator what only administrators do, on pages and forms', async () => {
    const { client, id } = await scene.newcomer();
    const page = await client.get('/desk/operators');
    expect(page.status).toBe(403);
    expect(page.text).toContain('На это нет прав');
    expect((await client.get('/desk/account')).html).not.toContain('/desk/operators');
    expect((await client.post('/desk/operators', { email: 'friend@example.ru', role: 'administrator' })).status).toBe(403);
    expect((await client.post(`/desk/operators/${id}/make-administrator`)).status).toBe(403);
    expect((await client.post('/desk/account/second-factor/remove', { current: PASSWORD })).status).toBe(303);
  });

  it('shows strangers nothing, and brings them back where they wanted to go', async () => {
    const stranger = scene.stranger();
    expect(await stranger.get('/desk/operators?x=1')).toMatchObject({ status: 303, location: '/desk/sign-in?next=%2Fdesk%2Foperators%3Fx%3D1' });
    expect((await stranger.post('/desk/operators', { email: 'a@example.ru', role: 'operator' })).status).toBe(401);
    expect((await stranger.get('/desk/account', { 'hx-request': 'true' })).status).toBe(401);
    expect((await stranger.get('/desk/no-such-page')).status).toBe(404);
    const link = await stranger.get('/desk/account', { 'sec-fetch-site': 'cross-site' });
    expect(link).toMatchObject({ status: 200 });
    expect(link.html).toContain('content="0;url=/desk/account"');
    expect(link.html).not.toContain('<form');
    expect((await stranger.post('/desk/sign-in', { email: 'x@example.ru', password: 'y' }, { origin: 'https://elsewhere.example' })).status).toBe(403);
    const { email } = await scene.newcomer();
    expect(await stranger.post('/desk/sign-in', { email, password: PASSWORD, next: '//evil.example' })).toMatchObject({ location: '/desk' });
    for (const link of [`/desk/invite/${'A'.repeat(54)}`, '/desk/reset/x', `/desk/first/${'z'.repeat(54)}`]) expect((await stranger.get(link)).status).toBe(404);
  });
});
