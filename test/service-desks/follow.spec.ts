import { DataSource } from 'typeorm';
import type { CreatedCaseView } from '../../src/cases/case-view.js';
import { DeliveryRunner } from '../../src/delivery/delivery-runner.service.js';
import { TicketsService } from '../../src/delivery/tickets.service.js';
import { AccountsScene } from '../support/accounts-scene.js';
import { ApiClient, apiCase } from '../support/api-client.js';
import { eventually } from '../support/app.js';
import { makeCertificate } from '../support/certificate-fixtures.js';
import type { DeskAnswer, DeskClient } from '../support/desk-client.js';
import type { KeptTicket, ScriptedDesk } from '../support/desks/scripted-desk.js';
import { RIGS, type Rig } from './rigs.js';

interface DeliveryRow {
  id: string;
  state: string;
  by_mail: boolean;
  replaces: string | null;
  destination: string;
}

/** The service with a scripted Zammad beside it. */
class Office {
  private constructor(
    readonly scene: AccountsScene,
    readonly rig: Rig,
    readonly desk: ScriptedDesk,
    readonly operator: DeskClient,
  ) {}

  static async open(env: Record<string, string> = {}): Promise<Office> {
    const rig = await (RIGS['zammad'] as () => Promise<Rig>)();
    const scene = await AccountsScene.start({ ...rig.settings, ...env });
    return new Office(scene, rig, rig.script as ScriptedDesk, (await scene.newcomer('operator')).client);
  }

  async close(): Promise<void> {
    await this.scene.close();
    await this.rig.close();
  }

  /** A blocked user: the route is the service desk. */
  async newCase(): Promise<CreatedCaseView> {
    const { body } = await new ApiClient(this.scene.app.baseUrl).createCase(apiCase({ facts: { userBlocked: 'yes' } }), makeCertificate());
    return body as CreatedCaseView;
  }

  /** A case whose ticket has been made. */
  async sentCase(): Promise<{ created: CreatedCaseView; ticket: KeptTicket; deliveryId: string }> {
    const created = await this.newCase();
    await eventually(async () => (await this.status(created)) === 'sent');
    const ticket = this.desk.tickets.find(({ subject }) => subject.includes(created.number)) as KeptTicket;
    return { created, ticket, deliveryId: (await this.deliveries(created))[0]?.id ?? '' };
  }

  async seen(created: CreatedCaseView): Promise<CreatedCaseView> {
    return (await new ApiClient(this.scene.app.baseUrl).withKey(created).get()).body as CreatedCaseView;
  }

  async status(created: CreatedCaseView): Promise<string> {
    return (await this.seen(created)).status;
  }

  deliveries({ number }: CreatedCaseView): Promise<DeliveryRow[]> {
    return this.scene.app.app
      .get(DataSource)
      .query<DeliveryRow[]>("SELECT d.* FROM deliveries d JOIN cases c ON c.id = case_id WHERE number = $1 AND channel <> 'notice' ORDER BY d.created_at, d.id", [number]);
  }

  async settled(created: CreatedCaseView, state: string, place = 0): Promise<DeliveryRow> {
    return eventually(async () => (await this.deliveries(created)).find((row, index) => index === place && row.state === state));
  }

  look(deliveryId: string): Promise<Date | null> {
    return this.scene.app.app.get(TicketsService).look(deliveryId);
  }

  page({ number }: CreatedCaseView): Promise<DeskAnswer> {
    return this.operator.get(`/desk/cases/${number}`);
  }

  async act(created: CreatedCaseView, action: string, fields: Record<string, string>): Promise<DeskAnswer> {
    const version = /name="version" value="(\d+)"/.exec((await this.page(created)).html)?.[1] ?? '';
    return this.operator.post(`/desk/cases/${created.number}/${action}`, { version, ...fields });
  }

  async notices({ number }: CreatedCaseView): Promise<string[]> {
    const rows = await this.scene.app.app.get(DataSource).query<{ notice: string }[]>('SELECT notice FROM deliveries d JOIN cases c ON c.id = case_id WHERE number = $1 AND notice IS NOT NULL ORDER BY 1', [number]);
    return rows.map(({ notice }) => notice);
  }
}

