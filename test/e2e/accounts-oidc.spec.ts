import { jest } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type Account, type Configuration } from 'oidc-provider';
import { AccountsScene, PASSWORD } from '../support/accounts-scene.js';
import { freePort } from '../support/app.js';
import type { DeskAnswer, DeskClient } from '../support/desk-client.js';

const CLIENT = { client_id: 'certdesk', client_secret: 'a secret of the tests, 32 characters' };

/** What the provider says of somebody, by his login there. */
const people: Record<string, { email?: string; email_verified?: boolean; name?: string }> = {
  petrova: { email: 'Petrova@Example.ru', email_verified: true, name: 'Петрова Анна Сергеевна' },
  impostor: { email: 'petrova@example.ru', email_verified: true, name: 'Самозванец' },
  unverified: { email: 'kim@example.ru', email_verified: false, name: 'Ким Ольга' },
  stranger: { email: 'stranger@example.ru', email_verified: true, name: 'Никто' },
  disabled: { email: 'disabled@example.ru', email_verified: true, name: 'Бывший' },
  chief: { email: 'chief@example.ru', email_verified: true, name: 'Главная' },
};

/** A real provider on loopback. */
async function startProvider(redirectUri: string): Promise<{ issuer: string; server: Server }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const configuration: Configuration = {
    clients: [{ ...CLIENT, redirect_uris: [redirectUri], grant_types: ['authorization_code'], response_types: ['code'] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    cookies: { keys: ['cookie key of the tests'] },
    pkce: { required: () => true },
    findAccount: (_context, id): Account => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
  };
  const provider = new Provider(issuer, configuration);
  const handle = provider.callback();
  server.on('request', (request, response) => void handle(request, response));
  return { issuer, server };
}

describe('single sign-on', () => {
  let scene: AccountsScene;
  let provider: { issuer: string; server: Server };

  beforeAll(async () => {
    // The provider warns about its in-memory store and would rather have another Node.
    jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    const port = await freePort();
    const baseUrl = `http://127.0.0.1:${port}`;
    provider = await startProvider(`${baseUrl}/desk/oidc/return`);
    scene = await AccountsScene.start({
      PORT: String(port),
      BASE_URL: baseUrl,
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: CLIENT.client_id,
      OIDC_CLIENT_SECRET: CLIENT.client_secret,
      OIDC_BUTTON: 'Войти через «Облако»',
    });
  });
  afterAll(async () => {
    await scene?.close();
    provider?.server.closeAllConnections();
    provider?.server.close();
  });
  beforeEach(() => scene.refresh());

  /** Goes to the provider, signs in there and agrees; gives the address that leads back, not yet opened. */
  async function atProvider(client: DeskClient, login: string, start = '/desk/oidc'): Promise<string> {
    const cookies = new Map<string, string>();
    let url = (await client.get(start)).location;
    let form: URLSearchParams | null = null;
    for (let step = 0; step < 12; step++) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const answer: Response = await fetch(url, { redirect: 'manual', headers: { cookie }, ...(form && { method: 'POST', body: form }) });
      for (const line of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (value) cookies.set(name, value);
        else cookies.delete(name);
      }
      const location = answer.headers.get('location');
      if (location?.includes('/desk/oidc/return')) return location;
      const html = await answer.text();
      if (location) [url, form] = [new URL(location, url).href, null];
      else {
        const action = /action="([^"]+)"/.exec(html)?.[1];
        if (!action) throw new Error(`the provider is stuck: ${answer.status} ${html.slice(0, 500)}`);
        form = new URLSearchParams(html.includes('name="login"') ? { prompt: 'login', login, password: 'any' } : { prompt: 'consent' });
        url = new URL(action, url).href;
      }
    }
    throw new Error('the provider sends around in circles');
  }

  async function enter(login: string, start?: string): Promise<{ client: DeskClient; answer: DeskAnswer }> {
    const client = scene.stranger();
    const back = new URL(await atProvider(client, login, start));
    return { client, answer: await client.get(back.pathname + back.search, { 'sec-fetch-site': 'cross-site' }) };
  }

  it('lets in who was invited, by verified e-mail first, by subject afterwards', async () => {
    await scene.admin.post('/desk/operators', { email: 'petrova@example.ru', role: 'operator' });
    const invitation = await scene.linkFrom('petrova@example.ru', 'Приглашение');
    expect((await scene.stranger().get('/desk/sign-in')).text).toContain('Войти через «Облако»');
    const { client, answer } = await enter('petrova', '/desk/oidc?next=/desk/account');
    expect(answer.status).toBe(200);
    expect(answer.html).toContain('content="0;url=/desk/account"');
    expect(answer.cookies.find((cookie) => cookie.startsWith('certdesk_desk='))).toContain('SameSite=Strict');
    const account = await client.get('/desk/account');
    expect(account.text).toContain('Петрова Анна Сергеевна');
    expect(account.text).toContain('через организацию');
    expect((await scene.stranger().get(invitation)).status).toBe(404);
    people['petrova'] = { ...people['petrova'], email: 'moved@example.ru' };
    expect((await enter('petrova')).answer.status).toBe(200);
    // Another person of the provider with the same e-mail does not inherit the account.
    expect((await enter('impostor')).answer.status).toBe(403);
  });

  it('asks no second factor of an administrator whom the provider vouches for', async () => {
    await scene.admin.post('/desk/operators', { email: 'chief@example.ru', role: 'administrator' });
    const { client } = await enter('chief');
    expect((await client.get('/desk/operators')).status).toBe(200);
    expect(await client.get('/desk/account/second-factor')).toMatchObject({ status: 303, location: '/desk/account' });
  });

  it('keeps out strangers, e-mails that are not verified, and the disabled', async () => {
    const stranger = await enter('stranger');
    expect(stranger.answer.status).toBe(403);
    expect(stranger.answer.text).toContain('Для вас нет учётной записи');
    expect(stranger.client.cookie()).toBeUndefined();
    await scene.admin.post('/desk/operators', { email: 'kim@example.ru', role: 'operator' });
    expect((await enter('unverified')).answer.status).toBe(403);
    await scene.admin.post('/desk/operators', { email: 'disabled@example.ru', role: 'operator' });
    await scene.admin.post(`/desk/operators/${await scene.idOf('disabled@example.ru')}/disable`);
    expect((await enter('disabled')).answer.status).toBe(403);
  });

  it('takes an answer only once, only in the browser that left, and only unchanged', async () => {
    const client = scene.stranger();
    const back = new URL(await atProvider(client, 'petrova'));
    const path = back.pathname + back.search;
    const victim = scene.stranger();
    expect((await victim.get(path)).status).toBe(422);
    await victim.get('/desk/oidc');
    expect((await victim.get(path)).status).toBe(422);
    expect(victim.cookie()).toBeUndefined();
    const changed = client.twin();
    expect((await changed.get(path.replace(/state=[^&]+/, 'state=other'))).status).toBe(422);
    const again = client.twin();
    expect((await client.twin().get(path)).status).toBe(200);
    expect((await again.get(path)).status).toBe(422);
    const late = scene.stranger();
    const other = new URL(await atProvider(late, 'petrova'));
    scene.pass(11);
    expect((await late.get(other.pathname + other.search)).status).toBe(422);

    expect((await client.get('/desk/oidc/return?error=access_denied')).status).toBe(422);
  });

  it('says so when the provider does not answer, and passwords work on', async () => {
    const { email } = await scene.newcomer();
    await new Promise<void>((resolve) => {
      provider.server.closeAllConnections();
      provider.server.close(() => resolve());
    });
    const other = await AccountsScene.start({ OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: CLIENT.client_id });
    expect(await other.stranger().get('/desk/oidc')).toMatchObject({ status: 503 });
    await other.close();
    expect(await scene.stranger().signIn(email, PASSWORD)).toMatchObject({ status: 303 });
  });
});
