import net from 'node:net';
import { type SinkOptions, type SmtpScript, type SmtpSink, startScriptedSmtp, startSmtpSink } from '../../../test/support/smtp-sink.js';
import type { AttemptOutcome } from '../attempt-outcome.js';
import type { ComposedMail } from './mailer.js';
import { SmtpMailerAdapter } from './smtp-mailer.adapter.js';

const AGENCY = 'goszakaz@72to.example';
const COPY = 'ivanova@example.ru';
/** Only where the server keeps silent: a busy machine must not look like a dead server. */
const SHORT = { connection: 400, greeting: 300, socket: 300 };
const LONG = { connection: 10_000, greeting: 10_000, socket: 10_000 };
const mail: ComposedMail = {
  messageId: '<1@certdesk.example>',
  from: 'certdesk@certdesk.example',
  recipients: [AGENCY, COPY],
  required: [AGENCY],
  raw: Buffer.from(`Message-ID: <1@certdesk.example>\r\nSubject: secret subject\r\n\r\n${'text of the letter\r\n'.repeat(200)}`),
};

let sink: SmtpSink | undefined;
afterEach(async () => {
  await sink?.close();
  sink = undefined;
});

async function attempt(url: string, message = mail, timeouts = LONG): Promise<{ outcome: AttemptOutcome; asked: number }> {
  let asked = 0;
  const outcome = await new SmtpMailerAdapter(url, timeouts).send(message, async () => {
    asked++;
  });
  return { outcome, asked };
}

async function scripted(script: SmtpScript): Promise<{ outcome: AttemptOutcome; asked: number }> {
  sink = await startScriptedSmtp(script);
  return attempt(sink.url, mail, JSON.stringify(script).includes('silence') ? SHORT : LONG);
}

async function polite(options: SinkOptions, urlOf: (url: string) => string = (url) => url): Promise<{ outcome: AttemptOutcome; asked: number }> {
  sink = await startSmtpSink(options);
  return attempt(urlOf(sink.url));
}

const ending = (kind: string, code: string): object => ({ kind, cause: expect.objectContaining({ code }) as object });
const UNPIPELINED = '250-sink\r\n250 ENHANCEDSTATUSCODES';

