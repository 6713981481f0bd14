import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { AuditQueries } from '../../src/accounts/audit.queries.js';
import type { Actor } from '../../src/accounts/policy.js';
import { Config } from '../../src/config/config.js';
import type { CalendarYear } from '../../src/deadlines/calendar-year.js';
import { DeadlinesService } from '../../src/deadlines/deadlines.service.js';
import { SHIPPED_FIGURES, typedHours } from '../../src/settings/deadline-figures.js';
import { SettingsAdministrationService } from '../../src/settings/settings-administration.service.js';
import { ApiClient, apiCase } from '../support/api-client.js';
import { eventually, readMails } from '../support/app.js';
import { makeCertificate } from '../support/certificate-fixtures.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { plantCase } from '../support/worklist-cases.js';
import { submitted } from '../faults/applicant.js';
import { startInstance, type Instance } from './instance.js';

const CERTIFICATE = Buffer.from(makeCertificate());

describe('settings of the desk, with two processes on one database', () => {
  let database: TestDatabase;
  let client: pg.Client;
  let dataDir: string;
  let here: Instance;
  let there: Instance;
  let administration: SettingsAdministrationService;
  const actor: Actor = { accountId: randomUUID(), role: 'administrator' };

  beforeAll(async () => {
    database = await cloneDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    dataDir = await mkdtemp(join(tmpdir(), 'certdesk-settings-'));
    await client.query("INSERT INTO accounts (id, email, full_name, role, activated_at, created_at) VALUES ($1, 'admin@example.ru', 'Петрова Анна', 'administrator', now(), now())", [actor.accountId]);
    here = await startInstance(database.url, { DATA_DIR: dataDir, ROLE: 'web' });
    there = await startInstance(database.url, { DATA_DIR: dataDir, ROLE: 'all' });
    administration = here.app.get(SettingsAdministrationService);
  });
  afterAll(async () => {
    await Promise.all([here?.app.close(), there?.app.close()]);
    await client?.end();
    await database?.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const inForceThere = (check: (config: Config) => boolean): Promise<unknown> => eventually(async () => check(there.app.get(Config)));
  const letterOf = async (number: string) => (await client.query<{ letter: { addressee: { lines: string[]; salutation: string } } }>('SELECT letter FROM cases WHERE number = $1', [number])).rows[0]?.letter.addressee;
  const lettersTo = async (address: string): Promise<number> => (await readMails(join(dataDir, 'mail'))).filter(({ to }) => to?.[0]?.address === address).length;

  it('hold on the other process within seconds; letters that were made keep what they had', async () => {
    const api = new ApiClient(there.baseUrl);
    const waiting = (await api.createCase(apiCase(), CERTIFICATE)).body as { number: string; accessKey: string };
    await administration.change(actor, 'agency-addressee', 'Директору департамента\nА.П. Новой', 0);
    await administration.change(actor, 'agency-salutation', 'Уважаемая Анна Петровна!', 0);
    await administration.change(actor, 'agency-email', 'new@example.ru', 0);
    expect(here.app.get(Config)).toMatchObject({ agencyEmail: 'new@example.ru', agencyAddressee: ['Директору департамента', 'А.П. Новой'] });
    await inForceThere(({ agencyEmail }) => agencyEmail === 'new@example.ru');

    const { number } = await submitted(there.baseUrl);
    expect(await letterOf(number)).toEqual({ lines: ['Директору департамента', 'А.П. Новой'], salutation: 'Уважаемая Анна Петровна!' });
    await eventually(async () => (await lettersTo('new@example.ru')) === 1);
    // The first letter was made before: its addressee and its mailbox stay.
    await api.withKey(waiting).signedLetter(Buffer.from('%PDF-1.7\nsigned\n'));
    await eventually(async () => (await lettersTo('goszakaz@72to.ru')) === 1);
    expect((await letterOf(waiting.number))?.salutation).toBe('Уважаемый Сергей Николаевич!');
  });

  it('return to the environment, and refuse a save over somebody else\'s', async () => {
    await expect(administration.change(actor, 'agency-email', 'late@example.ru', 0)).rejects.toMatchObject({ code: 'setting-changed' });
    await expect(administration.change(actor, 'agency-email', 'not an address', 1)).rejects.toMatchObject({ code: 'validation-failed' });
    await expect(administration.change({ ...actor, role: 'operator' }, 'agency-email', 'x@example.ru', 1)).rejects.toMatchObject({ code: 'forbidden' });
    await administration.reset(actor, 'agency-email', 1);
    await inForceThere(({ agencyEmail }) => agencyEmail === 'goszakaz@72to.ru');
    expect((await administration.history('agency-email')).map(({ version, value }) => [version, value])).toEqual([[2, null], [1, 'new@example.ru']]);
  });

  it('are written into the audit log without addresses and texts', async () => {
    await administration.change(actor, 'reminder-hours', '24', 0);
    const rows = await here.app.get(AuditQueries).page({ actions: ['settings.changed', 'settings.reset'] }, {}, 10);
    expect(rows.map(({ subject, details, actorName }) => [subject, details, actorName])).toEqual([
      ['setting:reminder-hours', { version: 1, before: '48', after: '24' }, 'Петрова Анна'],
      ['setting:agency-email', { version: 2 }, 'Петрова Анна'],
      ['setting:agency-email', { version: 1 }, 'Петрова Анна'],
      ['setting:agency-salutation', { version: 1 }, 'Петрова Анна'],
      ['setting:agency-addressee', { version: 1 }, 'Петрова Анна'],
    ]);
  });

  it('count the due times of open cases anew, in batches, and nothing else of them', async () => {
    // Later than the term by any calendar and hour of the test.
    const far = new Date(Date.now() + 300 * 86_400_000);
    for (let made = 0; made < 120; made += 1) await plantCase(client, { dueAt: far });
    const closed = await plantCase(client, { status: 'closed', dueAt: far });
    const typed = { ...Object.fromEntries(Object.entries(SHIPPED_FIGURES.minutes).map(([id, minutes]) => [id, typedHours(minutes)])), 'first-answer-decision': '1', warningPercent: '50' };
    await administration.changeDeadlines(actor, typed, 0);
    await eventually(async () => (await client.query("SELECT 1 FROM outbox WHERE queue = 'recount'")).rowCount === 0 && (await client.query('SELECT 1 FROM worklist WHERE is_open AND due_at = $1', [far])).rowCount === 0, 40_000);
    const { rows } = await client.query<{ due: Date; version: number }>("SELECT due_at AS due, version FROM cases WHERE status = 'awaiting-operator' AND number LIKE '2031-%'");
    expect(new Set(rows.map(({ version }) => version))).toEqual(new Set([1]));
    const expected = there.app.get(DeadlinesService).next({ category: 'needs-triage', history: [{ status: 'awaiting-operator', at: new Date() }] })?.dueAt.getTime() ?? 0;
    for (const { due } of rows) expect(Math.abs(due.getTime() - expected)).toBeLessThan(120_000);
    expect((await client.query<{ due_at: Date }>('SELECT due_at FROM cases WHERE id = $1', [closed])).rows[0]?.due_at).toEqual(far);
  });

  it('put a year of the calendar over its file, and take it away again', async () => {
    const calendar: CalendarYear = { year: 2026, source: 'проверка', decreedOn: '2026-01-01', daysOff: ['2026-11-24'], workingWeekends: [], shortDays: [] };
    await administration.changeCalendar(actor, calendar, 0);
    const yearThere = () => there.app.get(DeadlinesService).years().find(({ year }) => year === 2026)?.source;
    await eventually(async () => yearThere() === 'проверка');
    await administration.reset(actor, 'calendar-2026', 1);
    await eventually(async () => yearThere() !== 'проверка');
  });

  it('keep every version of the consent: known ones are accepted, others not', async () => {
    const typed = { name: 'ГКУ ТО «Пример»', address: '625000, г. Тюмень', inn: '7299000007', email: 'pd@example.ru', text: '## Зачем\n\n'.concat('Чтобы разобрать обращение. '.repeat(20)) };
    await administration.publishConsent(actor, typed, 0);
    await expect(administration.publishConsent(actor, typed, 1)).rejects.toMatchObject({ code: 'setting-same' });
    const version = await eventually(async () => /Редакция (\d{4}-\d\d-\d\d)/.exec(await (await fetch(`${there.baseUrl}/consent`)).text())?.[1]);
    const former = await (await fetch(`${there.baseUrl}/consent?version=2026-11`)).text();
    expect(former).toContain('тому, кто ведёт этот сервис');
    const api = new ApiClient(there.baseUrl);
    const withConsent = async (named: string) => api.createCase({ ...apiCase(), consent: { accepted: true, version: named } }, CERTIFICATE);
    const made = await withConsent(version);
    expect([made.status, (await withConsent('2026-11')).status]).toEqual([201, 201]);
    expect((await client.query<{ version: string }>("SELECT request #>> '{consent,version}' AS version FROM cases WHERE number = $1", [(made.body as { number: string }).number])).rows[0]?.version).toBe(version);
    expect(await withConsent('2020-01')).toMatchObject({ status: 422, body: { errors: [{ path: 'consent.version', code: 'unknown' }] } });
  });
});
