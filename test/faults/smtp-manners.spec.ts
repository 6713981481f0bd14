import { jest } from '@jest/globals';
import { DataSource } from 'typeorm';
import { Config } from '../../src/config/config.js';
import { CHANNELS, type Channels } from '../../src/delivery/channels/channels.js';
import { MailChannel } from '../../src/delivery/channels/mail-channel.adapter.js';
import { MailComposerService } from '../../src/delivery/channels/mail-composer.service.js';
import { SmtpMailerAdapter } from '../../src/delivery/channels/smtp-mailer.adapter.js';
import { DeliveryRunner } from '../../src/delivery/delivery-runner.service.js';
import { ClockService } from '../../src/platform/clock.service.js';
import { TemplatesService } from '../../src/platform/templates.service.js';
import { startApp, type TestApp } from '../support/app.js';
import { startScriptedSmtp, startSmtpSink, type Answer, type SmtpScript, type SmtpSink } from '../support/smtp-sink.js';
import { submitted, type Acknowledged } from './applicant.js';
import { AGENCY, auditMail, Ledger, type Tally } from './ledger.js';
import { CLEAN, report } from './report.js';

/** What the applicant is told, `delivery.causes` in words. */
const SAID = {
  later: 'Сервер попросил повторить позже.',
  noConnection: 'Не удалось связаться с сервером.',
  tls: 'Не удалось установить защищённое соединение с сервером.',
  login: 'Сервер не принял имя или пароль нашего сервиса. Это исправит администратор.',
  sender: 'Почтовый сервер не принимает писем с адреса нашего сервиса. Это исправит администратор.',
  rejected: 'Сервер отказался принять сообщение.',
  nobody: 'Почтовый сервер ответил, что такого адреса нет.',
  large: 'Вложения слишком большие: сервер их не принимает.',
  cutOff: 'Связь прервалась при отправке.',
} as const;

const SILENCE: Answer = { then: 'silence' };
const HANG_UP: Answer = { then: 'close' };
const OFFERS_LOGIN = '250-sink\r\n250 AUTH PLAIN';
const WAITS = { socket: 10_000, silence: 300 };
const DAY_MS = 24 * 3_600_000;

interface Row {
  name: string;
  server: SmtpScript | (() => Promise<SmtpSink>);
  /** Added to the address of the server. */
  options?: string;
  login?: boolean;
  /** After the first attempt. */
  state: 'sent' | 'pending' | 'failed' | 'uncertain';
  said: keyof typeof SAID | null;
  /** Mails that the server kept of the first attempt. */
  kept?: number;
}

const scripted = (name: string, server: SmtpScript, state: Row['state'], said: Row['said'], kept = state === 'sent' ? 1 : 0): Row => ({ name, server, state, said, kept });

const ROWS: Row[] = [
  scripted('4xx as a greeting', { greeting: { ...HANG_UP, reply: '421 4.3.2 Too busy' } }, 'pending', 'later'),
  scripted('5xx as a greeting', { greeting: '554 No service here' }, 'pending', 'noConnection'),
  scripted('4xx at EHLO', { EHLO: '451 4.3.0 Later', HELO: '451 4.3.0 Later' }, 'pending', 'later'),
  scripted('5xx at EHLO, HELO will do', { EHLO: '502 5.5.1 Not implemented' }, 'sent', null),
  scripted('5xx at EHLO and HELO', { EHLO: '554 5.7.1 Go away', HELO: '554 5.7.1 Go away' }, 'pending', 'noConnection'),
  { ...scripted('4xx at AUTH', { EHLO: OFFERS_LOGIN, AUTH: '454 4.7.0 Temporary failure' }, 'pending', 'later'), login: true },
  { ...scripted('5xx at AUTH', { EHLO: OFFERS_LOGIN, AUTH: '535 5.7.8 Bad credentials' }, 'pending', 'login'), login: true },
  scripted('4xx at MAIL', { MAIL: '451 4.3.0 Later' }, 'pending', 'later'),
  scripted('5xx at MAIL', { MAIL: '550 5.7.1 Sender rejected' }, 'failed', 'sender'),
  scripted('4xx at RCPT', { RCPT: '450 4.2.0 Busy' }, 'pending', 'later'),
  scripted('greylisting', { RCPT: '451 4.7.1 Greylisted' }, 'pending', 'later'),
  scripted('5xx at RCPT', { RCPT: '550 5.1.1 No such user' }, 'failed', 'nobody'),
  scripted('5xx for the copy only', { RCPT: (address) => (address === AGENCY ? null : '550 5.1.1 No such user') }, 'sent', null),
  scripted('5xx for the Department only', { RCPT: (address) => (address === AGENCY ? '550 5.1.1 No such user' : null) }, 'failed', 'nobody'),
  scripted('4xx at DATA', { DATA: '451 4.3.0 Later' }, 'pending', 'later'),
  scripted('5xx at DATA', { DATA: '554 5.7.1 Not you' }, 'failed', 'rejected'),
  scripted('4xx after the final dot', { end: '452 4.3.1 No space' }, 'pending', 'later'),
  scripted('5xx after the final dot', { end: '554 5.7.1 Looks like spam' }, 'failed', 'rejected'),
  scripted('slowness at every step', { greeting: slow('220 sink ESMTP'), MAIL: slow('250 Ok'), RCPT: slow('250 Ok'), DATA: slow('354 Go'), end: slow('250 2.0.0 Ok: queued as SLOW') }, 'sent', null),
  scripted('silence at DATA', { DATA: SILENCE }, 'pending', 'noConnection'),
  scripted('silence after DATA, mail kept', { end: SILENCE, taken: true }, 'uncertain', 'cutOff', 1),
  scripted('silence after DATA, mail thrown away', { end: SILENCE }, 'uncertain', 'cutOff'),
  scripted('hang-up after the final dot, mail kept', { end: HANG_UP, taken: true }, 'uncertain', 'cutOff', 1),
  scripted('hang-up after the final dot, mail thrown away', { end: HANG_UP }, 'uncertain', 'cutOff'),
  scripted('hang-up in the message', { closeAfterBytes: 100 }, 'uncertain', 'cutOff'),
  { name: 'no STARTTLS although it is required', server: () => startSmtpSink(), options: '?requireTLS=true', state: 'pending', said: 'tls' },
  { name: 'a certificate that nobody vouches for', server: () => startSmtpSink({ startTls: true }), state: 'pending', said: 'tls' },
  { name: 'a SIZE that is too small', server: () => startSmtpSink({ size: 1_000 }), state: 'failed', said: 'large' },
];

