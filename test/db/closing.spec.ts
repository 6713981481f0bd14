import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Actor } from '../../src/accounts/policy.js';
import { NO_FILTERS } from '../../src/cases/worklist/worklist-query.js';
import { WorklistService } from '../../src/cases/worklist/worklist.service.js';
import { CLOSE_LOOP } from '../../src/closing/closing.jobs.js';
import { ClosingService } from '../../src/closing/closing.service.js';
import { DirectoryVersionsService } from '../../src/directory/imports/directory-versions.service.js';
import { TransactionsService } from '../../src/platform/transactions.service.js';
import { TasksService } from '../../src/tasks/tasks.service.js';
import { eventually, startApp, type TestApp } from '../support/app.js';
import { type PlantedAccount, plantDirectory } from '../support/directory-scene.js';
import { type PlantedCase, plantCase } from '../support/worklist-cases.js';

const DAY = 86_400_000;
const ago = (days: number): Date => new Date(Date.now() - days * DAY);

/** A case before the sync, what the sync brings of its person, and what has to become of the case. */
interface Labelled {
  surname: string;
  case: PlantedCase & { outcome?: string; resolvedAt?: Date };
  accounts: Partial<PlantedAccount>[];
  then: string;
}

const missing = { category: 'user-missing', route: 'letter-email', status: 'sent' };
const labelled: Labelled[] = [
  { surname: 'Абрамова', case: missing, accounts: [{}], then: 'resolved registered' },
  { surname: 'Белова', case: missing, accounts: [], then: 'sent' },
  { surname: 'Власова', case: missing, accounts: [{ blocked: true }], then: 'sent' },
  { surname: 'Громова', case: missing, accounts: [{ fullName: 'Громова М.П.' }], then: 'sent' },
  { surname: 'Демидова', case: missing, accounts: [{ thumbprints: ['B'.repeat(40)] }], then: 'sent proposed' },
  { surname: 'Ершова', case: { ...missing, createdAt: new Date() }, accounts: [{}], then: 'sent' },
  { surname: 'Жданова', case: { category: 'user-blocked', route: 'service-desk', status: 'awaiting-operator' }, accounts: [{}], then: 'resolved unblocked' },
  { surname: 'Зимина', case: { category: 'user-blocked', route: 'service-desk', status: 'awaiting-operator' }, accounts: [{ blocked: true }], then: 'awaiting-operator' },
  { surname: 'Исаева', case: { category: 'owner-mismatch', thumbprint: 'C'.repeat(40) }, accounts: [{ thumbprints: ['C'.repeat(40)] }], then: 'resolved solved' },
  { surname: 'Котова', case: { ...missing, givenName: 'Ольга Юрьевна', status: 'resolved', outcome: 'registered', resolvedAt: ago(3) }, accounts: [], then: 'awaiting-operator reopened' },
  { surname: 'Лапина', case: { ...missing, status: 'resolved', outcome: 'registered', resolvedAt: ago(3) }, accounts: [{}], then: 'resolved registered' },
  { surname: 'Маркова', case: { category: 'user-blocked', status: 'resolved', outcome: 'unblocked', resolvedAt: ago(3) }, accounts: [{ blocked: true }], then: 'awaiting-operator reopened' },
  { surname: 'Носова', case: { ...missing, status: 'resolved', outcome: 'refused', resolvedAt: ago(3) }, accounts: [], then: 'resolved refused' },
  { surname: 'Орлова', case: { category: 'needs-triage', thumbprint: 'D'.repeat(40) }, accounts: [{ thumbprints: ['D'.repeat(40)] }], then: 'awaiting-operator proposed' },
];