describe('SmtpMailerAdapter: refused before anything was given away', () => {
  const cases: [string, SmtpScript, string, string][] = [
    ['greeting 421', { greeting: { then: 'close', reply: '421 4.3.2 Too busy' } }, 'deferred', 'deferred'],
    ['greeting 554', { greeting: '554 No SMTP service here' }, 'deferred', 'no-connection'],
    ['silence instead of a greeting', { greeting: { then: 'silence' } }, 'deferred', 'no-connection'],
    ['hang-up at EHLO', { EHLO: { then: 'close' } }, 'deferred', 'no-connection'],
    ['hang-up without a word', { greeting: { then: 'close' } }, 'deferred', 'no-connection'],
    ['sender 451', { MAIL: '451 4.3.0 Try later' }, 'deferred', 'deferred'],
    ['sender 550', { MAIL: '550 5.7.1 Sender rejected' }, 'refused', 'sender-refused'],
    ['sender refused at the recipient', { RCPT: '550 5.1.8 Sender address rejected: Domain not found' }, 'refused', 'sender-refused'],
    ['no go-ahead to DATA', { DATA: '250 2.0.0 Ok' }, 'deferred', 'unreadable'],
    ['sender 530: login first', { MAIL: '530 5.7.0 Authentication required' }, 'deferred', 'authentication'],
    ['sender 530: STARTTLS first', { MAIL: '530 5.7.0 Must issue a STARTTLS command first' }, 'deferred', 'tls'],
    ['sender 552 too large', { MAIL: '552 5.3.4 Message size exceeds fixed limit' }, 'refused', 'too-large'],
    ['greylisted', { RCPT: '451 4.7.1 Greylisted' }, 'deferred', 'deferred'],
    ['421 at the recipient', { RCPT: { then: 'close', reply: '421 4.4.2 Closing' } }, 'deferred', 'deferred'],
    ['unknown recipient', { RCPT: '550 5.1.1 No such user' }, 'refused', 'unknown-recipient'],
    ['unknown recipient in old words', { RCPT: '550 User unknown' }, 'refused', 'unknown-recipient'],
    ['policy in old words', { RCPT: '550 Blocked by a list' }, 'refused', 'rejected'],
    ['mailbox full for now', { RCPT: '452 4.2.2 Mailbox full' }, 'deferred', 'mailbox-full'],
    ['mailbox full for good', { RCPT: '552 5.2.2 Over quota' }, 'refused', 'mailbox-full'],
    ['relaying denied', { RCPT: '554 5.7.1 Relay access denied' }, 'refused', 'rejected'],
    ['DATA 451', { DATA: '451 4.3.0 No' }, 'deferred', 'deferred'],
    ['DATA 554', { DATA: '554 5.5.1 No valid recipients' }, 'refused', 'rejected'],
    ['503 says nothing about the mail', { DATA: '503 5.5.1 Bad sequence' }, 'deferred', 'deferred'],
    ['silence at DATA', { DATA: { then: 'silence' } }, 'deferred', 'no-connection'],
    ['hang-up at DATA', { DATA: { then: 'close' } }, 'deferred', 'no-connection'],
  ];
  it.each(cases)('%s', async (_name, script, kind, code) => {
    expect(await scripted(script)).toEqual({ outcome: ending(kind, code), asked: 0 });
    expect(sink?.mails).toEqual([]);
    await sink?.close();
    expect(await scripted({ ...script, EHLO: script.EHLO ?? UNPIPELINED })).toEqual({ outcome: ending(kind, code), asked: 0 });
  });

  it('no server there', async () => {
    expect(await attempt('smtp://127.0.0.1:1')).toEqual({ outcome: ending('deferred', 'no-connection'), asked: 0 });
  });

  it('no such name', async () => {
    expect(await attempt('smtp://mail.invalid')).toEqual({ outcome: ending('deferred', 'no-connection'), asked: 0 });
  });

  it('a certificate nobody vouches for, after STARTTLS and on a TLS port', async () => {
    expect(await polite({ startTls: true })).toEqual({ outcome: ending('deferred', 'tls'), asked: 0 });
    const plain = await startScriptedSmtp({});
    expect(await attempt(plain.url.replace('smtp:', 'smtps:'))).toEqual({ outcome: ending('deferred', 'tls'), asked: 0 });
    await plain.close();
  });

  it('sends over that certificate only when told to', async () => {
    expect((await polite({ startTls: true }, (url) => `${url}?tls.rejectUnauthorized=false&requireTLS=true`)).outcome.kind).toBe('accepted');
  });

  it('STARTTLS is required and not there', async () => {
    expect(await polite({}, (url) => `${url}?requireTLS=true`)).toEqual({ outcome: ending('deferred', 'tls'), asked: 0 });
  });

  it('larger than the announced SIZE: refused without sending', async () => {
    expect(await polite({ size: 1000 })).toEqual({ outcome: ending('refused', 'too-large'), asked: 0 });
  });

  it('wrong password, and not a word of it in the cause', async () => {
    const { outcome } = await polite({ auth: { user: 'robot', pass: 'right' } }, (url) => url.replace('//', '//robot:wrong-secret@'));
    expect(outcome).toEqual(ending('deferred', 'authentication'));
    expect(JSON.stringify(outcome)).not.toMatch(/robot|wrong-secret/);
  });

  it('right password', async () => {
    expect((await polite({ auth: { user: 'robot', pass: 'r:ght' } }, (url) => url.replace('//', '//robot:r%3Aght@'))).outcome.kind).toBe('accepted');
  });

  it('says nothing about a person in the cause', async () => {
    const { outcome } = await scripted({ RCPT: `550-5.1.1 <${AGENCY}>: no such user,\r\n550 5.1.1 ask ${COPY}` });
    expect(outcome).toEqual({ kind: 'refused', cause: { code: 'unknown-recipient', detail: '550-5.1.1 <…>: no such user, 5.1.1 ask <…>' } });
  });
});

describe.each([true, false])('SmtpMailerAdapter: two recipients, pipelining %s', (pipelining) => {
  it('goes on without the copy', async () => {
    const { outcome, asked } = await polite({ pipelining, refuse: { [COPY]: 550 } });
    expect([outcome.kind, asked, sink?.mails[0]?.to]).toEqual(['accepted', 1, [AGENCY]]);
  });

  it.each([
    [{ [AGENCY]: 550 }, 'refused', 'unknown-recipient'],
    [{ [AGENCY]: 451 }, 'deferred', 'deferred'],
    [{ [AGENCY]: 550, [COPY]: 451 }, 'refused', 'unknown-recipient'],
  ])('gives nothing away when the required one is refused: %j', async (refuse, kind, code) => {
    expect(await polite({ pipelining, refuse: refuse })).toEqual({ outcome: ending(kind, code), asked: 0 });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(sink?.mails).toEqual([]);
  });
});

