import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectEdms } from '../../src/delivery/channels/edms/connect-edms.adapter.js';
import { EdmsChannel } from '../../src/delivery/channels/edms/edms-channel.adapter.js';
import type { AttemptOutcome } from '../../src/delivery/attempt-outcome.js';
import type { LetterParcel } from '../../src/delivery/parcel.js';
import { TemplatesService } from '../../src/platform/templates.service.js';
import { AccountsScene } from '../support/accounts-scene.js';
import { ApiClient, apiCase } from '../support/api-client.js';
import { eventually } from '../support/app.js';
import { makeCertificate } from '../support/certificate-fixtures.js';
import { bodiesOf, directumRxPage, RX, RX_LOGIN, RX_PASSWORD } from '../support/desks/directum-rx-page.js';
import { type KeptTicket, type Manner, ScriptedDesk } from '../support/desks/scripted-desk.js';

const INN = '7299000007';
const words = new TemplatesService();

let folder: string;
let desk: ScriptedDesk;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certdesk-edms-'));
  desk = await ScriptedDesk.start(directumRxPage);
});
afterAll(async () => {
  await desk.close();
  await rm(folder, { recursive: true, force: true });
});

const system = (change: object = {}): object => ({
  name: 'Directum больницы',
  url: `${desk.url}/Integration/odata`,
  login: RX_LOGIN,
  password: RX_PASSWORD,
  organizations: [INN],
  documentKind: RX.letterKind,
  addendumKind: RX.addendumKind,
  correspondent: RX.department,
  timeout: 1,
  ...change,
});
const settings = async (...systems: object[]): Promise<string> => {
  const file = join(folder, `${Math.random()}.json`);
  await writeFile(file, JSON.stringify(systems));
  return file;
};
const lettersOf = (number: string): KeptTicket[] => desk.tickets.filter(({ text, subject }) => text === 'IOutgoingLetters' && subject.includes(number));
const addendumsOf = ({ id }: KeptTicket): KeptTicket[] => desk.tickets.filter(({ text, extra }) => text === 'IAddendums' && (extra['LeadingDocument'] as { Id: number }).Id === id);

type Expected = [kind: AttemptOutcome['kind'], code: string];
const MANNERS: Record<string, { manners: Manner[]; means: Expected }> = {
  'a 500 after the draft was made': { manners: [{ at: 'making', do: { after: { status: 500, body: { error: { message: 'NRE' } } } } }], means: ['lost', 'server-error'] },
  'a 200 that is an error': { manners: [{ at: 'making', do: { status: 200, body: { error: { code: '', message: 'Документ заблокирован' } } } }], means: ['lost', 'unreadable'] },
  'a sign-in page': { manners: [{ at: 'making', do: { status: 200, body: '<html>Вход</html>' } }], means: ['lost', 'unreadable'] },
  'an empty 204 after it was made': { manners: [{ at: 'making', do: { after: { status: 204 } } }], means: ['lost', 'unreadable'] },
  'a line that drops after it was made': { manners: [{ at: 'making', do: 'cut-after' }], means: ['lost', 'cut-off'] },
  'an answer that comes too late': { manners: [{ at: 'making', do: 'slow-after' }], means: ['lost', 'cut-off'] },
  'a line that drops at a version': { manners: [{ at: 'attaching', do: 'cut-after' }], means: ['lost', 'incomplete'] },
  'a 500 at a body': { manners: [{ at: 'attaching', do: 'cut-after' }, { at: 'attaching', do: { status: 500, body: 'disk full' } }], means: ['lost', 'incomplete'] },
  'a search that fails': { manners: [{ at: 'asking', do: { status: 503, body: 'maintenance' } }], means: ['deferred', 'server-error'] },
  'a refused card': { manners: [{ at: 'making', do: { status: 400, body: { error: { message: `Не заполнено, пароль ${RX_PASSWORD}, ivanova@example.ru` } } } }], means: ['refused', 'rejected'] },
  'a locked login': { manners: [{ at: 'asking', do: { status: 401, body: '' } }], means: ['refused', 'authentication'] },
};