describe('a sync of the directory', () => {
  let app: TestApp;
  let client: pg.Client;
  const actor: Actor = { accountId: randomUUID(), role: 'administrator' };
  const ids = new Map<string, string>();

  beforeAll(async () => {
    app = await startApp({ CLOSING: 'resolve' });
    client = new pg.Client({ connectionString: app.databaseUrl });
    await client.connect();
    await client.query("INSERT INTO accounts (id, email, full_name, role, activated_at, created_at) VALUES ($1, 'admin@example.ru', 'Петрова Анна', 'administrator', now(), now())", [actor.accountId]);
    for (const { surname, case: { outcome, resolvedAt, ...change } } of labelled) {
      const id = await plantCase(client, { createdAt: ago(10), ...change, surname });
      ids.set(surname, id);
      if (outcome) await client.query('UPDATE cases SET outcome = $2, resolved_at = $3 WHERE id = $1', [id, outcome, resolvedAt]);
    }
  });
  afterAll(async () => {
    await client?.end();
    await app?.close();
  });

  /** Loads a version as an import leaves it, and applies it as an administrator does. */
  const sync = async (accounts: PlantedAccount[], asOf: Date): Promise<number> => {
    const { rows } = await client.query<{ version_id: number }>('SELECT version_id FROM directory_active');
    const base = rows[0]?.version_id ?? 0;
    const id = await plantDirectory(client, accounts, asOf);
    await client.query('SELECT directory_activate_version($1, now())', [base]);
    await client.query("UPDATE directory_versions SET state = 'staged', differences = jsonb_build_object('base', $2::integer, 'added', 0, 'changed', 0, 'blocked', 0, 'unblocked', 0, 'gone', 0) WHERE id = $1", [id, base]);
    await app.app.get(DirectoryVersionsService).apply(actor, id);
    await through();
    return id;
  };
  const through = () => eventually(async () => (await client.query("SELECT FROM tasks WHERE kind = 'closing' AND state <> 'done'")).rowCount === 0);
  const standing = async (surname: string): Promise<string> => {
    const { rows } = await client.query<{ status: string; outcome: string | null; action: string | null }>(
      'SELECT status, outcome, (SELECT action FROM case_closings WHERE case_id = id ORDER BY version_id DESC LIMIT 1) AS action FROM cases WHERE id = $1', [ids.get(surname)]);
    const { status = '', outcome = null, action = null } = rows[0] ?? {};
    return [status, outcome, action === 'proposed' || action === 'reopened' ? action : null].filter(Boolean).join(' ');
  };
  const all = async () => Object.fromEntries(await Promise.all(labelled.map(async ({ surname }) => [surname, await standing(surname)] as const)));
  const mails = async (): Promise<number> => (await client.query("SELECT FROM deliveries WHERE channel = 'notice'")).rowCount ?? 0;
  const account = (surname: string, change: Partial<PlantedAccount>): PlantedAccount => ({ fullName: `${surname} Мария Петровна`, login: surname, organizationInn: '7299000007', ...change });
  const after = labelled.flatMap(({ surname, accounts }) => accounts.map((change) => account(surname, change)));
  const expected = Object.fromEntries(labelled.map(({ surname, then }) => [surname, then]));

  it('closes the cases it should, brings back those that ended too early, and touches no other', async () => {
    const first = await plantDirectory(client, [account('Жданова', { blocked: true })], ago(9));
    const second = await sync(after, ago(1));
    expect(await all()).toEqual(expected);
    expect((await client.query<{ notice: string }>('SELECT notice FROM deliveries')).rows.map(({ notice }) => notice)).toEqual(Array(3).fill('can-log-in'));
    const told = await eventually(async () => { const found = await app.mails(); return found.length === 3 && found; });
    expect(told.every(({ subject, text }) => subject?.includes('теперь можно войти') && text?.includes('Теперь можно войти'))).toBe(true);
    const { rows } = await client.query<{ result: object }>("SELECT result FROM tasks WHERE kind = 'closing'");
    expect(rows).toEqual([{ result: { proposed: 2, resolved: 3, reopened: 2 } }]);
    const query = { view: 'all', sort: 'newest', filters: { ...NO_FILTERS, closing: true } } as const;
    const page = await app.app.get(WorklistService, { strict: false }).page({ query, search: { text: '', organization: '' }, accountId: actor.accountId }, null);
    expect(page.rows.map(({ person }) => person.split(' ')[0]).sort()).toEqual(['Демидова', 'Орлова']);

    // The same look a second time, and the sync taken back: nothing more happens; the proposals go with their version.
    const proposal = () => app.app.get(ClosingService).proposal(ids.get('Демидова') ?? '');
    expect((await proposal())?.text).toContain('пользователь зарегистрирован');
    await app.app.get(TransactionsService).run(async (tx) => tx.enqueue(CLOSE_LOOP, { taskId: await app.app.get(TasksService).start(tx, { kind: 'closing', accountId: null, input: { version: second } }) }));
    await through();
    await app.app.get(DirectoryVersionsService).takeBack(actor, first);
    expect([await all(), await mails(), await proposal()]).toEqual([expected, 3, null]);
  });

  it('ends a proposed case by one button, once', async () => {
    await sync(after, ago(0.5));
    expect({ ...(await all()), Котова: '', Маркова: '' }).toEqual({ ...expected, Котова: '', Маркова: '' });
    const { rows } = await client.query<{ id: string; version: number }>('SELECT id, version FROM cases WHERE id = $1', [ids.get('Демидова')]);
    const closing = app.app.get(ClosingService);
    const operator = { kind: 'operator', accountId: actor.accountId, name: 'Петрова Анна' } as const;
    const [seen] = rows;
    if (!seen) throw new Error('no case');
    await closing.accept(seen, operator);
    expect(await standing('Демидова')).toContain('resolved registered');
    await expect(closing.accept({ id: seen.id, version: seen.version + 1 }, operator)).rejects.toMatchObject({ code: 'closing-gone' });
    expect(await mails()).toBe(4);
  });
});
