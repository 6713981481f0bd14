import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { CASE_TRANSITIONS } from '../../src/cases/case-status.js';
import { NO_FILTERS, type TypedSearch, type WorklistCursor, type WorklistFilters, type WorklistSort, type WorklistView } from '../../src/cases/worklist/worklist-query.js';
import { slips } from '../../src/cases/worklist/worklist-search.js';
import { WorklistKeepingService } from '../../src/cases/worklist/worklist-keeping.service.js';
import { WorklistQueries } from '../../src/cases/worklist/worklist.queries.js';
import { WorklistService } from '../../src/cases/worklist/worklist.service.js';
import { startApp, type TestApp } from '../support/app.js';
import { plantCase, type PlantedCase } from '../support/worklist-cases.js';

const ME = randomUUID();
const OTHER = randomUUID();
const HOUR = 3_600_000;

describe('the worklist', () => {
  let app: TestApp;
  let client: pg.Client;
  let worklist: WorklistService;

  beforeAll(async () => {
    app = await startApp({ ROLE: 'web' });
    client = new pg.Client({ connectionString: app.databaseUrl });
    await client.connect();
    worklist = app.app.get(WorklistService, { strict: false });
  });
  afterAll(async () => {
    await client?.end();
    await app?.close();
  });
  beforeEach(async () => {
    await client.query('TRUNCATE case_status_changes, worklist, case_search, search_words, case_count_deltas, worklist_seen, worklist_views, cases CASCADE');
  });

  interface Ask {
    view?: WorklistView;
    sort?: WorklistSort;
    filters?: Partial<WorklistFilters>;
    search?: Partial<TypedSearch>;
    accountId?: string;
  }
  const request = ({ view = 'all', sort = 'newest', filters = {}, search = {}, accountId = ME }: Ask = {}) => ({
    query: { view, sort, filters: { ...NO_FILTERS, ...filters } },
    search: { text: '', organization: '', ...search },
    accountId,
  });
  const numbers = async (ask: Ask = {}, cursor: WorklistCursor | null = null) => (await worklist.page(request(ask), cursor)).rows.map(({ number }) => number);
  const plant = (...changes: PlantedCase[]) => Promise.all(changes.map((change) => plantCase(client, change)));

  describe('its filters', () => {
    it.each<[name: string, hit: PlantedCase, miss: PlantedCase, ask: Ask]>([
      ['mine', { assigneeId: ME }, { assigneeId: OTHER }, { view: 'mine' }],
      ['mine, but not what has ended', { assigneeId: ME }, { assigneeId: ME, status: 'resolved' }, { view: 'mine' }],
      ['not taken', { status: 'delivery-problem' }, { assigneeId: OTHER }, { view: 'untaken' }],
      ['not taken, but not what the applicant has to do', { status: 'sent' }, { status: 'awaiting-signed-letter' }, { view: 'untaken' }],
      ['awaiting an operator', {}, { status: 'queued' }, { view: 'awaiting' }],
      ['delivery problem', { status: 'delivery-problem' }, {}, { view: 'problem' }],
      ['overdue', { dueAt: new Date(Date.now() - HOUR) }, { dueAt: new Date(Date.now() + HOUR) }, { view: 'overdue' }],
      ['category', { category: 'import-error' }, {}, { filters: { category: 'import-error' } }],
      ['route', { route: 'letter-email' }, {}, { filters: { route: 'letter-email' } }],
      ['status', { status: 'closed' }, {}, { filters: { status: 'closed' } }],
      ['operator', { assigneeId: OTHER }, { assigneeId: ME }, { filters: { operator: OTHER } }],
      ['operator «me»', { assigneeId: ME }, { assigneeId: OTHER }, { filters: { operator: 'me' } }],
      ['nobody’s', {}, { assigneeId: ME }, { filters: { operator: 'nobody' } }],
      ['certificate ends soon', { notAfter: new Date(Date.now() + 44 * 24 * HOUR).toISOString() }, { notAfter: new Date(Date.now() + 46 * 24 * HOUR).toISOString() }, { filters: { ending: true } }],
      ['certificate ends soon, not ended', { notAfter: new Date(Date.now() + HOUR).toISOString() }, { notAfter: new Date(Date.now() - HOUR).toISOString() }, { filters: { ending: true } }],
      ['period, days of Tyumen', { createdAt: new Date('2026-11-23T19:00:00Z') }, { createdAt: new Date('2026-11-24T19:00:00Z') }, { filters: { from: '2026-11-24', to: '2026-11-24' } }],
      ['organisation by ИНН', { inn: '7299000014' }, {}, { search: { organization: '7299 000 014' } }],
      ['organisation by a form of its name', { organization: 'МКУ «Управление капитального строительства»' }, {}, { search: { organization: 'управления строительство' } }],
      ['organisation, not a person of that name', { organization: 'МКУ «Берёзка»' }, { surname: 'Берёзка' }, { search: { organization: 'березка' } }],
    ])('%s', async (_name, hit, miss, ask) => {
      await plant({ ...hit, number: '2026-000001' }, { ...miss, number: '2026-000002' });
      expect(await numbers(ask)).toEqual(['2026-000001']);
    });

    it('one incident, without what was untied from it', async () => {
      const [tied = '', untied = ''] = await plant({ number: '2026-000001' }, { number: '2026-000002' }, { number: '2026-000003' });
      const incident = randomUUID();
      await client.query("INSERT INTO incidents (id, kind, fingerprint, label, found_at, version) VALUES ($1, 'error-text', 'a', 'Сбой', now(), 1)", [incident]);
      await client.query('INSERT INTO incident_cases (incident_id, case_id, tied_at, untied_at) VALUES ($1, $2, now(), NULL), ($1, $3, now(), now())', [incident, tied, untied]);
      expect(await numbers({ filters: { incident } })).toEqual(['2026-000001']);
      await client.query('DELETE FROM incidents');
    });

    it('narrow together', async () => {
      await plant({ number: '2026-000001', category: 'import-error', assigneeId: ME }, { number: '2026-000002', category: 'import-error' }, { number: '2026-000003', assigneeId: ME });
      expect(await numbers({ view: 'mine', filters: { category: 'import-error' }, search: { text: 'иванова' } })).toEqual(['2026-000001']);
    });
  });

  describe('its search', () => {
    const thumbprint = '9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B';
    it.each<[name: string, hit: PlantedCase, typed: string]>([
      ['whole number', { number: '2026-000123' }, '2026-000123'],
      ['number with its sign', { number: '2026-000123' }, '№ 2026-123'],
      ['tail of a number', { number: '2026-000123' }, '123'],
      ['surname', { surname: 'Ким', givenName: 'Ольга' }, 'Ким'],
      ['name as the list shows it', { surname: 'Сидорова', givenName: 'Анна Ивановна' }, 'Сидорова А. И.'],
      ['surname and name, any order', { surname: 'Сидорова', givenName: 'Анна Ивановна' }, 'анна сидорова'],
      ['beginning of a name', { surname: 'Константинопольский' }, 'констант'],
      ['typo in a name', { surname: 'Сидорова' }, 'Седорова'],
      ['two letters swapped', { surname: 'Сидорова' }, 'Сиодрова'],
      ['е for ё', { surname: 'Королёва' }, 'королева'],
      ['ё for е', { surname: 'Пестерева' }, 'Пестерёва'],
      ['hyphen left out', { surname: 'Салтыкова-Щедрина' }, 'салтыкова щедрина'],
      ['ИНН', { inn: '7299000014' }, '7299000014'],
      ['ИНН in groups', { inn: '7299000014' }, '7299 000 014'],
      ['organisation', { organization: 'МКУ «Управление капитального строительства»' }, 'капитальное строительство'],
      ['thumbprint', { thumbprint }, thumbprint],
      ['thumbprint with spaces, small', { thumbprint }, thumbprint.toLowerCase().replace(/(..)/g, '$1 ')],
      ['beginning of a thumbprint', { thumbprint }, '9f86d081'],
      ['another form of a word', { description: 'Окно показало непонятную ошибку при загрузке' }, 'ошибки загрузки'],
      ['typo in a word', { description: 'Заблокирована учётная запись' }, 'заблакирована'],
      ['words from name and text', { surname: 'Сидорова', description: 'Пропала роль согласующего' }, 'сидорова роли'],
    ])('%s', async (_name, hit, typed) => {
      await plant({ number: '2026-000777', ...hit }, { number: '2026-000500' }, { number: '2026-000501', surname: 'Петров', givenName: 'Иван Сергеевич' });
      expect(await numbers({ search: { text: typed } })).toEqual([hit.number ?? '2026-000777']);
    });

    it('says as what a typo was read, and reads a known name as it is', async () => {
      await plant({ number: '2026-000001', surname: 'Иванова' }, { number: '2026-000002', surname: 'Ивакова' });
      const page = await worklist.page(request({ search: { text: 'Ивонова' } }), null);
      expect(page.rows.map(({ number }) => number)).toContain('2026-000001');
      expect(page.mended).toEqual([{ typed: 'ивонова', read: expect.arrayContaining(['иванова']) as unknown }]);
      expect(await numbers({ search: { text: 'Иванова' } })).toEqual(['2026-000001']);
    });

    it.each(['%', "'", 'и', '& | ! ( ) :*', ':*', '\\', 'a'.repeat(5000), '🙂', '\u0000'])('takes %j and finds nothing or something, but never fails', async (typed) => {
      await plant({});
      await expect(numbers({ search: { text: typed, organization: typed } })).resolves.toBeDefined();
    });

    it('finds what an operator decided, what was said, and a corrected name', async () => {
      const [id] = await plant({ number: '2026-000001' }, { number: '2026-000002' });
      await client.query(`INSERT INTO case_events (case_id, at, event, actor, params) VALUES ($1, now(), 'message', 'applicant', '{"text": "Директор в отпуске"}')`, [id]);
      await client.query(`UPDATE cases SET request = jsonb_set(request, '{contact,fullName}', '"Мухина Зоя"') WHERE id = $1`, [id]);
      await client.query(`UPDATE cases SET decision = '{"reason": "дубль подтвердила поддержка"}' WHERE id = $1`, [id]);
      for (const typed of ['директора отпуск', 'Мухиной', 'подтвердили дубля']) expect(await numbers({ search: { text: typed } })).toEqual(['2026-000001']);
    });

    it('counts slips of the finger', () => {
      expect([slips('иванова', 'иванова'), slips('ивонова', 'иванова'), slips('ианова', 'иванова'), slips('ивнаова', 'иванова'), slips('кот', 'дом')]).toEqual([0, 1, 1, 1, 2]);
    });
  });

  describe('its pages', () => {
    it.each<WorklistSort>(['newest', 'oldest', 'due', 'certificate'])('go through everything once and back, sorted by %s, also among equals', async (sort) => {
      const moment = Date.now();
      for (let index = 0; index < 120; index += 1)
        await plantCase(client, {
          createdAt: new Date(moment + Math.floor(index / 7) * 1000),
          dueAt: index % 3 === 0 ? null : new Date(moment + Math.floor(index / 5) * 1000),
          notAfter: new Date(moment + Math.floor(index / 9) * 1000).toISOString(),
        });
      const forward: string[][] = [];
      let page = await worklist.page(request({ sort }), null);
      expect(page.hasPrevious).toBe(false);
      for (;;) {
        forward.push(page.rows.map(({ id }) => id));
        const last = page.rows.at(-1);
        if (!page.hasNext || !last) break;
        page = await worklist.page(request({ sort }), { ...last.place, backwards: false });
      }
      expect(forward.map((ids) => ids.length)).toEqual([50, 50, 20]);
      expect(new Set(forward.flat()).size).toBe(120);
      const back = await worklist.page(request({ sort }), { ...(page.rows[0]?.place ?? { key: '', id: '' }), backwards: true });
      expect(back.rows.map(({ id }) => id)).toEqual(forward[1]);
      expect(back).toMatchObject({ hasPrevious: true, hasNext: true });
    });

    it('neither repeat nor lose a case while others come in and change', async () => {
      for (let index = 0; index < 60; index += 1) await plantCase(client, { createdAt: new Date(1_800_000_000_000 + index * 1000) });
      const first = await worklist.page(request(), null);
      await plant(...Array.from({ length: 20 }, () => ({ createdAt: new Date(1_900_000_000_000) })));
      await client.query("UPDATE cases SET status = 'queued', updated_at = now(), version = version + 1");
      const last = first.rows.at(-1);
      const second = await worklist.page(request(), last ? { ...last.place, backwards: false } : null);
      const seen = [...first.rows, ...second.rows].map(({ id }) => id);
      expect(seen).toHaveLength(60);
      expect(new Set(seen).size).toBe(60);
    });
  });

  describe('its counters', () => {
    it('are exact while eight writers work and somebody sums them up', async () => {
      const ids = await plant(...Array.from({ length: 40 }, () => ({})));
      const statuses = Object.keys(CASE_TRANSITIONS);
      const writers = await Promise.all(
        Array.from({ length: 8 }, async () => {
          const writer = new pg.Client({ connectionString: app.databaseUrl });
          await writer.connect();
          return writer;
        }),
      );
      const queries = app.app.get(WorklistQueries, { strict: false });
      let writing = true;
      const summing = (async () => {
        while (writing) await queries.compactCounts();
      })();
      await Promise.all(
        writers.map(async (writer, lane) => {
          for (let turn = 0; turn < 40; turn += 1) {
            const id = ids[(lane * 7 + turn * 3) % ids.length];
            const status = statuses[(lane + turn) % statuses.length];
            await writer.query('BEGIN');
            await writer.query('UPDATE cases SET status = $2, assignee_id = $3 WHERE id = $1', [id, status, [null, ME, OTHER][turn % 3]]);
            await writer.query(turn % 5 === 0 ? 'ROLLBACK' : 'COMMIT');
          }
        }),
      );
      writing = false;
      await summing;
      await Promise.all(writers.map((writer) => writer.end()));
      await client.query("UPDATE cases SET due_at = now() - interval '1 minute' WHERE status = 'awaiting-operator'");
      const { rows } = await client.query<Record<string, number>>(
        `SELECT count(*)::int AS all, count(*) FILTER (WHERE assignee_id = $1 AND status NOT IN ('resolved', 'closed', 'cancelled'))::int AS mine,
           count(*) FILTER (WHERE assignee_id IS NULL AND status IN ('awaiting-operator', 'delivery-problem', 'sent'))::int AS untaken,
           count(*) FILTER (WHERE status = 'awaiting-operator')::int AS awaiting, count(*) FILTER (WHERE status = 'delivery-problem')::int AS problem,
           count(*) FILTER (WHERE due_at < now())::int AS overdue
         FROM cases`,
        [ME],
      );
      expect(await worklist.counts(ME)).toEqual(rows[0]);
      expect((await queries.counts(ME, new Date())).parts).toBeGreaterThan(1);
      await queries.compactCounts();
      expect(await worklist.counts(ME)).toEqual(rows[0]);
    });

    it('make nobody wait: a second change is committed while the first is open', async () => {
      const [first, second] = await plant({}, {});
      await client.query('BEGIN');
      await client.query("UPDATE cases SET status = 'queued' WHERE id = $1", [first]);
      const other = new pg.Client({ connectionString: app.databaseUrl, statement_timeout: 2_000 });
      await other.connect();
      await other.query("UPDATE cases SET status = 'queued' WHERE id = $1", [second]);
      await other.end();
      await client.query('COMMIT');
      expect(await worklist.counts(ME)).toMatchObject({ all: 2, awaiting: 0 });
    });
  });

  describe('what changed on a screen', () => {
    it('says what belongs to it still, what came into it, and what lies beyond it', async () => {
      const at = (minute: number) => new Date(1_800_000_000_000 + minute * 60_000);
      const [shown, taken] = await plant({ createdAt: at(1) }, { createdAt: at(2) });
      const { rows } = await worklist.page(request({ view: 'untaken' }), null);
      await client.query('UPDATE cases SET assignee_id = $2 WHERE id = $1', [taken, ME]);
      const [fresh, older, foreign] = await plant({ createdAt: at(3) }, { createdAt: at(0) }, { createdAt: at(4), status: 'closed' });
      const stretch = { first: null, last: rows.at(-1)?.place ?? null };
      const ids = [shown, taken, fresh, older, foreign].map(String);
      const changed = await worklist.changed(request({ view: 'untaken' }), ids, stretch, false);
      const told = Object.fromEntries(changed.map(({ id, belongs, within }) => [id, { belongs, within }]));
      expect(told).toMatchObject({ [ids[0] ?? '']: { belongs: true, within: true }, [ids[1] ?? '']: { belongs: false }, [ids[2] ?? '']: { belongs: true, within: true } });
      expect(told).toMatchObject({ [ids[3] ?? '']: { belongs: true, within: false }, [ids[4] ?? '']: { belongs: false } });
      const missed = await worklist.changed(request({ view: 'untaken' }), [], stretch, true);
      expect(missed.map(({ id }) => id).sort()).toEqual([shown, fresh].sort());
    });

    it('remembers what an operator has seen until it changes', async () => {
      const [id = ''] = await plant({});
      const seen = async (accountId: string) => (await worklist.page(request({ accountId }), null)).rows[0]?.seenVersion;
      expect(await seen(ME)).toBeNull();
      await worklist.markSeen(ME, [id]);
      expect([await seen(ME), await seen(OTHER)]).toEqual([1, null]);
      await client.query('UPDATE cases SET version = 2 WHERE id = $1', [id]);
      expect(await seen(ME)).toBe(1);
    });
  });

  it('keeps own views and searches', async () => {
    const keeping = app.app.get(WorklistKeepingService, { strict: false });
    const { query } = request({ view: 'awaiting', filters: { category: 'import-error' } });
    const { id } = await keeping.saveView(ME, { name: '  Ошибки   импорта ' }, query);
    expect(await keeping.views(ME)).toEqual([{ id, name: 'Ошибки импорта', query }]);
    expect(await keeping.views(OTHER)).toEqual([]);
    await expect(keeping.saveView(ME, { name: 'ошибки импорта' }, query)).rejects.toMatchObject({ code: 'view-name-taken' });
    await expect(keeping.saveView(ME, { name: ' ' }, query)).rejects.toMatchObject({ code: 'validation-failed' });
    await keeping.removeView(OTHER, id);
    expect(await keeping.views(ME)).toHaveLength(1);
    await keeping.removeView(ME, id);
    expect(await keeping.views(ME)).toEqual([]);
    const search = await keeping.keepSearch(ME, { text: ' Иванова ', organization: '' });
    expect(await keeping.search(search ?? '')).toEqual({ text: 'Иванова', organization: '' });
    expect(await keeping.search(randomUUID())).toBeNull();
    expect(await keeping.keepSearch(ME, { text: ' ', organization: '' })).toBeNull();
  });

  it('is told of every change by id, after the commit', async () => {
    const heard: string[] = [];
    client.on('notification', ({ payload }) => heard.push(...(payload ?? '').split(',')));
    await client.query('LISTEN worklist');
    const writer = new pg.Client({ connectionString: app.databaseUrl });
    await writer.connect();
    const id = await plantCase(writer, {});
    await writer.query('BEGIN');
    await writer.query("UPDATE cases SET status = 'queued'");
    await writer.query('ROLLBACK');
    await client.query('SELECT 1');
    expect(heard).toEqual([id]);
    for (let index = 0; index < 450; index += 1) await plantCase(writer, {});
    heard.length = 0;
    await writer.query("UPDATE cases SET status = 'queued'");
    await client.query('UNLISTEN worklist');
    expect(new Set(heard).size).toBe(451);
    await writer.end();
  });
});
