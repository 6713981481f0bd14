import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { caseRequestSchema } from '../../src/cases/case-request.js';
import { CasesService } from '../../src/cases/cases.service.js';
import { DeskCasesService } from '../../src/cases/operators/desk-cases.service.js';
import { OperatorActionsService, type Operator } from '../../src/cases/operators/operator-actions.service.js';
import { JointLettersService } from '../../src/cases/joint-letters.service.js';
import { CertificatesService } from '../../src/certificates/certificates.service.js';
import { DeliveriesService } from '../../src/delivery/deliveries.service.js';
import { DeliveryOwnersService } from '../../src/delivery/delivery-owners.service.js';
import type { TicketNews } from '../../src/delivery/ticket-watch.js';
import { TransactionsService } from '../../src/platform/transactions.service.js';
import { eventually, startApp, type TestApp } from '../support/app.js';
import { type Attribute, IVANOVA, makeCertificate, Oid } from '../support/certificate-fixtures.js';

const SCAN = Buffer.from('%PDF-1.7\n% signed and scanned\n');
const operator: Operator = { kind: 'operator', accountId: randomUUID(), name: 'Петрова Анна' };

interface Made {
  number: string;
  accessKey: string;
}

describe('one letter for several', () => {
  let app: TestApp;
  let database: DataSource;
  let cases: CasesService;
  let actions: OperatorActionsService;
  let desk: DeskCasesService;

  beforeAll(async () => {
    app = await startApp();
    database = app.app.get(DataSource);
    cases = app.app.get(CasesService, { strict: false });
    actions = app.app.get(OperatorActionsService, { strict: false });
    desk = app.app.get(DeskCasesService, { strict: false });
  });
  afterAll(() => app?.close());

  /** Cases of invented people of one organisation, as a batch makes them. */
  async function together(edms: 'none' | 'directum', ...surnames: string[]): Promise<Made[]> {
    return app.app.get(TransactionsService).run(async (tx) => {
      const transactions = app.app.get(TransactionsService);
      return transactions.within(tx, async () => {
        const made: Made[] = [];
        for (const surname of surnames) made.push(await make(edms, surname));
        await app.app.get(JointLettersService, { strict: false }).bind(tx, made.map(({ number }) => number));
        return made;
      });
    });
  }
  async function make(edms: string, surname: string): Promise<Made> {
    const fullName = `${surname} Мария Петровна`;
    const subject = IVANOVA.map((attribute): Attribute => (attribute[0] === Oid.commonName ? [Oid.commonName, fullName] : attribute));
    const certificate = await app.app.get(CertificatesService, { strict: false }).inspect(makeCertificate({ subject }));
    if (!certificate.ok) throw new Error(certificate.kind);
    const contact = { fullName: 'Орлова Ольга', position: 'Кадровик', phone: '+7 3452 00-00-00', email: 'orlova@example.ru' };
    const request = caseRequestSchema.parse({
      importResult: { previouslyLoaded: 0, withOwner: 0, errorText: null },
      facts: { userRegistered: 'no', edms, signsDocuments: 'no' },
      organization: { inn: '7299000007', name: 'ГБУ ТО «Тестовая больница № 1»', headPosition: 'Главный врач', headName: 'Петров Иван Сергеевич' },
      contact,
      newUser: { ...contact, fullName, sameRolesAs: 'Сидорова Анна Ивановна' },
      consent: { accepted: true, version: '2026-11' },
    });
    return cases.create({ request, certificate, signedLetter: null, source: 'portal', sharesLetter: true, idempotencyKey: null });
  }
  const statuses = async (made: Made[]): Promise<string[]> =>
    (await database.query<{ status: string }[]>('SELECT status FROM cases WHERE number = ANY($1) ORDER BY number', [made.map(({ number }) => number)])).map(({ status }) => status);
  const letters = (made: Made[]): Promise<{ number: string; state: string; attempts: number }[]> =>
    database.query("SELECT number, state, attempts FROM deliveries JOIN cases ON cases.id = case_id WHERE channel <> 'notice' AND number = ANY($1) ORDER BY deliveries.created_at, number", [made.map(({ number }) => number)]);
  const users = async ({ number }: Made): Promise<string[]> =>
    (await database.query<{ name: string }[]>("SELECT u ->> 'fullName' AS name FROM cases, jsonb_array_elements(letter -> 'users') u WHERE number = $1", [number])).map(({ name }) => name);

  it('is sent once, whoever uploads the scan, and each case says so', async () => {
    const made = await together('none', 'Абрамова', 'Белова', 'Власова');
    const [first, , third] = made;
    if (!first || !third) throw new Error('not made');
    expect(await users(first)).toEqual(['Абрамова Мария Петровна', 'Белова Мария Петровна', 'Власова Мария Петровна']);
    const before = await cases.get(third.number, third.accessKey);
    expect(before.letterFor?.map(({ number }) => number)).toEqual(made.map(({ number }) => number));
    expect(before.links.letterPdf).toBeDefined();
    const [own, shared] = await Promise.all([cases.file(third.number, third.accessKey, 'letter.pdf'), cases.file(first.number, first.accessKey, 'letter.pdf')]);
    expect(own.bytes).toEqual(shared.bytes);
    for (const kind of ['letter.docx', 'edms-package.zip'] as const) expect((await cases.file(third.number, third.accessKey, kind)).bytes.length).toBeGreaterThan(1000);
    const archives = await Promise.all([first, third].map(async ({ number, accessKey }) => (await cases.file(number, accessKey, 'certificate.zip')).bytes.length));
    expect(archives[0]).toBeGreaterThan((archives[1] ?? 0) * 2.5);

    const scan = { name: 'скан.pdf', bytes: SCAN };
    await Promise.all(made.map(({ number, accessKey }) => cases.attachSignedLetter(number, accessKey, scan, null)));
    await eventually(async () => (await statuses(made)).every((status) => status === 'sent'));
    expect(await letters(made)).toEqual([{ number: first.number, state: 'sent', attempts: 1 }]);
    for (const { number, accessKey } of made) {
      const { deliveries, timeline } = await cases.get(number, accessKey);
      expect(deliveries.filter(({ channel }) => channel === 'email')).toMatchObject([{ state: 'sent' }]);
      expect(timeline.map(({ event }) => event)).toEqual(expect.arrayContaining(['letter-written', 'letter-signed', 'delivery-sent']));
    }
    expect((await database.query<{ count: number }[]>("SELECT count(*)::int FROM deliveries WHERE notice = 'received' AND case_id IN (SELECT id FROM cases WHERE number = ANY($1))", [made.map(({ number }) => number)]))[0]?.count).toBe(1);
  });

  it('is written anew when somebody no longer needs it, also when it was his case that carried it', async () => {
    const made = await together('none', 'Громова', 'Демидова', 'Ершова');
    const [first, second, third] = made;
    if (!first || !second || !third) throw new Error('not made');
    await cases.reportSolved(first.number, first.accessKey);
    expect(await users(second)).toEqual(['Демидова Мария Петровна', 'Ершова Мария Петровна']);
    const { id, version } = await desk.get(third.number);
    await actions.decide({ id, version }, { category: 'user-blocked', route: 'service-desk', reason: 'Пользователь найден, он заблокирован.' }, operator);
    expect(await users(second)).toEqual(['Демидова Мария Петровна']);
    await cases.attachSignedLetter(second.number, second.accessKey, { name: 'скан.pdf', bytes: SCAN }, null);
    await eventually(async () => (await statuses([second]))[0] === 'sent');
    expect((await letters(made)).filter(({ state, number }) => state === 'sent' && number !== third.number)).toEqual([{ number: second.number, state: 'sent', attempts: 1 }]);
    expect((await cases.get(second.number, second.accessKey)).letterFor).toBeUndefined();
    expect(await statuses([first])).toEqual(['resolved']);
  });

  it('goes through an EDMS as one too, and to the end for the others when one is done meanwhile', async () => {
    const made = await together('directum', 'Жданова', 'Зимина');
    const [first, second] = made;
    if (!first || !second) throw new Error('not made');
    await cases.registerInEdms(second.number, second.accessKey, { number: '01-15/7', date: '2026-11-24' });
    expect(await statuses(made)).toEqual(['sent', 'sent']);
    expect(await letters(made)).toMatchObject([{ number: first.number, state: 'sent' }]);
    await cases.reportSolved(first.number, first.accessKey);
    expect(await statuses(made)).toEqual(['resolved', 'sent']);
    const { id, version } = await desk.get(first.number);
    expect(version).toBeGreaterThan(1);
    expect(id).not.toBe('');
  });

  it('is followed in an EDMS for all of them: gone is told to each, registered moves each, once', async () => {
    const made = await together('directum', 'Зотова', 'Ильина');
    const [first] = made;
    if (!first) throw new Error('not made');
    const news = async (tells: TicketNews): Promise<void> => {
      const { id } = await desk.get(first.number);
      const delivery = (await app.app.get(DeliveriesService).ofCase(id)).find(({ channel }) => channel === 'edms-package');
      if (delivery) await app.app.get(TransactionsService).run((tx) => app.app.get(DeliveryOwnersService).ticketNews(tx, delivery, tells));
    };
    const common = { label: '', moved: true, comments: [] };
    const told = (event: string) => Promise.all(made.map(async ({ number, accessKey }) => (await cases.get(number, accessKey)).timeline.filter((entry) => entry.event === event && entry.actor === 'service').length));
    await news({ ...common, state: 'rejected' });
    expect([await told('edms-draft-gone'), await statuses(made)]).toEqual([[1, 1], ['awaiting-applicant', 'awaiting-applicant']]);
    for (let times = 0; times < 2; times++) await news({ ...common, state: 'resolved', registration: { number: '01-15/8', date: '2026-11-24' } });
    expect([await told('edms-registered'), await statuses(made)]).toEqual([[1, 1], ['sent', 'sent']]);
  });
});