function slow(reply: string): Answer {
  return { reply, waitMs: 150 };
}

describe('a letter that meets a mail server with', () => {
  let app: TestApp;
  let runner: DeliveryRunner;
  let ledger: Ledger;
  let now: Date;
  const lines: Record<string, Tally> = {};
  const all = { acknowledged: [] as string[], mails: [] as SmtpSink['mails'] };

  beforeAll(async () => {
    app = await startApp({ ROLE: 'web' });
    runner = app.app.get(DeliveryRunner);
    ledger = new Ledger(app.databaseUrl);
    const clock = app.app.get(ClockService);
    now = clock.now();
    jest.spyOn(clock, 'now').mockImplementation(() => now);
  });
  afterAll(async () => {
    report('Mail servers with every manner', lines);
    jest.restoreAllMocks();
    await ledger.close();
    await app.close();
  });

  /** From now on letters go to this server. */
  const connect = (url: string, silent: boolean): void => {
    const { mailFrom, serviceDeskEmail, baseUrl } = app.app.get(Config);
    const composer = new MailComposerService(app.app.get(TemplatesService), { mailFrom, serviceDeskEmail, baseUrl, answersTo: null });
    app.app.get<Channels>(CHANNELS).email = new MailChannel(composer, new SmtpMailerAdapter(url, { socket: silent ? WAITS.silence : WAITS.socket }), 'sent');
  };
  const idOf = async (number: string): Promise<string> => {
    const rows = await app.app.get(DataSource).query<{ id: string }[]>("SELECT d.id FROM deliveries d JOIN cases c ON c.id = case_id WHERE number = $1 AND channel = 'email'", [number]);
    return rows[0]?.id ?? '';
  };
  const shown = async ({ number, accessKey }: Acknowledged): Promise<{ status: string; letter: { state: string; attempts: number; failure: string | null; sentence: string } | undefined }> => {
    const answer = await fetch(`${app.baseUrl}/api/v1/cases/${number}`, { headers: { authorization: `Bearer ${accessKey}` } });
    const { status, deliveries } = (await answer.json()) as { status: string; deliveries: { channel: string; state: string; attempts: number; failure: string | null; sentence: string }[] };
    return { status, letter: deliveries.find(({ channel }) => channel === 'email') };
  };
  /** Long after every wait. */
  const attemptLater = async (id: string): Promise<void> => {
    now = new Date(now.getTime() + DAY_MS);
    await runner.attempt(id);
  };

  it.each(ROWS)('$name', async ({ server, options = '', login = false, state, said, kept = 0 }) => {
    const sink = typeof server === 'function' ? await server() : await startScriptedSmtp(server);
    const silent = JSON.stringify(server)?.includes('silence') ?? false;
    connect(`${login ? sink.url.replace('//', '//robot:secret@') : sink.url}${options}`, silent);
    const acknowledged = await submitted(app.baseUrl);
    const id = await idOf(acknowledged.number);
    await runner.attempt(id);
    const { status, letter } = await shown(acknowledged);
    expect(letter).toMatchObject({ state, attempts: 1, failure: said && SAID[said] });
    expect(letter?.sentence).toContain(said ? SAID[said] : 'Письмо для Управления принято почтовым сервером');
    expect(status).toBe(state === 'sent' ? 'sent' : state === 'pending' ? 'queued' : 'delivery-problem');
    expect(sink.mails).toHaveLength(kept);
    await sink.close();

    // The server is well again: what was only put off arrives, of all else nothing moves by itself.
    const well = await startScriptedSmtp({});
    connect(well.url, false);
    await attemptLater(id);
    await attemptLater(id);
    const after = (await shown(acknowledged)).letter;
    expect(after).toMatchObject(state === 'pending' ? { state: 'sent', attempts: 2 } : { state, attempts: 1 });
    expect(well.mails).toHaveLength(state === 'pending' ? 1 : 0);
    all.mails.push(...sink.mails, ...well.mails);
    if (state !== 'failed') all.acknowledged.push(acknowledged.number);
    await well.close();
  });

  it('any of these manners is never sent twice, nor called sent when it was not', async () => {
    const rows = (await ledger.deliveries()).filter(({ channel, state }) => channel === 'email' && state !== 'failed');
    const { letters } = auditMail(all.acknowledged, all.mails, rows, all.acknowledged.length);
    lines['every manner: letters that were not refused for good'] = letters;
    expect(letters).toMatchObject({ ...CLEAN, uncertain: ROWS.filter(({ state }) => state === 'uncertain').length });
  });
});
