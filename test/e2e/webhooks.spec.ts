import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { newPlace, type Place } from '../faults/place.js';
import { AccountsScene } from '../support/accounts-scene.js';
import { ApiClient, apiCase } from '../support/api-client.js';
import { eventually } from '../support/app.js';
import { makeCertificate } from '../support/certificate-fixtures.js';
import { killStarted, startService } from '../support/process.js';
import { isSignedBy, WebhookReceiver } from '../support/webhook-receiver.js';
import { WebhookKeysService } from '../../src/webhooks/webhook-keys.service.js';
import { newWebhookSecret } from '../../src/webhooks/webhook-signature.js';

const EVENTS = ['case.created', 'case.status_changed', 'case.answered', 'case.resolved', 'delivery.sent', 'delivery.failed', 'delivery.uncertain'];

/** A real server on loopback that takes events. */
describe('webhooks', () => {
  let scene: AccountsScene;
  let receiver: WebhookReceiver;

  beforeAll(async () => {
    [scene, receiver] = await Promise.all([AccountsScene.start({ WEBHOOK_PRIVATE: 'on' }), WebhookReceiver.start()]);
  });
  afterAll(async () => {
    await scene?.close();
    await receiver?.close();
  });

  const form = (fields: [string, string][]) =>
    scene.admin.send('/desk/webhooks/new', { method: 'POST', body: new URLSearchParams(fields), headers: { origin: scene.app.baseUrl } });
  const named = async (url: string, events: string[] = EVENTS): Promise<{ path: string; secret: string }> => {
    const { html } = await form([['name', `Портал ${randomUUID().slice(0, 4)}`], ['url', url], ...events.map((event): [string, string] => ['events', event])]);
    return { secret: /id="secret">([^<]+)</.exec(html)?.[1]?.replaceAll('&#x3D;', '=') ?? '', path: /href="(\/desk\/webhooks\/[0-9a-f-]{36})"/.exec(html)?.[1] ?? '' };
  };
  const makeCase = async (): Promise<string> => {
    const { body } = await new ApiClient(scene.app.baseUrl).createCase(apiCase({ facts: { userBlocked: 'yes' } }), makeCertificate());
    return (body as { number: string }).number;
  };
  const deliveries = async (path: string) =>
    (await scene.database.query<{ id: string; event: string; state: string; attempts: number; status_code: number | null; failure: string | null; answer: string | null }>(
      'SELECT id, event, state, attempts, status_code, failure, answer FROM webhook_deliveries WHERE endpoint_id = $1 ORDER BY happened_at', [path.split('/').at(-1)])).rows;

  it('tell what happens to a case once, signed, without a word about persons', async () => {
    const { path, secret } = await named(receiver.url);
    const number = await makeCase();
    const page = await scene.admin.get(`/desk/cases/${number}`);
    const version = /name="version" value="(\d+)"/.exec(page.html)?.[1] ?? '';
    await eventually(() => Promise.resolve(receiver.of('delivery.sent').length > 0 && receiver.of('case.status_changed').length > 0));
    const later = /name="version" value="(\d+)"/.exec((await scene.admin.get(`/desk/cases/${number}`)).html)?.[1] ?? version;
    await scene.admin.post(`/desk/cases/${number}/answer`, { version: later, text: 'Мария Петровна, снимите блокировку' });
    await eventually(() => Promise.resolve(receiver.of('case.answered').length > 0));
    await eventually(async () => (await deliveries(path)).every(({ state }) => state === 'sent'));

    expect(receiver.received.map(({ body }) => body.type).sort()).toEqual(['case.answered', 'case.created', 'case.status_changed', 'delivery.sent']);
    for (const message of receiver.received) {
      expect(isSignedBy(secret, message)).toBe(true);
      expect(isSignedBy(newWebhookSecret(), message)).toBe(false);
      expect(message.body.data.case).toMatchObject({ number, category: 'user-blocked', route: 'service-desk', url: `${scene.app.baseUrl}/api/v1/cases/${number}` });
      expect(message.raw).not.toMatch(/Иванов|Мария|больниц|7299|@|блокировк/i);
    }
    expect(receiver.of('case.status_changed')[0]?.body.data).toMatchObject({ previousStatus: 'queued', case: { status: 'awaiting-operator' } });
    expect(receiver.of('delivery.sent')[0]?.body.data['delivery']).toMatchObject({ channel: 'service-desk', state: 'sent', attempts: 1, cause: null });
    const shown = await scene.admin.get(path);
    expect(shown.text).toContain('Принимает события');
    expect(shown.html).not.toContain(secret);
    await scene.admin.post(`${path}/remove`);
  });

  it('come again with the same id after a 500, and with the old secret beside a new one', async () => {
    const { path, secret } = await named(receiver.url, ['case.created']);
    receiver.next(500);
    const before = receiver.received.length;
    await makeCase();
    await eventually(() => Promise.resolve(receiver.received.length > before));
    const newSecret = /id="secret">([^<]+)</.exec((await scene.admin.post(`${path}/secret`)).html)?.[1]?.replaceAll('&#x3D;', '=') ?? '';
    const [first, second] = await eventually(() => Promise.resolve(receiver.received.length > before + 1 && receiver.received.slice(before)), 30_000);
    expect(second).toMatchObject({ id: first?.id, raw: first?.raw });
    expect(second && [secret, newSecret].map((one) => isSignedBy(one, second))).toEqual([true, true]);
    expect(await eventually(async () => { const rows = await deliveries(path); return rows[0]?.state === 'sent' && rows; })).toMatchObject([{ attempts: 2, status_code: 204, failure: null }]);

    // A redirect is a failure, a long answer is cut, and an administrator may tell it again.
    receiver.next('redirect', 'long');
    await scene.admin.post(`${path}/test`);
    await eventually(async () => (await deliveries(path))[1]?.failure === 'redirect');
    const test = (await deliveries(path))[1];
    expect((await scene.admin.post(`${path}/deliveries/${test?.id}/repeat`)).status).toBe(303);
    await eventually(async () => (await deliveries(path))[1]?.state === 'sent');
    expect((await deliveries(path))[1]?.answer?.length).toBeLessThanOrEqual(512);
    expect(receiver.followed).toBe(0);
    await scene.admin.post(`${path}/remove`);
  });

  it('end at a 410: the endpoint is off, what waited is kept and can be told when it is on again', async () => {
    const { path } = await named(receiver.url, ['case.created']);
    receiver.next(410);
    await makeCase();
    await eventually(async () => (await deliveries(path))[0]?.failure === 'gone');
    expect((await scene.admin.get(path)).text).toContain('Выключен: ответил, что события больше не нужны');
    expect((await scene.admin.post(`${path}/test`)).status).toBe(409);
    await makeCase();
    expect(await deliveries(path)).toHaveLength(1);
    await scene.admin.post(`${path}/switch`, { active: 'yes' });
    await scene.admin.post(`${path}/repeat`);
    await eventually(async () => (await deliveries(path))[0]?.state === 'sent');
    const audit = await scene.database.query<{ action: string }>('SELECT action FROM audit_log WHERE subject = $1 ORDER BY id', [`webhook:${path.split('/').at(-1)}`]);
    expect(audit.rows.map(({ action }) => action)).toEqual(['webhook.created', 'webhook.gone', 'webhook.switched-on', 'webhook.repeated']);
    await scene.admin.post(`${path}/remove`);
  });

  it('are named by administrators only, with an address that can be one', async () => {
    const { client } = await scene.newcomer();
    expect((await client.get('/desk/webhooks')).status).toBe(403);
    const bad = await form([['name', ''], ['url', 'ftp://example.ru']]);
    expect(bad.status).toBe(422);
    for (const sentence of ['Введите название', 'Введите адрес целиком', 'Отметьте хотя бы одно событие']) expect(bad.text).toContain(sentence);
    expect(bad.html).toContain('value="ftp://example.ru"');
    expect((await scene.admin.get(`/desk/webhooks/${randomUUID()}`)).status).toBe(404);
  });

  it('of more than a page have a second one', async () => {
    const { path } = await named(receiver.url, ['case.created']);
    await scene.database.query(
      `INSERT INTO webhook_deliveries (id, endpoint_id, event, body, happened_at, state, attempts)
       SELECT gen_random_uuid(), $1, 'webhook.test', '{"data":{}}', now() - n * interval '1 minute', CASE WHEN n % 2 = 0 THEN 'failed' ELSE 'sent' END, 1 FROM generate_series(1, 120) AS n`,
      [path.split('/').at(-1)],
    );
    const count = async (address: string): Promise<[number, string | undefined]> => {
      const { html } = await scene.admin.get(address);
      return [html.split('webhook-body').length - 1, /href="([^"]+)" rel="next"/.exec(html)?.[1]?.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&')];
    };
    const [first, older] = await count(`${path}?state=failed`);
    expect([first, (await count(older ?? ''))[0]]).toEqual([50, 10]);
  });
});

