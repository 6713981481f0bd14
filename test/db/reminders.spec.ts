import { randomUUID } from 'node:crypto';
import type { Email } from 'postal-mime';
import { DataSource } from 'typeorm';
import { DeskCasesService } from '../../src/cases/operators/desk-cases.service.js';
import { OperatorActionsService, type Operator } from '../../src/cases/operators/operator-actions.service.js';
import { ApiClient, apiCase } from '../support/api-client.js';
import { eventually, startApp, type TestApp } from '../support/app.js';
import { makeCertificate } from '../support/certificate-fixtures.js';

const operator: Operator = { kind: 'operator', accountId: randomUUID(), name: 'Петрова Анна' };

interface Made {
  number: string;
  accessKey: string;
}

describe('the reminder', () => {
  let app: TestApp;
  let database: DataSource;

  beforeAll(async () => {
    app = await startApp({ REMINDER_HOURS: '48' });
    database = app.app.get(DataSource);
  });
  afterAll(() => app?.close());

  const api = (): ApiClient => new ApiClient(app.baseUrl);
  const make = async (facts: object = {}): Promise<Made> => (await api().createCase(apiCase({ facts }), makeCertificate())).body as Made;
  /** Hours until the reminders of a case that are still owed. */
  const owed = async ({ number }: Made): Promise<number[]> => {
    const rows = await database.query<{ hours: number }[]>(
      `SELECT round(extract(epoch FROM outbox.due_at - now()) / 3600)::int AS hours FROM outbox JOIN cases ON data ->> 'caseId' = cases.id::text WHERE queue = 'remind' AND number = $1`,
      [number],
    );
    return rows.map(({ hours }) => hours);
  };
  /** Lets the time of its reminders come, and waits until they are done with. */
  const due = async (made: Made): Promise<void> => {
    await database.query(`UPDATE outbox SET due_at = now() WHERE queue = 'remind' AND data ->> 'caseId' = (SELECT id::text FROM cases WHERE number = $1)`, [made.number]);
    await eventually(async () => (await owed(made)).length === 0);
  };
  const reminders = async ({ number }: Made): Promise<Email[]> => (await app.mails()).filter(({ subject }) => subject === `Обращение № ${number}: что сделать дальше`);

  it('says once, after the set time, which step is waited for', async () => {
    const made = await make();
    expect(await owed(made)).toEqual([48]);
    await due(made);
    const [mail] = await eventually(async () => { const found = await reminders(made); return found.length > 0 && found; });
    expect(mail?.to?.[0]?.address).toBe('ivanova@example.ru');
    expect(mail?.text).toContain('ждёт вашего следующего шага');
    expect(mail?.text).toContain('Подпишите письмо у руководителя');
  });

  it('is not sent to one who has done his step', async () => {
    const made = await make();
    await api().withKey(made).signedLetter(Buffer.from('%PDF-1.7\n% signed and scanned\n'));
    await due(made);
    expect(await database.query<object[]>("SELECT FROM deliveries JOIN cases ON cases.id = case_id WHERE notice = 'next-step' AND number = $1", [made.number])).toEqual([]);
  });

  it('is owed too when an operator has put the case on the way of the letter', async () => {
    const made = await make({ userRegistered: 'unknown' });
    expect(await owed(made)).toEqual([]);
    const { id, version } = await app.app.get(DeskCasesService, { strict: false }).get(made.number);
    await app.app.get(OperatorActionsService, { strict: false }).decide({ id, version }, { category: 'user-missing', route: 'letter-email', reason: 'Такого нет' }, operator);
    expect(await owed(made)).toEqual([48]);
  });
});