describe('a case and its ticket at the desk of others', () => {
  let office: Office;
  beforeAll(async () => {
    office = await Office.open({ SERVICE_DESK_PUBLIC_URL: 'https://sd.example.ru' });
  });
  afterAll(() => office?.close());

  it('shows operators where the ticket is, brings its comments and states, and stops when it has ended', async () => {
    const { created, ticket, deliveryId } = await office.sentCase();
    expect((await office.seen(created)).deliveries[0]).toMatchObject({ channel: 'service-desk', state: 'sent', externalId: String(ticket.id), destination: 'sd.example.ru' });
    const first = await office.look(deliveryId);
    expect(first).toBeInstanceOf(Date);
    expect(await office.status(created)).toBe('sent');

    ticket.comments.push({ id: office.desk.nextId(), author: 'them', text: 'Какой логин? СНИЛС 112-233-445 95' });
    ticket.state = 'pending reminder';
    await office.look(deliveryId);
    expect(await office.status(created)).toBe('awaiting-operator');
    const page = await office.page(created);
    expect(page.text).toContain('Техподдержка пишет в заявке: Какой логин? СНИЛС ***-***-**5 95');
    expect(page.text).toContain('Техподдержка ждёт ответа');
    expect(page.html).toContain(`href="${office.rig.wire.url}/#ticket/zoom/${ticket.id}"`);
    expect(page.html).not.toContain(office.rig.settings['SERVICE_DESK_TOKEN']);
    const told = (await office.seen(created)).timeline.map(({ text }) => text).join('\n');
    expect(told).toContain('Техподдержка ждёт ответа');
    expect(told).not.toContain('Какой логин');

    expect(await office.act(created, 'ticket-comment', { delivery: deliveryId, text: 'Логин ivanova' })).toMatchObject({ status: 303 });
    expect(ticket.comments.at(-1)).toMatchObject({ author: 'us', text: 'Логин ivanova' });

    // Twice the same look tells nothing twice.
    await Promise.all([office.look(deliveryId), office.look(deliveryId)]);
    expect((await office.page(created)).text.split('Какой логин')).toHaveLength(2);
    ticket.state = 'closed';
    expect(await office.look(deliveryId)).toBeNull();
    expect(await office.look(deliveryId)).toBeNull();
    expect((await office.seen(created)).timeline.map(({ event }) => event)).toContain('ticket-resolved');
  });

  it('gives a comment back that the desk did not take', async () => {
    const { created, deliveryId } = await office.sentCase();
    office.desk.behave({ at: 'attaching', do: { status: 503, body: 'down' } });
    const refused = await office.act(created, 'ticket-comment', { delivery: deliveryId, text: 'Важный вопрос' });
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('есть ли в ней комментарий');
    expect(refused.html).toContain('>Важный вопрос</textarea>');
  });

  it('looks again, later and later, while the desk does not answer', async () => {
    const { created, deliveryId } = await office.sentCase();
    office.desk.behave(...Array.from({ length: 2 }, () => ({ at: 'asking' as const, do: { status: 503, body: 'down' } })));
    const waits: number[] = [];
    for (let look = 0; look < 2; look++) waits.push(Math.round((((await office.look(deliveryId))?.getTime() ?? 0) - office.scene.now().getTime()) / 60_000));
    expect(waits).toEqual([5, 10]);
    expect(await office.status(created)).toBe('sent');
  });

  it('offers mail when the desk refuses; both stay visible, count as one, and the old one cannot go too', async () => {
    office.desk.behave({ at: 'making', do: { status: 422, body: { error: 'Group ivanova@example.ru unknown' } } });
    const created = await office.newCase();
    const failed = await office.settled(created, 'failed');
    expect(await office.status(created)).toBe('delivery-problem');
    const page = await office.page(created);
    expect(page.text).toContain('Отправить другим путём: заявка письмом на sd@72to.ru');
    expect(page.text).toContain('HTTP 422');
    expect(page.text).not.toContain('Group ivanova@');
    expect(await office.act(created, 'other-way', { delivery: failed.id })).toMatchObject({ status: 303 });
    const second = await office.settled(created, 'sent', 1);
    expect(second).toMatchObject({ by_mail: true, replaces: failed.id, destination: 'sd@72to.ru' });
    expect(await office.status(created)).toBe('sent');
    const mail = (await office.scene.app.mails()).filter(({ to, subject }) => to?.[0]?.address === 'sd@72to.ru' && subject?.includes(created.number));
    expect(mail).toHaveLength(1);
    expect(mail[0]?.attachments).toHaveLength(1);

    expect((await office.act(created, 'retry', { delivery: failed.id })).status).toBe(409);
    expect((await office.act(created, 'other-way', { delivery: failed.id })).status).toBe(409);
    const after = await office.page(created);
    expect(after.text).toContain('Вместо прежней отправки');
    expect(after.text).not.toContain('Отправить другим путём');
    const metrics = await (await fetch(`${office.scene.app.baseUrl}/metrics`)).text();
    expect(metrics).not.toContain('certdesk_deliveries{channel="service-desk",state="failed"}');
    expect(metrics).toMatch(/certdesk_delivery_attempts\{channel="service-desk",outcome="refused"\} 1/);
  });

  it('searches for what is uncertain by itself, without alarming anybody, and offers no other way for it', async () => {
    office.desk.behave({ at: 'making', do: 'cut-after' });
    const created = await office.newCase();
    const { id } = await office.settled(created, 'uncertain');
    expect(await office.status(created)).toBe('queued');
    const page = await office.page(created);
    expect(page.text).toContain('Мы поищем её по номеру обращения');
    expect(page.text).not.toContain('Отправить другим путём');
    expect((await office.act(created, 'other-way', { delivery: id })).status).toBe(409);
    office.scene.pass(2);
    await office.scene.app.app.get(DeliveryRunner).attempt(id);
    await office.settled(created, 'sent');
    expect(office.desk.tickets.filter(({ subject }) => subject.includes(created.number))).toHaveLength(1);
    expect(await office.notices(created)).not.toContain('problem');
  });

  it('says on /health/ready that the desk cannot be reached, and stays ready', async () => {
    const ready = async () => (await (await fetch(`${office.scene.app.baseUrl}/health/ready`)).json()) as { healthy: boolean; issues: string[] };
    office.scene.pass(2);
    expect((await ready()).issues.join()).not.toContain('Портал техподдержки');
    office.scene.pass(2);
    office.desk.behave({ at: 'asking', do: { status: 401, body: 'no' } });
    await eventually(async () => {
      const { healthy, issues } = await ready();
      return healthy && issues.join().includes('Портал техподдержки не отвечает');
    });
  });
});