describe('webhooks beyond one process', () => {
  let place: Place;
  let receiver: WebhookReceiver;
  let database: pg.Client;

  beforeAll(async () => {
    place = await newPlace();
    receiver = await WebhookReceiver.start();
    database = new pg.Client({ connectionString: place.databaseUrl });
    await database.connect();
  });
  afterAll(async () => {
    await killStarted();
    await receiver.close();
    await database.end();
    await place.leave();
  });

  it('are told by the worker that follows one which was killed while it waited for the answer; inner addresses are refused by default', async () => {
    const key = 'k'.repeat(32);
    const env = { ...place.env, SECRET_KEY: key, WEBHOOK_PRIVATE: 'on' };
    let service = await startService(env);
    const id = randomUUID();
    const secret = newWebhookSecret();
    await database.query(
      `INSERT INTO webhook_endpoints (id, name, url, events, active, secret, failures, created_at) VALUES ($1, 'Портал', $2, '{case.created}', true, $3, 0, now())`,
      [id, receiver.url, new WebhookKeysService(key).seal(id, secret)],
    );
    receiver.next('hang');
    await new ApiClient(service.baseUrl).createCase(apiCase({ facts: { userBlocked: 'yes' } }), makeCertificate());
    await eventually(() => Promise.resolve(receiver.received.length > 0));
    await service.signal('SIGKILL');
    service = await startService(env);
    const [first, second] = await eventually(() => Promise.resolve(receiver.received.length > 1 && receiver.received), 90_000);
    expect(second).toMatchObject({ id: first?.id, raw: first?.raw });
    expect(second && isSignedBy(secret, second)).toBe(true);
    await service.signal('SIGTERM');

    service = await startService({ ...env, WEBHOOK_PRIVATE: 'off' });
    for (const url of [receiver.url, receiver.url.replace('127.0.0.1', 'localhost'), receiver.url.replace('127.0.0.1', '[::ffff:127.0.0.1]')]) {
      await database.query('UPDATE webhook_endpoints SET url = $2, last_failure = NULL WHERE id = $1', [id, url]);
      await new ApiClient(service.baseUrl).createCase(apiCase({ facts: { userBlocked: 'yes' } }), makeCertificate());
      const failure = async () => (await database.query<{ last_failure: string | null }>('SELECT last_failure FROM webhook_endpoints WHERE id = $1', [id])).rows[0]?.last_failure;
      expect(await eventually(failure)).toBe('private-address');
    }
    expect(receiver.received).toHaveLength(2);
    await service.signal('SIGTERM');
  }, 200_000);
});
