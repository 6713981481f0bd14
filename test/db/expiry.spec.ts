import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { DeadlinesService } from '../../src/deadlines/deadlines.service.js';
import { ExpiryNoticesService } from '../../src/expiry/expiry-notices.service.js';
import { ExpiryWatchService } from '../../src/expiry/expiry-watch.service.js';
import { ExpiryService } from '../../src/expiry/expiry.service.js';
import { ClockService } from '../../src/platform/clock.service.js';
import { eventually, startApp, type TestApp } from '../support/app.js';
import { type PlantedAccount, plantDirectory } from '../support/directory-scene.js';
import { plantCase } from '../support/worklist-cases.js';

const DAY = 86_400_000;
const ORGANIZATION = '7299000007';

describe('certificates that end soon', () => {
  let app: TestApp;
  let client: pg.Client;
  let working: Date;

  beforeAll(async () => {
    app = await startApp({ EXPIRY_NOTICES: 'on' });
    client = new pg.Client({ connectionString: app.databaseUrl });
    await client.connect();
    const deadlines = app.app.get(DeadlinesService);
    working = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000);
    while (!deadlines.isWorkingTime(working)) working = new Date(working.getTime() - 3_600_000);
    const account = (fullName: string, days: number | null, change: Partial<PlantedAccount> = {}) => ({ fullName, days, login: fullName, organizationInn: ORGANIZATION, ...change });
    const accounts = [
      account('Абрамова Анна Ивановна', 10, { email: 'abramova@example.ru', thumbprints: ['A'.repeat(40)] }),
      account('Белова Вера Олеговна', 300),
      account('Власов Пётр Юрьевич', 2, { email: 'vlasov@example.ru', organizationInn: '7299000014' }),
      account('Громов Олег Львович', 20, { blocked: true, email: 'gromov@example.ru' }),
      account('Демидова Нина Павловна', 20, { snils: '11223344595', email: 'demidova@example.ru' }),
      account('Демидова Н.П.', 200, { snils: '11223344595', login: 'second' }),
      account('Ершов Илья Павлович', 30),
    ];
    const id = await plantDirectory(client, accounts);
    for (const { login, days } of accounts)
      await client.query('UPDATE directory_users SET certificate_not_after = $3 WHERE version_id = $1 AND login = $2', [id, login, days === null ? null : new Date(working.getTime() + days * DAY)]);
    const ends = (days: number): { notAfter: string } => ({ notAfter: new Date(working.getTime() + days * DAY).toISOString() });
    await plantCase(client, { surname: 'Жданова', ...ends(40) });
    await plantCase(client, { surname: 'Абрамова', givenName: 'Анна Ивановна', thumbprint: 'A'.repeat(40), ...ends(10) });
    await plantCase(client, { surname: 'Белова', givenName: 'Вера Олеговна', ...ends(5) });
    await plantCase(client, { surname: 'Зимина', ...ends(5) });
    await plantCase(client, { surname: 'Зимина', ...ends(365) });
    await plantCase(client, { surname: 'Исаева', ...ends(60) });
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await client?.end();
    await app?.close();
  });

  /** What a look at that moment does. */
  const look = async (at: Date): Promise<number> => {
    const clock = jest.spyOn(app.app.get(ClockService), 'now').mockReturnValue(at);
    const planned = await app.app.get(ExpiryNoticesService).look();
    clock.mockRestore();
    return planned;
  };
  const steps = async () => (await client.query<{ told: string }>("SELECT email || ' ' || step AS told FROM expiry_notices ORDER BY 1")).rows.map(({ told }) => told);

  it('are listed once for each person, with who can help; their owners are told once at each step, in working hours', async () => {
    expect(await look(new Date(working.getTime() - 12 * 3_600_000))).toBe(0);
    expect(await look(working)).toBe(3);
    const rows = await app.app.get(ExpiryService).list({ step: 45, organization: '', after: null }, 50);
    expect(rows.map(({ person, colleague, caseNumber }) => [person, colleague, caseNumber !== null])).toEqual([
      ['Власов Пётр Юрьевич', null, false],
      ['Абрамова Анна Ивановна', expect.any(String), false],
      ['Ершов Илья Павлович', expect.any(String), false],
      ['Жданова Мария Петровна', expect.any(String), true],
    ]);
    expect(await look(working)).toBe(0);
    expect(await look(new Date(working.getTime() + 3_600))).toBe(0);
    expect(await steps()).toEqual(['abramova@example.ru 14', 'ivanova@example.ru 45', 'vlasov@example.ru 3']);
  });

  it('are told of by a mail that offers a way out, which holds', async () => {
    const mails = await eventually(async () => { const found = await app.mails(); return found.length === 3 && found; });
    const mail = mails.find(({ to }) => to?.[0]?.address === 'abramova@example.ru');
    expect(mail?.text).toContain('За вас это может сделать');
    const header = (name: string) => mail?.headers.find(({ key }) => key === name)?.value;
    expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    const url = header('list-unsubscribe')?.slice(1, -1) ?? '';
    expect(url).not.toContain('abramova');
    expect((await fetch(`${url.slice(0, -1)}x`)).status).toBe(404);
    expect([(await fetch(url)).status, (await client.query('SELECT FROM expiry_refusals')).rowCount]).toEqual([200, 0]);
    const refused = await fetch(url, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }), redirect: 'manual' });
    expect([refused.status, (await client.query('SELECT email, length(email_hash) AS bytes FROM expiry_refusals')).rows]).toEqual([200, [{ email: null, bytes: 32 }]]);
    expect(await look(new Date(working.getTime() + 7 * DAY))).toBe(0);
  });

  it('keep refusals that an earlier release wrote as they were', async () => {
    await client.query("INSERT INTO expiry_refusals (email, at) VALUES ('vlasov@example.ru', now())");
    await app.app.get(ExpiryWatchService).onApplicationBootstrap();
    expect(await look(working)).toBe(0);
    const rows = await app.app.get(ExpiryService).list({ step: 45, organization: '', after: null }, 50);
    expect(rows.filter(({ refused }) => refused).map(({ person }) => person).sort()).toEqual(['Абрамова Анна Ивановна', 'Власов Пётр Юрьевич']);
    expect((await client.query('SELECT FROM expiry_refusals WHERE email IS NOT NULL')).rowCount).toBe(0);
  });

  it('are not told of when only a directory older than its term knows them', async () => {
    await client.query('DELETE FROM expiry_refusals; UPDATE expiry_notices SET certificate_key = id::text, thumbprint = NULL');
    // By the clock of the look, which on a Sunday stands at Friday.
    await client.query('UPDATE directory_versions SET as_of = $1', [new Date(working.getTime() - 46 * DAY)]);
    expect(await look(working)).toBe(2);
    const told = (await client.query<{ email: string; colleague: string | null }>('SELECT email, colleague FROM expiry_notices WHERE certificate_key <> id::text')).rows;
    // Both are known from cases; the colleague is not named, because only the directory knows him.
    expect(told).toEqual([{ email: 'ivanova@example.ru', colleague: null }, { email: 'ivanova@example.ru', colleague: null }]);
    await client.query('UPDATE directory_versions SET as_of = $1', [working]);
    expect(await look(working)).toBeGreaterThan(0);
  });
});
