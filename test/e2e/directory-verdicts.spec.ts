import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import pg from 'pg';
import type { CreatedCaseView } from '../../src/cases/case-view.js';
import { AccountsScene } from '../support/accounts-scene.js';
import { apiCase, ApiClient, type CaseChange } from '../support/api-client.js';
import { makeCertificate } from '../support/certificate-fixtures.js';
import type { DeskClient } from '../support/desk-client.js';
import { plantDirectory, type PlantedAccount } from '../support/directory-scene.js';

const HOSPITAL = { organizationInn: '7299000007', organizationName: 'ГБУ ТО «Тестовая больница № 1»' };
const IVANOVA: PlantedAccount = { fullName: 'Иванова Мария Петровна', login: 'ivanova', snils: '112-233-445 95', ...HOSPITAL };
const OTHERS: PlantedAccount[] = [
  { fullName: 'Сидорова Анна Ивановна', login: 'sidorova', ...HOSPITAL },
  { fullName: 'Королёв Пётр Семёнович', login: 'korolev', ...HOSPITAL },
];

describe('a case with a directory', () => {
  let scene: AccountsScene;
  let operator: DeskClient;
  let api: ApiClient;
  let client: pg.Client;

  beforeAll(async () => {
    scene = await AccountsScene.start();
    operator = (await scene.newcomer('operator')).client;
    api = new ApiClient(scene.stranger().baseUrl);
    client = new pg.Client({ connectionString: scene.app.databaseUrl });
    await client.connect();
  });
  afterAll(async () => {
    await client?.end();
    await scene?.close();
  });
  beforeEach(async () => {
    await client.query('UPDATE directory_active SET version_id = NULL');
  });

  const file = async (change: CaseChange = {}): Promise<CreatedCaseView> =>
    (await api.createCase(apiCase({ facts: { userRegistered: 'unknown' }, ...change }), makeCertificate())).body as CreatedCaseView;

  it.each<[name: string, accounts: PlantedAccount[] | null, ruleId: string, category: string, route: string]>([
    ['nothing was imported', null, 'R7', 'needs-triage', 'operator'],
    ['nobody of that name', OTHERS, 'R4', 'user-missing', 'letter-email'],
    ['one account', [...OTHERS, IVANOVA], 'R6', 'owner-mismatch', 'operator'],
    ['one account, by name and organisation', [{ fullName: 'ИВАНОВА  Mария Петрoвна', ...HOSPITAL }], 'R6', 'owner-mismatch', 'operator'],
    ['two accounts', [...OTHERS, IVANOVA, { ...IVANOVA, login: 'ivanova2', fullName: 'Иванова М.П.' }], 'R5', 'duplicate-user', 'service-desk'],
    ['a blocked account', [{ ...IVANOVA, blocked: true }], 'R2', 'user-blocked', 'service-desk'],
    ['blocked in another organisation only', [{ ...IVANOVA, organizationInn: '7299000014', blocked: true }], 'R6', 'owner-mismatch', 'operator'],
    ['a changed surname', [{ ...IVANOVA, fullName: 'Петрова Мария Петровна' }], 'R6', 'owner-mismatch', 'operator'],
    ['somebody similar only', [{ fullName: 'Иваннова Мария Петровна', ...HOSPITAL }], 'R7', 'needs-triage', 'operator'],
    ['a namesake with another СНИЛС elsewhere', [{ ...IVANOVA, snils: '112-233-446 96', organizationInn: '7299000014' }], 'R4', 'user-missing', 'letter-email'],
  ])('%s', async (_name, accounts, ruleId, category, route) => {
    if (accounts) await plantDirectory(client, accounts);
    expect((await file()).verdict).toMatchObject({ ruleId, category, route });
  });

  it('knows a certificate that is loaded', async () => {
    const thumbprint = createHash('sha1').update(makeCertificate()).digest('hex').toUpperCase();
    await plantDirectory(client, [...OTHERS, { ...IVANOVA, thumbprints: [thumbprint] }]);
    expect((await file()).verdict).toMatchObject({ ruleId: 'R3', category: 'already-loaded' });
  });

  it('does not say of a stale directory that somebody is missing', async () => {
    await plantDirectory(client, OTHERS, new Date(Date.now() - 46 * 86_400_000));
    expect((await file()).verdict).toMatchObject({ ruleId: 'R7' });
    expect((await file({ facts: { userRegistered: 'no' } })).verdict).toMatchObject({ ruleId: 'R4' });
  });

  it('is made also when the directory is broken', async () => {
    await plantDirectory(client, [IVANOVA]);
    await client.query('ALTER TABLE directory_users RENAME COLUMN inn TO gone');
    try {
      expect((await file()).verdict).toMatchObject({ ruleId: 'R7' });
    } finally {
      await client.query('ALTER TABLE directory_users RENAME COLUMN gone TO inn');
    }
  });

  it('shows operators field by field what differs, and applicants nothing of it', async () => {
    await plantDirectory(client, [{ ...IVANOVA, login: 'ivanova_old', fullName: 'Петрова Мария Петровна', email: 'petrova@example.ru' }]);
    const created = await file();
    const seen = JSON.stringify([created, (await api.withKey(created).get()).body]);
    expect(seen).not.toMatch(/Петрова|petrova|ivanova_old/);
    const { html, text } = await operator.get(`/desk/cases/${created.number}`);
    for (const words of ['ivanova_old', 'Петрова Мария Петровна', 'отличается', 'совпадает', '…595']) expect(text).toContain(words);
    expect(html).not.toContain('11223344595');
    const { rows } = await client.query<{ directory: string }>('SELECT directory::text FROM cases WHERE number = $1', [created.number]);
    expect(rows[0]?.directory).not.toMatch(/11223344595/);
  });

  it('puts the accounts of a duplicate into the ticket', async () => {
    await plantDirectory(client, [IVANOVA, { ...IVANOVA, login: 'ivanova2' }]);
    const { number } = await file();
    const { text } = await operator.get(`/desk/cases/${number}`);
    expect(text).toContain('ivanova2: Иванова Мария Петровна, ГБУ ТО «Тестовая больница № 1»');
  });
});