describe('drafts in Directum RX', () => {
  let count = 0;
  let number: string;
  let channel: EdmsChannel;

  beforeAll(async () => {
    channel = new EdmsChannel(connectEdms(await settings(system()), words), words);
  });
  beforeEach(() => {
    number = `2025-${String(++count).padStart(6, '0')}`;
  });

  const attempt = async (inn: string | null = INN): Promise<AttemptOutcome> => {
    const parcel: LetterParcel = {
      kind: 'letter',
      caseNumber: number,
      messageId: `<${number}.edms-package.1@certdesk.example>`,
      destination: 'directum',
      organization: { name: 'ГБУ ТО «Тестовая больница № 1»', inn },
      contact: { fullName: 'Иванова Мария Петровна', phone: '+7 3452 00-00-00', email: 'ivanova@example.ru' },
      users: ['Иванова Мария Петровна'],
      signed: false,
      files: [{ fileName: `Письмо ${number}.pdf`, mediaType: 'application/pdf', bytes: Buffer.from('%PDF') }, { fileName: 'Ivanova.zip', mediaType: 'application/zip', bytes: Buffer.from('PK') }],
    };
    const outcome = await channel.deliver(parcel, new Date(), async () => undefined);
    expect(JSON.stringify(outcome)).not.toMatch(/rx-password|ivanova@|cngtcGFzc3dvcmQ/);
    return outcome;
  };

  const expectWhole = (): void => {
    const letters = lettersOf(number);
    expect(letters.map(({ subject, state }) => [subject, state])).toEqual([[`О регистрации пользователя в РМИС, обращение № ${number}, ГБУ ТО «Тестовая больница № 1»`, 'Draft']]);
    const [letter] = letters as [KeptTicket];
    expect(letter.extra).toMatchObject({ BusinessUnit: { Id: RX.unit }, Correspondent: { Id: RX.department } });
    expect(bodiesOf(letter)).toEqual([{ note: `Письмо ${number}.pdf`, bytes: Buffer.from('%PDF') }]);
    const addendums = addendumsOf(letter);
    expect(addendums.map(({ subject }) => subject)).toEqual([`Сертификат к обращению № ${number}`]);
    expect(addendums.map(bodiesOf)).toEqual([[{ note: 'Ivanova.zip', bytes: Buffer.from('PK') }]]);
  };

  it('hold the letter and the certificate, and no person in a subject', async () => {
    expect(await attempt()).toMatchObject({ kind: 'accepted' });
    expectWhole();
  });

  it('are not made twice, and what a person has put in meanwhile stays', async () => {
    await attempt();
    const [letter] = lettersOf(number) as [KeptTicket];
    expect(await attempt()).toEqual({ kind: 'accepted', externalId: String(letter.id) });
    expectWhole();
  });

  it.each(Object.entries(MANNERS))('are made once in the end after %s', async (_what, { manners, means: [kind, code] }) => {
    desk.behave(...manners);
    expect(await attempt()).toMatchObject({ kind, cause: { code } });
    if (kind === 'lost' || kind === 'deferred') {
      for (let tries = 0; tries < 2 && (await attempt()).kind !== 'accepted'; tries++);
      expectWhole();
    } else {
      expect(lettersOf(number)).toEqual([]);
    }
  });

  it('are for the organisations that the file names', async () => {
    expect(await attempt('7299000014')).toMatchObject({ kind: 'refused' });
  });

  it('are read: a draft, registered, gone', async () => {
    await attempt();
    const [letter] = lettersOf(number) as [KeptTicket];
    const edms = connectEdms(await settings(system()), words).of(INN);
    expect(await edms?.read(String(letter.id))).toEqual({ state: 'draft' });
    letter.extra['RegistrationNumber'] = '12-и';
    expect(await edms?.read(String(letter.id))).toEqual({ state: 'registered', number: '12-и', date: '2026-11-24' });
    expect(await edms?.read('999999')).toEqual({ state: 'gone' });
  });

  it('need a file without faults, of which no password is told', async () => {
    const file = await settings(system({ organizations: ['12'], password: '' }), system({ url: 'ftp://user:secret@rx' }));
    expect(() => connectEdms(file, words)).toThrow(/0\.password[\s\S]*0\.organizations\.0[\s\S]*1\.url/);
    expect(() => connectEdms(file, words)).not.toThrow(/secret/);
    const twice = await settings(system(), system());
    expect(() => connectEdms(twice, words)).toThrow(/7299000007: twice/);
  });
});

describe('a case whose letter goes through Directum RX', () => {
  let scene: AccountsScene;

  beforeAll(async () => {
    scene = await AccountsScene.start({ EDMS_FILE: await settings(system()) });
  });
  afterAll(() => scene?.close());

  const makeCase = async (): Promise<{ number: string; accessKey: string; statusUrl: string }> => {
    const { body } = await new ApiClient(scene.app.baseUrl).createCase(apiCase({ facts: { edms: 'directum' } }), makeCertificate());
    return body as { number: string; accessKey: string; statusUrl: string };
  };
  const delivery = async (number: string) =>
    (await scene.database.query<{ state: string; external_id: string | null; next_attempt_at: Date | null }>(
      `SELECT d.state, external_id, next_attempt_at FROM deliveries d JOIN cases c ON c.id = case_id WHERE number = $1 AND channel = 'edms-package'`, [number])).rows[0];

  it('waits for the head with a draft there, is nowhere called sent, and is registered by a person', async () => {
    const { number, statusUrl } = await makeCase();
    const drafted = await eventually(async () => { const row = await delivery(number); return row?.external_id ? row : null; });
    expect(drafted).toMatchObject({ state: 'pending', next_attempt_at: null });
    expect(lettersOf(number)).toHaveLength(1);
    const page = await (await fetch(statusUrl)).text();
    expect(page).toContain('лежит в вашем «Directum RX» и ждёт подписи руководителя');
    expect(page).toContain('Проект письма создан в «Directum RX»');
    const desk = await scene.admin.get(`/desk/cases/${number}`);
    expect(desk.text).toContain(`его номер там ${drafted.external_id ?? ''}`);
    for (const text of [page, desk.html]) expect(text).not.toMatch(/Письмо[^.<]{0,40}отправлено/i);
    const answer = await fetch(`${statusUrl}/registration`, { method: 'POST', redirect: 'manual', headers: { origin: scene.app.baseUrl }, body: new URLSearchParams({ number: '12-и', date: '2026-11-24' }) });
    expect(answer.status).toBe(303);
    expect(await delivery(number)).toMatchObject({ state: 'sent' });
  });

  it('keeps the package where the draft is refused', async () => {
    desk.behave({ at: 'making', do: { status: 400, body: { error: { message: 'Нет прав' } } } });
    const { number, statusUrl } = await makeCase();
    await eventually(async () => (await scene.admin.get(`/desk/cases/${number}`)).text.includes('организации не удалось'));
    expect(await delivery(number)).toMatchObject({ state: 'pending', external_id: null, next_attempt_at: null });
    const page = await (await fetch(statusUrl)).text();
    expect(page).toContain('Пакет для вашей системы документооборота готов');
    expect(page).not.toContain('Directum RX');
  });
});
