import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectEdms } from '../../src/delivery/channels/edms/connect-edms.adapter.js';
import { EdmsChannel } from '../../src/delivery/channels/edms/edms-channel.adapter.js';
import type { CaseView } from '../../src/cases/case-view.js';
import type { AttemptOutcome } from '../../src/delivery/attempt-outcome.js';
import type { LetterParcel } from '../../src/delivery/parcel.js';
import { TicketsService } from '../../src/delivery/tickets.service.js';
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
  'a 500 instead of making it': { manners: [{ at: 'making', do: { status: 500, body: 'NRE' } }], means: ['lost', 'server-error'] },
  'a 502 of a proxy': { manners: [{ at: 'making', do: { after: { status: 502, body: '<html>Bad Gateway</html>' } } }], means: ['lost', 'server-error'] },
  'a line that drops before it was read': { manners: [{ at: 'making', do: 'cut-before' }], means: ['lost', 'cut-off'] },
  'an answer without an end': { manners: [{ at: 'making', do: 'trickle' }], means: ['lost', 'cut-off'] },
  'a redirect to a sign-in page': { manners: [{ at: 'making', do: { status: 302, headers: { location: 'http://127.0.0.1:1/login' } } }], means: ['lost', 'unreadable'] },
  'a rate limit': { manners: [{ at: 'making', do: { status: 429, body: '' } }], means: ['deferred', 'deferred'] },
  'a session that ends before it is made': { manners: [{ at: 'making', do: { status: 401, body: '' } }], means: ['refused', 'authentication'] },
  'no right to make letters': { manners: [{ at: 'making', do: { status: 403, body: { error: { message: 'Нет прав' } } } }], means: ['refused', 'authentication'] },
  'a line that drops after the enclosure was made': { manners: [{ at: 'attaching', do: 'well' }, { at: 'attaching', do: 'well' }, { at: 'attaching', do: 'cut-after' }], means: ['lost', 'incomplete'] },
  'a body that is too large': { manners: [{ at: 'attaching', do: 'well' }, { at: 'attaching', do: { status: 413, body: '' } }], means: ['lost', 'incomplete'] },
  'a body whose answer comes too late': { manners: [{ at: 'attaching', do: 'well' }, { at: 'attaching', do: 'slow-after' }], means: ['lost', 'incomplete'] },
  'a search whose answer is cut': { manners: [{ at: 'asking', do: 'cut-after' }], means: ['deferred', 'no-connection'] },
  'a search without an end': { manners: [{ at: 'asking', do: 'trickle' }], means: ['deferred', 'no-connection'] },
  'a search that gives a page of HTML': { manners: [{ at: 'asking', do: { status: 200, body: '<html>Вход</html>' } }], means: ['deferred', 'unreadable'] },
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
    const edms = connectEdms(await settings(system()), words).of(INN)?.edms;
    expect(await edms?.read(String(letter.id))).toEqual({ state: 'draft' });
    letter.extra['RegistrationNumber'] = '12-и';
    expect(await edms?.read(String(letter.id))).toEqual({ state: 'registered', number: '12-и', date: '2026-11-24' });
    expect(await edms?.read('999999')).toEqual({ state: 'gone' });
  });

  it('are made anew beside one that was thrown away there', async () => {
    await attempt();
    const [thrown] = lettersOf(number) as [KeptTicket];
    thrown.state = 'Obsolete';
    expect(await attempt()).not.toMatchObject({ externalId: String(thrown.id) });
    expect(lettersOf(number).map(({ state }) => state)).toEqual(['Obsolete', 'Draft']);
  });

  it('need a file without faults, of which no password is told', async () => {
    const file = await settings(system({ organizations: ['12'], password: '' }), system({ url: 'ftp://user:secret@rx' }));
    expect(() => connectEdms(file, words)).toThrow(/0\.password[\s\S]*0\.organizations\.0[\s\S]*1\.url/);
    expect(() => connectEdms(file, words)).not.toThrow(/secret/);
    const twice = await settings(system(), system());
    expect(() => connectEdms(twice, words)).toThrow(/name: Directum больницы: twice[\s\S]*7299000007: twice/);
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
    (await scene.database.query<{ id: string; state: string; external_id: string | null; next_attempt_at: Date | null }>(
      `SELECT d.id, d.state, external_id, next_attempt_at FROM deliveries d JOIN cases c ON c.id = case_id WHERE number = $1 AND channel = 'edms-package'`, [number])).rows[0];

  it('waits for the head with a draft there, is nowhere called sent, and is registered by a person', async () => {
    const { number, statusUrl } = await makeCase();
    const drafted = await eventually(async () => { const row = await delivery(number); return row?.external_id ? row : null; });
    expect(drafted).toMatchObject({ state: 'pending', next_attempt_at: null });
    expect(lettersOf(number)).toHaveLength(1);
    const page = await (await fetch(statusUrl)).text();
    expect(page).toContain('лежит в вашем «Directum RX» и ждёт подписи руководителя');
    expect(page).toContain('Проект письма создан в «Directum RX»');
    expect(page).toContain('Откройте проект письма в «Directum RX»');
    expect(page).not.toContain('скачайте готовое письмо');
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

  const draftedCase = async () => {
    const made = await makeCase();
    const { id } = await eventually(async () => { const row = await delivery(made.number); return row?.external_id ? row : null; });
    const [letter] = lettersOf(made.number) as [KeptTicket];
    return { ...made, id, letter };
  };
  const look = (id: string) => scene.app.app.get(TicketsService).look(id);
  const seen = async (made: { number: string; accessKey: string }) => (await new ApiClient(scene.app.baseUrl).withKey(made).get()).body as CaseView;
  const act = async (number: string, action: string, fields: Record<string, string>) => {
    const version = /name="version" value="(\d+)"/.exec((await scene.admin.get(`/desk/cases/${number}`)).html)?.[1] ?? '';
    return scene.admin.post(`/desk/cases/${number}/${action}`, { version, ...fields });
  };

  it('is followed until it is registered there; both sides see number and date, and the applicant gets one mail', async () => {
    const made = await draftedCase();
    expect(await look(made.id)).toBeInstanceOf(Date);
    expect((await scene.admin.get(`/desk/cases/${made.number}`)).text).toContain('Сами спрашиваем, зарегистрировано ли письмо');
    made.letter.extra['RegistrationNumber'] = '12-и';
    // Two looks at once tell it once.
    await Promise.all([look(made.id), look(made.id)]);
    expect(await look(made.id)).toBeNull();
    expect(await delivery(made.number)).toMatchObject({ state: 'sent', external_id: '№ 12-и от 24.11.2026' });
    const view = await seen(made);
    expect(view.status).toBe('sent');
    expect(view.timeline.filter(({ event }) => event === 'edms-registered')).toEqual([expect.objectContaining({ actor: 'service', text: 'Письмо зарегистрировано в СЭД: № 12-и от 24.11.2026' })]);
    expect(await (await fetch(made.statusUrl)).text()).toContain('Письмо зарегистрировано в вашей системе документооборота: № 12-и от 24.11.2026.');
    const mails = await eventually(async () => {
      const found = (await scene.app.mails()).filter(({ subject }) => subject?.includes(made.number) && subject.includes('что с отправкой'));
      return found.length > 0 ? found : null;
    });
    expect(mails.map(({ text }) => text)).toEqual([expect.stringContaining('№ 12-и от 24.11.2026')]);
  });

  it('is no longer asked about when a person was faster, and is again when its way was given up and that was taken back', async () => {
    const made = await draftedCase();
    await act(made.number, 'reroute', { route: 'letter-email' });
    const asked = desk.asked.length;
    expect(await look(made.id)).toBeInstanceOf(Date);
    expect(desk.asked).toHaveLength(asked);
    expect((await act(made.number, 'undo', {})).status).toBe(303);
    await look(made.id);
    expect(desk.asked).toHaveLength(asked + 1);
    await fetch(`${made.statusUrl}/registration`, { method: 'POST', redirect: 'manual', headers: { origin: scene.app.baseUrl }, body: new URLSearchParams({ number: '7', date: '2026-11-20' }) });
    made.letter.extra['RegistrationNumber'] = '12-и';
    expect(await look(made.id)).toBeNull();
    expect(await delivery(made.number)).toMatchObject({ external_id: '№ 7 от 20.11.2026' });
  });

  it.each<[string, Manner['do']]>([
    ['a locked login', { status: 401, body: '' }],
    ['a 500', { status: 500, body: 'NRE' }],
    ['an answer that comes too late', 'slow-after'],
    ['a line that drops', 'cut-after'],
    ['a page of HTML', { status: 200, body: '<html>Вход</html>' }],
  ])('is asked about again, later, after %s', async (_what, manner) => {
    const made = await draftedCase();
    desk.behave({ at: 'asking', do: manner }, { at: 'asking', do: manner });
    const waits: number[] = [];
    for (let count = 0; count < 2; count++) waits.push(Math.round((((await look(made.id))?.getTime() ?? 0) - scene.now().getTime()) / 60_000));
    expect(waits).toEqual([5, 10]);
    expect(await delivery(made.number)).toMatchObject({ state: 'pending', external_id: String(made.letter.id) });
    made.letter.extra['RegistrationNumber'] = '13';
    await look(made.id);
    expect(await delivery(made.number)).toMatchObject({ state: 'sent' });
  });

  it('says that its draft was thrown away, and is put there again by one press', async () => {
    const made = await draftedCase();
    desk.tickets.splice(desk.tickets.indexOf(made.letter), 1);
    expect(await look(made.id)).toBeNull();
    expect(await delivery(made.number)).toMatchObject({ state: 'pending', external_id: null });
    const page = await (await fetch(made.statusUrl)).text();
    expect(page).toContain('Проекта письма в «Directum RX» организации больше нет');
    expect(page).toContain('Пакет для вашей системы документооборота готов');
    expect(page).toContain('скачайте готовое письмо');
    const operator = await scene.admin.get(`/desk/cases/${made.number}`);
    expect(operator.text).toContain('Проект там удалили или отметили устаревшим');
    expect(operator.text).toContain('Создать проект ещё раз');
    expect(operator.text).not.toContain('Сами спрашиваем, зарегистрировано ли письмо');
    expect(await act(made.number, 'retry', { delivery: made.id })).toMatchObject({ status: 303 });
    await eventually(async () => (await delivery(made.number))?.external_id);
    expect(lettersOf(made.number)).toHaveLength(1);
    const view = await seen(made);
    expect(view.status).toBe('awaiting-applicant');
    expect(view.timeline.map(({ text }) => text).join('\n')).not.toContain('отправляем');
    expect(await look(made.id)).toBeInstanceOf(Date);
    // One that lies there is neither tried again nor given to mail by these buttons.
    for (const action of ['retry', 'other-way']) expect((await act(made.number, action, { delivery: made.id })).status).toBe(409);
  });

  it('offers a letter by mail where the draft is refused; both count as one', async () => {
    desk.behave({ at: 'making', do: { status: 403, body: '' } });
    const made = await makeCase();
    await eventually(async () => (await scene.admin.get(`/desk/cases/${made.number}`)).text.includes('Отправить другим путём: письмо в Управление по электронной почте'));
    const row = await delivery(made.number);
    expect((await act(made.number, 'arrived', { delivery: row?.id ?? '' })).status).toBe(409);
    expect(await act(made.number, 'other-way', { delivery: row?.id ?? '' })).toMatchObject({ status: 303 });
    const view = await seen(made);
    expect(view.status).toBe('awaiting-signed-letter');
    expect(view.deliveries.filter(({ channel }) => channel !== 'notice').map(({ channel, state }) => [channel, state])).toEqual([['edms-package', 'cancelled'], ['email', 'pending']]);
    expect((await scene.admin.get(`/desk/cases/${made.number}`)).text).toContain('Вместо прежней отправки');
    // What waits for a scan is not sent without it, whoever asks.
    const email = view.deliveries.find(({ channel }) => channel === 'email');
    expect((await act(made.number, 'retry', { delivery: email?.id ?? '' })).status).toBe(409);
  });
});
