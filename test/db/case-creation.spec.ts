import { jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { ClockService } from '../../src/platform/clock.service.js';
import { startApp, type TestApp } from '../support/app.js';
import { caseForm, submit } from '../faults/applicant.js';

const TABLES = ['cases', 'case_files', 'case_events', 'deliveries', 'outbox', 'idempotency_keys'];

describe('a case', () => {
  let app: TestApp;
  let dataSource: DataSource;
  let clock: ClockService;

  beforeAll(async () => {
    app = await startApp({ ROLE: 'web' });
    dataSource = app.app.get(DataSource);
    clock = app.app.get(ClockService);
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => app.close());

  const counts = async (): Promise<number[]> => {
    const list = TABLES.map((table) => `(SELECT count(*)::int FROM ${table})`).join(', ');
    const [row] = await dataSource.query<{ counts: number[] }[]>(`SELECT ARRAY[${list}] AS counts`);
    return row?.counts ?? [];
  };
  const post = (key: string, form: FormData): Promise<Response> =>
    fetch(`${app.baseUrl}/api/v1/cases`, { method: 'POST', headers: { 'idempotency-key': key }, body: form });

  it('is made once by six equal requests at once, and all get the same answer', async () => {
    const before = await counts();
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 6 }, () => post(key, caseForm())));
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(201));
    const bodies = await Promise.all(answers.map((answer) => answer.text()));
    expect(new Set(bodies).size).toBe(1);
    expect(await post(key, caseForm()).then((answer) => answer.text())).toBe(bodies[0]);
    const after = await counts();
    expect(after[0]).toBe((before[0] ?? 0) + 1);
    expect(after[5]).toBe((before[5] ?? 0) + 1);
  });

  it('is refused under a key that belongs to another request', async () => {
    const key = randomUUID();
    expect((await post(key, caseForm())).status).toBe(201);
    const before = await counts();
    const other = await post(key, caseForm({ consent: { accepted: true, version: '2026-12' } }));
    expect(other.status).toBe(422);
    expect(await other.json()).toMatchObject({ code: 'idempotency-key-reused' });
    expect(await counts()).toEqual(before);
  });

  it.each(TABLES)('leaves nothing when %s cannot be written, and is made whole when asked again', async (table) => {
    const key = randomUUID();
    const before = await counts();
    await dataSource.query(`CREATE FUNCTION fail_${table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'disk full' USING ERRCODE = '53100'; END $$`);
    await dataSource.query(`CREATE TRIGGER fail BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION fail_${table}()`);
    const failed = await post(key, caseForm());
    expect(failed.status).toBeGreaterThanOrEqual(500);
    expect(await failed.text()).not.toMatch(/disk full|53100|insert/i);
    expect(await counts()).toEqual(before);
    await dataSource.query(`DROP TRIGGER fail ON ${table}`);
    expect((await post(key, caseForm())).status).toBe(201);
    const after = await counts();
    // Certificate and scan; four events; the letter and the first notice, each with the work that is owed.
    expect(after.map((count, index) => count - (before[index] ?? 0))).toEqual([1, 2, 4, 2, 2, 1]);
  });

  it('gets the next number of its year in Tyumen, also when six come first at once', async () => {
    const now = jest.spyOn(clock, 'now');
    const numbers = async (instant: string, count: number): Promise<string[]> => {
      now.mockReturnValue(new Date(instant));
      const made = await Promise.all(Array.from({ length: count }, () => submit(app.baseUrl)));
      return made.map((acknowledged) => acknowledged?.number ?? '').sort();
    };
    expect(await numbers('2030-12-31T18:59:59.999Z', 1)).toEqual(['2030-000001']);
    expect(await numbers('2030-12-31T19:00:00.000Z', 6)).toEqual([1, 2, 3, 4, 5, 6].map((count) => `2031-00000${count}`));
    expect(await numbers('2030-06-01T00:00:00.000Z', 1)).toEqual(['2030-000002']);
  });
});