describe('with FAILOVER=automatic and SERVICE_DESK_RESOLVED=resolve', () => {
  let office: Office;
  beforeAll(async () => {
    office = await Office.open({ FAILOVER: 'automatic', FAILOVER_HOURS: '2', SERVICE_DESK_RESOLVED: 'resolve' });
  });
  afterAll(() => office?.close());

  it('takes the other way by itself after a refusal, and tells the applicant only of the one that arrived', async () => {
    office.desk.behave({ at: 'making', do: { status: 403, body: 'no' } });
    const created = await office.newCase();
    await office.settled(created, 'sent', 1);
    expect((await office.deliveries(created)).map(({ state, by_mail }) => [state, by_mail])).toEqual([['failed', false], ['sent', true]]);
    expect(await office.status(created)).toBe('sent');
    expect(await office.notices(created)).toEqual(['received', 'sent']);
  });

  it('takes it after the set hours without success, never for what may have arrived', async () => {
    const down = { at: 'asking' as const, do: { status: 503, body: 'down' } };
    office.desk.behave(down);
    const late = await office.newCase();
    const { id } = await office.settled(late, 'pending');
    await eventually(async () => (await office.seen(late)).deliveries[0]?.failure);
    office.scene.pass(121);
    office.desk.behave(down);
    await office.scene.app.app.get(DeliveryRunner).attempt(id);
    await office.settled(late, 'sent', 1);
    expect((await office.deliveries(late)).map(({ state }) => state)).toEqual(['cancelled', 'sent']);

    office.desk.behave({ at: 'making', do: 'cut-before' });
    const unclear = await office.newCase();
    const uncertain = await office.settled(unclear, 'uncertain');
    office.scene.pass(121);
    // The search itself fails: as unknown as before.
    office.desk.behave(down);
    await office.scene.app.app.get(DeliveryRunner).attempt(uncertain.id);
    expect((await office.deliveries(unclear)).map(({ state }) => state)).toEqual(['uncertain']);
    office.scene.pass(121);
    await office.scene.app.app.get(DeliveryRunner).attempt(uncertain.id);
    expect((await office.deliveries(unclear)).map(({ state }) => state)).toEqual(['sent']);
  });

  it('resolves a case whose ticket was resolved, and tells the applicant', async () => {
    const { created, ticket, deliveryId } = await office.sentCase();
    ticket.state = 'closed';
    expect(await office.look(deliveryId)).toBeNull();
    expect(await office.status(created)).toBe('resolved');
    expect(await office.notices(created)).toContain('resolved');
  });
});
