import { randomUUID } from 'node:crypto';
import type { CreatedCaseView } from '../../src/cases/case-view.js';
import { TransactionsService } from '../../src/platform/transactions.service.js';
import { WebhookSendingService } from '../../src/webhooks/webhook-sending.service.js';
import { FORGET_WEBHOOKS } from '../../src/webhooks/webhooks.jobs.js';
import { AccountsScene } from '../support/accounts-scene.js';
import { ApiClient, apiCase } from '../support/api-client.js';
import { eventually } from '../support/app.js';
import { makeCertificate } from '../support/certificate-fixtures.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

const UNDO_SECONDS = 60;
const DAY_MS = 86_400_000;

/** What is taken back before it was told, and what was told long ago. */
describe('webhooks', () => {
  let scene: AccountsScene;
  let receiver: WebhookReceiver;
  let endpointId: string;

  beforeAll(async () => {
    [scene, receiver] = await Promise.all([AccountsScene.start({ WEBHOOK_PRIVATE: 'on', UNDO_SECONDS: String(UNDO_SECONDS), WEBHOOK_KEEP_DAYS: '10' }), WebhookReceiver.start()]);
    const fields: [string, string][] = [['name', 'Портал'], ['url', receiver.url], ...['case.status_changed', 'case.resolved', 'case.answered'].map((event): [string, string] => ['events', event])];
    const { html } = await scene.admin.send('/desk/webhooks/new', { method: 'POST', body: new URLSearchParams(fields), headers: { origin: scene.app.baseUrl } });
    endpointId = /href="\/desk\/webhooks\/([0-9a-f-]{36})"/.exec(html)?.[1] ?? '';
  });
  afterAll(async () => {
    await scene?.close();
    await receiver?.close();
  });

  /** A case that stands with the operators, of which the receiver knows. */
  const knownCase = async (): Promise<string> => {
    const { body } = await new ApiClient(scene.app.baseUrl).createCase(apiCase({ facts: { userBlocked: 'yes' } }), makeCertificate());
    const { number } = body as CreatedCaseView;
    await eventually(() => Promise.resolve(told(number).length === 1));
    return number;
  };
  const told = (number: string): [string, unknown, unknown][] =>
    receiver.received.filter(({ body }) => body.data.case?.['number'] === number).map(({ body: { type, data } }) => [type, data['previousStatus'], data.case?.['status']]);
  const act = async (number: string, action: string, fields: Record<string, string> = {}): Promise<void> => {
    const version = /name="version" value="(\d+)"/.exec((await scene.admin.get(`/desk/cases/${number}`)).html)?.[1] ?? '';
    expect(await scene.admin.post(`/desk/cases/${number}/${action}`, { version, ...fields })).toMatchObject({ status: 303 });
  };
  const waiting = async (number: string): Promise<string[]> =>
    (await scene.database.query<{ id: string }>(`SELECT w.id FROM webhook_deliveries w JOIN cases c ON c.id = case_id WHERE number = $1 AND w.state = 'pending' ORDER BY event`, [number])).rows.map(({ id }) => id);
  const attempt = (id: string): Promise<Date | null> => scene.app.app.get(WebhookSendingService).attempt(id);

  it('are held back while an operator may take back what he did, and go with it', async () => {
    const number = await knownCase();
    await act(number, 'resolve', { outcome: 'solved', text: 'Готово' });
    const held = await waiting(number);
    expect(held).toHaveLength(2);
    for (const id of held) expect((await attempt(id))?.getTime()).toBeGreaterThan(scene.now().getTime());
    await act(number, 'undo');
    expect(await waiting(number)).toEqual([]);
    scene.pass(5);
    for (const id of held) expect(await attempt(id)).toBeNull();
    expect(told(number)).toEqual([['case.status_changed', 'queued', 'awaiting-operator']]);
  });

  it('tell of a second time as if the first had never been', async () => {
    const number = await knownCase();
    await act(number, 'answer', { text: 'Первый ответ' });
    await act(number, 'undo');
    await act(number, 'resolve', { outcome: 'solved', text: 'Готово' });
    scene.pass(5);
    for (const id of await waiting(number)) await attempt(id);
    expect(told(number).slice(1).sort()).toEqual([['case.resolved', undefined, 'resolved'], ['case.status_changed', 'awaiting-operator', 'resolved']]);
  });

  it('that were told already are followed by the way back', async () => {
    const number = await knownCase();
    await act(number, 'resolve', { outcome: 'solved', text: 'Готово' });
    scene.pass(5);
    for (const id of await waiting(number)) await attempt(id);
    await act(number, 'undo');
    scene.pass(5);
    for (const id of await waiting(number)) await attempt(id);
    expect(told(number).at(-1)).toEqual(['case.status_changed', 'resolved', 'awaiting-operator']);
  });

  it('are forgotten some days after their end; what waits is kept, however old', async () => {
    const ids: Record<string, string> = {};
    const row = async (name: string, state: string, happened: number, ended: number | null): Promise<void> => {
      ids[name] = randomUUID();
      const ago = (days: number | null): Date | null => (days === null ? null : new Date(scene.now().getTime() - days * DAY_MS));
      await scene.database.query(
        `INSERT INTO webhook_deliveries (id, endpoint_id, event, body, happened_at, ended_at, next_attempt_at, state, attempts) VALUES ($1, $2, 'webhook.test', '{"data":{}}', $3, $4, $5, $6, 1)`,
        [ids[name], endpointId, ago(happened), ago(ended), ended === null ? ago(-1) : null, state],
      );
    };
    await row('sent long ago', 'sent', 11, 10.1);
    await row('failed long ago', 'failed', 40, 37);
    await row('sent lately', 'sent', 11, 9.9);
    await row('failed lately', 'failed', 30, 1);
    await row('waiting', 'pending', 100, null);
    const left = async (): Promise<string[]> => {
      const { rows } = await scene.database.query<{ id: string }>('SELECT id FROM webhook_deliveries WHERE id = ANY ($1)', [Object.values(ids)]);
      return Object.keys(ids).filter((name) => rows.some(({ id }) => id === ids[name]));
    };
    await scene.app.app.get(TransactionsService).run(async (tx) => tx.enqueue(FORGET_WEBHOOKS, {}));
    await eventually(async () => (await left()).length < 5);
    expect(await left()).toEqual(['sent lately', 'failed lately', 'waiting']);
    expect((await scene.admin.get(`/desk/webhooks/${endpointId}`)).status).toBe(200);
  });
});
