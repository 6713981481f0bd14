import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { IncidentsService } from '../../src/incidents/incidents.service.js';
import { WaveWatchService } from '../../src/incidents/wave-watch.service.js';
import { OverviewService } from '../../src/overview/overview.service.js';
import { readPeriod } from '../../src/overview/period.js';
import { ClockService } from '../../src/platform/clock.service.js';
import { startApp, type TestApp } from '../support/app.js';
import { plantCase } from '../support/worklist-cases.js';

/** Midday in Tyumen on a Tuesday. */
const NOW = new Date('2026-11-24T07:00:00Z');
const ME = randomUUID();
const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000);

describe('the overview', () => {
  let app: TestApp;
  let client: pg.Client;
  let overview: OverviewService;
  const { period } = readPeriod({ period: 'week' }, NOW);

  beforeAll(async () => {
    app = await startApp({ ROLE: 'web' });
    app.app.get(ClockService, { strict: false }).now = () => NOW;
    client = new pg.Client({ connectionString: app.databaseUrl });
    await client.connect();
    overview = app.app.get(OverviewService, { strict: false });
    await plantAll();
  });
  afterAll(async () => {
    await client?.end();
    await app?.close();
  });

  async function plantAll(): Promise<void> {
    await client.query("INSERT INTO accounts (id, email, full_name, role, created_at) VALUES ($1, 'petrova@example.ru', 'Петрова', 'operator', now())", [ME]);
    // Just before and just after midnight in Tyumen.
    await plantCase(client, { number: '2026-000001', createdAt: new Date('2026-11-17T18:59:00Z'), category: 'import-error', route: 'service-desk' });
    const first = await plantCase(client, { number: '2026-000002', createdAt: new Date('2026-11-17T19:01:00Z'), category: 'user-missing', route: 'letter-email', dueAt: hoursAgo(30) });
    const second = await plantCase(client, { number: '2026-000003', createdAt: hoursAgo(5), assigneeId: ME, dueAt: hoursAgo(1) });
    await plantCase(client, { number: '2026-000004', createdAt: hoursAgo(2), status: 'cancelled' });
    // Answered after its term, decided over, then resolved: 60 minutes and 25 hours after it came.
    await client.query("UPDATE cases SET first_answer_at = created_at + interval '1 hour', category = 'duplicate-user', due_at = NULL, updated_at = $2 WHERE id = $1", [first, hoursAgo(2)]);
    await client.query("UPDATE cases SET status = 'resolved', resolved_at = created_at + interval '25 hours' WHERE id = $1", [first]);
    for (const [channel, state, cause] of [['email', 'failed', 'mailbox-full'], ['notice', 'pending', null]] as const) {
      const id = randomUUID();
      await client.query("INSERT INTO deliveries (id, case_id, channel, destination, state, message_id, created_at) VALUES ($1, $2, $3, 'x', 'pending', 'x', $4)", [id, second, channel, hoursAgo(4)]);
      await client.query("UPDATE deliveries SET state = 'sending' WHERE id = $1", [id]);
      await client.query('UPDATE deliveries SET state = $2 WHERE id = $1', [id, state]);
      if (cause) await client.query("INSERT INTO delivery_attempts (delivery_id, number, started_at, ended_at, outcome, cause) VALUES ($1, 1, $2, $2, 'refused', $3)", [id, hoursAgo(4), { code: cause, detail: null }]);
    }
  }

  const check = async () => {
    const figures = await overview.figures(period);
    expect(figures).toMatchObject({
      came: { now: 3, before: 1 },
      ended: { now: 1, before: 0 },
      missed: { now: 2, before: 0 },
      overdueNow: 1,
      openNow: 2,
      categories: [{ key: 'needs-triage', now: 2, before: 0 }, { key: 'duplicate-user', now: 1, before: 0 }, { key: 'import-error', now: 0, before: 1 }],
      deliveries: [{ channel: 'email', total: 1, states: { failed: 1, waiting: 0 } }, { channel: 'notice', total: 1, states: { waiting: 1 } }],
      failures: [{ key: 'mailbox-full', now: 1, before: 0 }],
      loads: [{ assigneeId: ME, open: 1, overdue: 1 }, { assigneeId: null, open: 1, overdue: 0 }],
    });
    expect(figures.days.map(({ day, came, ended }) => [day, came, ended])).toEqual([
      ['2026-11-18', 1, 0], ['2026-11-19', 0, 1], ['2026-11-20', 0, 0], ['2026-11-21', 0, 0], ['2026-11-22', 0, 0], ['2026-11-23', 0, 0], ['2026-11-24', 2, 0],
    ]);
    expect(figures.firstAnswer.now.count).toBe(1);
    expect(Math.abs((figures.firstAnswer.now.median ?? 0) / 60 - 1)).toBeLessThan(0.06);
    expect(Math.abs((figures.outcome.now.p90 ?? 0) / 1_500 - 1)).toBeLessThan(0.06);
  };

  it('counts what was planted by hand, as changes, summed up and counted anew', async () => {
    await check();
    await client.query('SELECT overview_compact()');
    expect((await client.query('SELECT 1 FROM overview_deltas')).rowCount).toBe(0);
    await check();
    await client.query('SELECT overview_recount()');
    await check();
  });

  it('loses nothing while others change and sum up at once', async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, () => plantCase(client, { createdAt: hoursAgo(24 * 20), status: 'queued' })));
    const others = await Promise.all(ids.map(async (id) => ({ id, own: await new pg.Pool({ connectionString: app.databaseUrl, max: 1 }).connect() })));
    await Promise.all(others.flatMap(({ id, own }, index) => [own.query("UPDATE cases SET status = 'closed' WHERE id = $1", [id]), own.query(index % 2 ? 'SELECT overview_compact()' : 'SELECT 1')]));
    for (const { own } of others) own.release(true);
    expect((await overview.figures(period)).openNow).toBe(2);
  });

  it('hands out the cases of the period, on record, in the order they came', async () => {
    const numbers: string[] = [];
    for await (const { number } of await overview.exportCases(period, 'xlsx', ME)) numbers.push(number);
    expect(numbers).toEqual(['2026-000002', '2026-000003', '2026-000004']);
    const { rows } = await client.query<{ details: object }>("SELECT details FROM audit_log WHERE action = 'cases.exported' AND account_id = $1", [ME]);
    expect(rows).toEqual([{ details: { from: '2026-11-18', to: '2026-11-24', format: 'xlsx' } }]);
  });
});