describe('SmtpMailerAdapter: after the first byte', () => {
  const cases: [string, SmtpScript, string, string][] = [
    ['4xx after the final dot', { end: '451 4.3.0 Out of space' }, 'deferred', 'deferred'],
    ['421 after the final dot', { end: { then: 'close', reply: '421 4.3.0 Shutting down' } }, 'deferred', 'deferred'],
    ['5xx after the final dot', { end: '554 5.7.1 Looks like spam' }, 'refused', 'rejected'],
    ['too large after the final dot', { end: '552 Message too big' }, 'refused', 'too-large'],
    ['hang-up after the final dot', { end: { then: 'close' }, taken: true }, 'lost', 'cut-off'],
    ['silence after the final dot', { end: { then: 'silence' }, taken: true }, 'lost', 'cut-off'],
    ['half a refusal', { end: { then: 'close', reply: '55' }, taken: true }, 'lost', 'cut-off'],
    ['an answer that is none', { end: '354 Go on', taken: true }, 'lost', 'cut-off'],
    ['hang-up in the middle', { closeAfterBytes: 100 }, 'lost', 'cut-off'],
  ];
  it.each(cases)('%s', async (_name, script, kind, code) => {
    expect(await scripted(script)).toEqual({ outcome: ending(kind, code), asked: 1 });
    expect(sink?.mails).toHaveLength(script.taken ? 1 : 0);
  });

  it('does not believe an answer that comes before the end', async () => {
    sink = await startScriptedSmtp({ DATA: '354 Go\r\n250 2.0.0 Ok: queued as TOOSOON' });
    const { outcome } = await attempt(sink.url, { ...mail, raw: Buffer.alloc(20_000_000, 'abcdefgh\r\n') });
    expect(outcome.kind).toBe('lost');
  });

  it.each([
    ['250 2.0.0 Ok: queued as 4Xk2', '4Xk2'],
    ['250 OK id=1tAbCd-000123-Xy', '1tAbCd-000123-Xy'],
    ['250 2.6.0 <1@certdesk.example> [InternalId=42] Queued mail for delivery', '<…> [InternalId=42] Queued mail for delivery'],
    ['250', null],
  ])('keeps the id of the server: %s', async (end, externalId) => {
    expect((await scripted({ end })).outcome).toEqual({ kind: 'accepted', externalId });
  });

  it('is accepted although the server does not answer QUIT, or hangs up at it', async () => {
    expect((await scripted({ QUIT: { then: 'silence' } })).outcome.kind).toBe('accepted');
    await sink?.close();
    expect((await scripted({ QUIT: '421 4.0.0 Grumble' })).outcome.kind).toBe('accepted');
  });

  it('comes through greylisting at the second attempt', async () => {
    sink = await startScriptedSmtp({ EHLO: UNPIPELINED, RCPT: ['451 4.7.1 Greylisted', '451 4.7.1 Greylisted', '250 2.1.5 Ok'] });
    expect((await attempt(sink.url)).outcome).toEqual(ending('deferred', 'deferred'));
    expect((await attempt(sink.url)).outcome.kind).toBe('accepted');
    expect(sink.mails).toHaveLength(1);
  });
});

it('waits for the question under way before it reports a broken connection', async () => {
  const server = await startScriptedSmtp({});
  const order: string[] = [];
  const outcome = await new SmtpMailerAdapter(server.url, LONG).send(mail, async () => {
    await server.close();
    await new Promise((resolve) => setTimeout(resolve, 150));
    order.push('asked');
  });
  order.push('reported');
  expect(order).toEqual(['asked', 'reported']);
  expect(outcome).toEqual(ending('deferred', 'no-connection'));
  expect(server.mails).toEqual([]);
});

it('closes every connection it opened', async () => {
  const open = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => undefined).resume();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await attempt(`smtp://127.0.0.1:${(server.address() as net.AddressInfo).port}`, mail, SHORT);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(open.size).toBe(0);
  server.close();
});

describe('SmtpMailerAdapter: an address with letters beyond ASCII', () => {
  const letters: ComposedMail = { ...mail, recipients: ['иванова@example.ru'], required: ['иванова@example.ru'] };

  it('is refused for good by us where the server offers no SMTPUTF8, before anything is said of it', async () => {
    sink = await startScriptedSmtp({ EHLO: UNPIPELINED });
    const { outcome, asked } = await attempt(sink.url, letters);
    expect([outcome, asked, sink.mails]).toEqual([ending('refused', 'foreign-letters'), 0, []]);
  });

  it('gets its mail where the server offers it', async () => {
    sink = await startSmtpSink();
    expect((await attempt(sink.url, letters)).outcome.kind).toBe('accepted');
    expect(sink.mails[0]?.to).toEqual(['иванова@example.ru']);
  });
});
