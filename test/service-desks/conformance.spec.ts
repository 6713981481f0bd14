import { jest } from '@jest/globals';
import { randomInt } from 'node:crypto';
import { ServiceDeskChannel } from '../../src/delivery/channels/service-desk/service-desk-channel.adapter.js';
import { TicketComposerService } from '../../src/delivery/channels/service-desk/ticket-composer.service.js';
import type { AttemptOutcome } from '../../src/delivery/attempt-outcome.js';
import type { TicketParcel } from '../../src/delivery/parcel.js';
import { TemplatesService } from '../../src/platform/templates.service.js';
import { freePort } from '../support/app.js';
import { configOf, deskOf, RIGS, type Rig } from './rigs.js';

const templates = new TemplatesService();
const CERTIFICATE = Buffer.from([0x50, 0x4b, 3, 4, 0, 0xff, 0x0d, 0x0a, 0x1a, 0, 0x80]);
/** First lines of the requests that make a ticket, by preset. */
const MAKING_OF: Record<string, string> = {
  rt: 'POST /REST/2.0/ticket',
  redmine: 'POST /issues.json',
  naumen: 'POST /sd/services/rest/create-m2m/serviceCall',
  glpi: 'POST /apirest.php/Ticket',
  zammad: 'POST /api/v1/tickets',
  http: 'POST /api/requests',
};

/** The real desks keep their tickets from run to run: each case has a number of its own. */
const newNumber = (): string => `${randomInt(3000, 9999)}-${String(randomInt(1, 999_999)).padStart(6, '0')}`;

function parcelOf(caseNumber: string, knownTickets: string[] = []): TicketParcel {
  return {
    kind: 'ticket',
    caseNumber,
    messageId: `<${caseNumber}.service-desk.1@certdesk.example>`,
    organization: { name: 'ГБУ ТО «Тестовая больница № 1»', inn: '7299000007' },
    contact: { fullName: 'Иванова Мария Петровна', phone: '+7 3452 00-00-00', email: 'ivanova@example.ru' },
    trouble: 'Пользователь заблокирован',
    details: [{ label: 'Окно импорта', value: 'ранее загружено: 0' }],
    description: 'Не могу войти & <b>всё</b>.\nСНИЛС 112-233-445 95',
    files: [{ fileName: 'Сертификат Иванова.zip', mediaType: 'application/zip', bytes: CERTIFICATE }],
    knownTickets,
  };
}

// The real desks take their time on a busy machine.
jest.setTimeout(180_000);