describe('incidents', () => {
  let app: TestApp;
  let client: pg.Client;
  let watch: WaveWatchService;
  let incidents: IncidentsService;
  let now = NOW;
  let planted = 0;

  beforeAll(async () => {
    app = await startApp({ ROLE: 'web' });
    app.app.get(ClockService, { strict: false }).now = () => now;
    client = new pg.Client({ connectionString: app.databaseUrl });
    await client.connect();
    await client.query("INSERT INTO accounts (id, email, full_name, role, created_at) VALUES ($1, 'petrova@example.ru', 'Петрова', 'operator', now())", [ME]);
    [watch, incidents] = [app.app.get(WaveWatchService, { strict: false }), app.app.get(IncidentsService, { strict: false })];
  });
  afterAll(async () => {
    await client?.end();
    await app?.close();
  });

  async function plantErrors(count: number, text = 'Служба проверки недоступна, запрос № '): Promise<string[]> {
    const ids: string[] = [];
    for (let index = 0; index < count; index += 1) {
      planted += 1;
      const id = await plantCase(client, { number: `2026-${String(planted).padStart(6, '0')}`, inn: `72990000${String(planted).padStart(2, '0')}`, createdAt: new Date(now.getTime() - 60_000) });
      await client.query("UPDATE cases SET request = jsonb_set(request, '{importResult,errorText}', to_jsonb($2::text)) WHERE id = $1", [id, `${text}${planted}`]);
      ids.push(id);
    }
    return ids;
  }

  it('bring a wave up once, tie what comes after, leave untied what was untied', async () => {
    await plantErrors(3);
    expect(await watch.look()).toBe(0);
    const [fourth = ''] = await plantErrors(1);
    expect(await Promise.all([watch.look(), watch.look()])).toContain(1);
    expect(await watch.look()).toBe(0);
    const [incident] = await incidents.open();
    expect(incident).toMatchObject({ kind: 'error-text', cases: 4, openCases: 4, bodies: 4 });
    const id = incident?.id ?? '';
    await incidents.untie(id, fourth, ME);
    await plantErrors(1);
    await watch.look();
    expect((await incidents.get(id, 0)).cases.map(({ number }) => number).sort()).toEqual(['2026-000001', '2026-000002', '2026-000003', '2026-000005']);
    expect(await incidents.ofCase(fourth)).toEqual([]);
    await incidents.tie(id, { number: '2026-000004' }, ME);
    expect(await incidents.ofCase(fourth)).toMatchObject([{ id, closedAt: null }]);
    await expect(incidents.tie(id, { number: '2026-999999' }, ME)).rejects.toMatchObject({ code: 'validation-failed' });
  });

  it('end with a note, are not ended twice, and come back only with new cases', async () => {
    const [{ id, version } = { id: '', version: 0 }] = await incidents.open();
    await expect(incidents.close(id, { note: ' ', version }, ME)).rejects.toMatchObject({ code: 'validation-failed' });
    await incidents.close(id, { note: 'Починили.', version }, ME);
    await expect(incidents.close(id, { note: 'И я.', version }, ME)).rejects.toMatchObject({ code: 'incident-closed' });
    expect(await watch.look()).toBe(0);
    expect(await incidents.closed(0)).toMatchObject([{ id, note: 'Починили.', cases: 5 }]);
    now = new Date(NOW.getTime() + 3_600_000);
    await plantErrors(4);
    expect(await watch.look()).toBe(1);
    expect(await incidents.open()).toMatchObject([{ cases: 4 }]);
    const { rows } = await client.query<{ action: string }>("SELECT action FROM audit_log WHERE action LIKE 'incident.%' ORDER BY id");
    expect(rows.map(({ action }) => action)).toEqual(['incident.untied', 'incident.tied', 'incident.closed']);
  });
});