describe.each(Object.entries(RIGS))('service desk: %s', (_name, build) => {
  let rig: Rig;
  let number: string;
  beforeAll(async () => {
    rig = await build();
  });
  beforeEach(() => {
    number = newNumber();
  });
  afterAll(async () => {
    await rig.close();
  });

  /** One attempt; `handed` says whether the ticket was given away. */
  const attempt = async (parcel: TicketParcel, settings: Record<string, string> = {}): Promise<AttemptOutcome & { handed: boolean }> => {
    const all = { ...rig.settings, ...settings };
    const channel = new ServiceDeskChannel(deskOf(all), new TicketComposerService(templates, configOf(all)));
    let handed = false;
    const outcome = await channel.deliver(parcel, new Date(), async () => void (handed = true));
    // Whatever happened, nothing that operators see holds a secret.
    const secrets = [all['SERVICE_DESK_TOKEN'] ?? '', all['SERVICE_DESK_APP_TOKEN'] ?? ''].filter(Boolean);
    for (const secret of secrets) expect(JSON.stringify(outcome)).not.toContain(secret);
    return { ...outcome, handed };
  };
  const made = async (): Promise<string> => {
    const outcome = await attempt(parcelOf(number));
    if (outcome.kind !== 'accepted' || !outcome.externalId) throw new Error(`not made: ${JSON.stringify(outcome)}`);
    return outcome.externalId;
  };
  const making = (): string => MAKING_OF[rig.settings['SERVICE_DESK'] ?? ''] ?? '';

  it('gets the description and the certificate to the byte, and no СНИЛС', async () => {
    const id = await made();
    const [ticket, ...others] = await rig.tickets(number);
    expect(others).toEqual([]);
    expect(ticket?.id).toBe(id);
    expect(ticket?.subject).toBe(`Пользователь заблокирован — обращение № ${number}`);
    expect(ticket?.text).toContain('ГБУ ТО «Тестовая больница № 1»');
    expect(ticket?.text).toContain('Не могу войти');
    expect(ticket?.text).not.toContain('112-233-445');
    expect(ticket?.files.map(({ name }) => name)).toEqual(['Сертификат Иванова.zip']);
    expect(ticket?.files[0]?.bytes).toEqual(CERTIFICATE);
    const page = deskOf(rig.settings).page(id);
    expect(page).toContain(encodeURIComponent(id));
    expect(page).not.toContain(rig.settings['SERVICE_DESK_TOKEN']);
  });

  it('is searched before each try: a repeat finds the ticket and makes no second', async () => {
    const id = await made();
    expect(await attempt(parcelOf(number))).toEqual({ kind: 'accepted', externalId: id, handed: false });
    expect(await rig.tickets(number)).toHaveLength(1);
    expect((await rig.tickets(number))[0]?.files).toHaveLength(1);
  });

  it('makes another ticket besides those of earlier deliveries', async () => {
    const first = await made();
    const again = await attempt(parcelOf(number, [first]));
    expect(again).toMatchObject({ kind: 'accepted', handed: true });
    expect(await rig.tickets(number)).toHaveLength(2);
  });

  it('is not fooled by a longer number', async () => {
    number = newNumber().slice(0, 10);
    const longer = `${number}7`;
    await attempt(parcelOf(longer));
    expect(await deskOf(rig.settings).find(number)).toEqual([]);
    expect(await deskOf(rig.settings).find(longer)).toHaveLength(1);
  });

  it.each(['cut', 'swallow'] as const)('does not know after its answer was lost (%s), and then finds the ticket', async (fate) => {
    const answered = rig.wire.lose(making(), fate);
    const outcome = await attempt(parcelOf(number), { SERVICE_DESK_TIMEOUT: rig.script ? '3' : '8' });
    await answered;
    expect(outcome).toMatchObject({ kind: 'lost', cause: { code: 'cut-off' }, handed: true });
    expect(await rig.tickets(number)).toHaveLength(1);
    expect(await attempt(parcelOf(number))).toMatchObject({ kind: 'accepted', handed: false });
    const tickets = await rig.tickets(number);
    expect(tickets).toHaveLength(1);
    expect(tickets[0]?.files).toHaveLength(1);
  });

  it('is tried later when nobody listens, and refused with a wrong key', async () => {
    const nobody = `http://127.0.0.1:${await freePort()}`;
    expect(await attempt(parcelOf(number), { SERVICE_DESK_URL: nobody })).toMatchObject({ kind: 'deferred', cause: { code: 'no-connection' }, handed: false });
    expect(await attempt(parcelOf(number), { SERVICE_DESK_TOKEN: 'wrong-token-0815' })).toMatchObject({ kind: 'refused', cause: { code: 'authentication' } });
    expect(await rig.tickets(number)).toHaveLength(0);
  });

  it('says where a ticket stands and what was written into it, once, and not what we wrote ourselves', async () => {
    const desk = deskOf(rig.settings);
    const id = await made();
    expect(await desk.read(id, null)).toMatchObject({ state: 'open', comments: [] });
    await desk.comment(id, 'Дополняем: пользователь ждёт');
    await rig.say(id, 'Принято, уточните логин');
    await rig.set(id, 'waiting');
    const reading = await desk.read(id, null);
    expect(reading.state).toBe('waiting');
    expect(reading.comments.map(({ text }) => text.trim())).toEqual(['Принято, уточните логин']);
    await rig.say(id, 'Второй комментарий');
    expect((await desk.read(id, reading.comments[0]?.id ?? null)).comments.map(({ text }) => text.trim())).toEqual(['Второй комментарий']);
    await rig.set(id, 'resolved');
    expect((await desk.read(id, null)).state).toBe('resolved');
    await rig.set(id, 'rejected');
    expect((await desk.read(id, null)).state).toBe('rejected');
  });

  it('takes another file for a ticket that is there', async () => {
    const id = await made();
    await deskOf(rig.settings).attach(id, [{ fileName: 'Письмо № 7.pdf', mediaType: 'application/pdf', bytes: CERTIFICATE }]);
    const [ticket] = await rig.tickets(number);
    expect(ticket?.files.map(({ name }) => name).sort()).toEqual(['Письмо № 7.pdf', 'Сертификат Иванова.zip']);
    expect(ticket?.files.every(({ bytes }) => bytes.equals(CERTIFICATE))).toBe(true);
  });

  it('knows no ticket that is not there', async () => {
    const id = (await made()).replace(/\d+$/, '99999999');
    await expect(deskOf(rig.settings).read(id, null)).rejects.toMatchObject({ outcome: 'refused', reason: { code: 'not-found' } });
  });
});
