import { createTransport } from 'nodemailer';
import { randomUUID } from 'node:crypto';
import { AccountsScene } from '../support/accounts-scene.js';
import { eventually } from '../support/app.js';
import { Mailbox } from '../../src/inbox/mailbox.adapter.js';
import { BOUNCING_DOMAIN, MAILBOX_PASSWORD, startMailHost, type MailHost } from '../support/peers/mail-host.js';
import { mailboxHolds } from '../support/peers/mailbox.js';
import PostalMime, { type Email } from 'postal-mime';
import { submitted, type Acknowledged } from '../faults/applicant.js';

const AGENCY = 'goszakaz@72to.ru';
const OWN = 'certdesk@example.ru';
const OTHER = 'certdesk-2@example.ru';
const APPLICANT = 'ivanova@example.ru';
const KEY = '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n-----END PRIVATE KEY-----\n';

interface Answer {
  status: string;
  deliveries: { channel: string; state: string; failure: string | null }[];
  timeline: { event: string; text: string }[];
}

/** Real Postfix, real Dovecot: what comes back by mail. */
describe('the inbox', () => {
  let host: MailHost;
  let scene: AccountsScene;
  let theCase: Acknowledged;
  let letter: Email;

  beforeAll(async () => {
    host = await startMailHost({ mailboxes: [AGENCY, OWN, OTHER, APPLICANT] });
    scene = await AccountsScene.start({ SMTP_URL: host.smtpUrl, MAIL_FROM: `Certdesk <${OWN}>`, INBOX_URL: host.imapUrl(OWN), INBOX_TAGS: 'on' });
    theCase = await submitted(scene.app.baseUrl);
    const [stored] = await mailboxHolds(host, AGENCY, 1);
    letter = await PostalMime.parse(stored!);
  });

  afterAll(async () => {
    await scene?.close();
    await host?.stop();
  });

  const send = (message: object): Promise<unknown> =>
    createTransport({ host: '127.0.0.1', port: host.smtpPort, ignoreTLS: true }).sendMail({ from: AGENCY, to: OWN, messageId: `<${randomUUID()}@72to.ru>`, ...message });
  const events = async (name: string, caseNumber = theCase.number): Promise<{ params: Record<string, string>; internal: boolean }[]> =>
    (await scene.database.query<{ params: Record<string, string>; internal: boolean }>('SELECT e.params, e.internal FROM case_events e JOIN cases c ON c.id = e.case_id WHERE c.number = $1 AND e.event = $2 ORDER BY e.id', [caseNumber, name])).rows;
  const mails = async (): Promise<{ state: string; kind: string | null; tries: number }[]> =>
    (await scene.database.query<{ state: string; kind: string | null; tries: number }>('SELECT state, kind, tries FROM inbound_mails ORDER BY uid')).rows;
  const asked = async ({ number, accessKey }: Acknowledged): Promise<Answer> =>
    (await (await fetch(`${scene.app.baseUrl}/api/v1/cases/${number}`, { headers: { authorization: `Bearer ${accessKey}` } })).json()) as Answer;

  it('puts an answer of the Department on the timeline, with its files, for operators only', async () => {
    await send({ inReplyTo: letter.messageId, subject: 'Re: письмо', text: 'Зарегистрировали.\n\nCertdesk написал:\n> Просим', attachments: [{ filename: 'Ответ.pdf', content: '%PDF-1.7\n' }, { filename: 'key.pem', content: KEY }] });
    const [reply] = await eventually(() => events('reply').then((rows) => rows.length > 0 && rows));
    expect(reply).toEqual({ internal: true, params: { from: AGENCY, text: 'Зарегистрировали.', files: '1', keys: '1' } });
    expect((await asked(theCase)).status).toBe('awaiting-operator');
    expect(JSON.stringify(await asked(theCase))).not.toContain('Зарегистрировали');
    const page = await scene.admin.get(`/desk/cases/${theCase.number}`);
    expect(page.text).toContain('Зарегистрировали.');
    expect(page.html).toContain('Ответ.pdf');
    const { rows } = await scene.database.query("SELECT count(*)::int AS count FROM case_files WHERE position('PRIVATE KEY'::bytea IN content) > 0");
    expect(rows[0]).toEqual({ count: 0 });
  });

  it('takes what the applicant writes to the signed address for his message', async () => {
    const tagged = letter.replyTo?.map(({ address }) => address).find((address) => address?.includes('+'));
    await send({ from: APPLICANT, to: tagged, subject: 'без номера', text: 'Спасибо, вошла.' });
    await eventually(() => events('message').then((rows) => rows.length > 0));
    expect((await asked(theCase)).timeline.map(({ text }) => text)).toContainEqual(expect.stringContaining('Спасибо, вошла.'));
  });

  it('keeps no private key that stands among the words', async () => {
    await send({ inReplyTo: letter.messageId, subject: 'Вот ключ', text: `Смотрите:\n${KEY}` });
    const reply = await eventually(() => events('reply').then((rows) => rows.find(({ params }) => params['text'] === 'Вот ключ')));
    expect(reply.params).toMatchObject({ keys: '1' });
  });

  it('says that an answer found only by the number in its subject is doubtful, and calls nobody for a robot', async () => {
    await send({ from: APPLICANT, subject: `Вопрос по ${theCase.number}`, text: 'Я заявитель, честно' });
    await eventually(() => events('reply').then((rows) => rows.some(({ params }) => params['doubtful'] === 'yes')));
    await send({ inReplyTo: letter.messageId, subject: 'Нет на месте', text: 'Буду 7 декабря', headers: { 'Auto-Submitted': 'auto-replied' } });
    await eventually(() => events('auto-reply').then((rows) => rows.length > 0));
  });

  it('takes the bounce of the applicant\'s copy for no bounce of the letter, and the plain bounce of an old server for one', async () => {
    const state = async (): Promise<string | undefined> => (await asked(theCase)).deliveries.find(({ channel }) => channel === 'email')?.state;
    const learned = async (kind: string, count: number): Promise<void> => void (await eventually(async () => (await mails()).filter((mail) => mail.kind === kind && mail.state === 'done').length === count));
    const bounce = (head: string, body: string): Promise<unknown> => send({ raw: `From: Mail Delivery System <mailer-daemon@mx.example.ru>\r\nTo: ${OWN}\r\n${head}\r\n\r\n${body}`, envelope: { from: AGENCY, to: OWN } });
    const returned = `Message-ID: ${letter.messageId}\r\nSubject: x\r\n`;
    const part = (type: string, text: string): string => `--b\r\nContent-Type: ${type}\r\n\r\n${text}\r\n`;
    const status = `Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; ${APPLICANT}\r\nAction: failed\r\nStatus: 5.1.1\r\n`;
    await bounce(
      'Subject: Undelivered\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b',
      `${part('text/plain', 'Sorry')}${part('message/delivery-status', status)}${part('text/rfc822-headers', returned)}--b--\r\n`,
    );
    await learned('bounce', 1);
    expect(await state()).toBe('sent');
    await bounce(`Subject: Mail delivery failed: returning message to sender\r\nX-Failed-Recipients: ${AGENCY}`, `${AGENCY}: 550 5.2.1 Mailbox disabled\r\n------ This is a copy of the message ------\r\n\r\n${returned}`);
    await learned('bounce', 2);
    expect(await state()).toBe('failed');
  });

  it('makes a letter that was taken and given back a failed one, with the reason, and tells the applicant once', async () => {
    const bouncing = await AccountsScene.start({ SMTP_URL: host.smtpUrl, MAIL_FROM: OTHER, INBOX_URL: host.imapUrl(OTHER), AGENCY_EMAIL: `office@${BOUNCING_DOMAIN}` });
    try {
      const bounced = await submitted(bouncing.app.baseUrl);
      const read = async (): Promise<Answer> =>
        (await (await fetch(`${bouncing.app.baseUrl}/api/v1/cases/${bounced.number}`, { headers: { authorization: `Bearer ${bounced.accessKey}` } })).json()) as Answer;
      const answer = await eventually(() => read().then((found) => found.status === 'delivery-problem' && found));
      expect(answer.deliveries.find(({ channel }) => channel === 'email')).toMatchObject({ state: 'failed', failure: 'Почтовый сервер ответил, что такого адреса нет.' });
      const notices = await bouncing.database.query("SELECT count(*)::int AS count FROM deliveries WHERE notice = 'problem'");
      expect(notices.rows[0]).toEqual({ count: 1 });
    } finally {
      await bouncing.close();
    }
  });

  it('says what of the mailbox the server refused', async () => {
    const url = host.imapUrl(OWN);
    await expect(Mailbox.open({ url: url.replace(MAILBOX_PASSWORD, 'wrong'), folder: 'INBOX' })).rejects.toThrow('refused the sign-in: AUTHENTICATIONFAILED');
    await expect(Mailbox.open({ url, folder: 'Nowhere' })).rejects.toThrow('refused the folder');
  });

  it('sets a poisonous mail aside after the third try and goes on with the next', async () => {
    const nested = Array.from({ length: 40 }, (_, level) => `Content-Type: multipart/mixed; boundary="b${level}"\r\n\r\n--b${level}\r\n`).join('');
    await send({ raw: `From: <${AGENCY}>\r\nTo: <${OWN}>\r\nSubject: яд\r\n${nested}` });
    await send({ subject: 'Ни о чём', text: 'Кому писать?', attachments: [{ filename: 'a.txt', content: 'x' }] });
    await eventually(() => mails().then((rows) => rows.some(({ state }) => state === 'unmatched')), 40_000);
    expect((await mails()).filter(({ state }) => state === 'set-aside')).toEqual([{ state: 'set-aside', kind: null, tries: 3 }]);
  });

  it('lets an operator tie a mail to its case, or put it away', async () => {
    const shown = await scene.admin.get('/desk/inbox');
    expect(shown.text).toContain('Ни о чём');
    expect(shown.text).toContain('не читается');
    const { rows } = await scene.database.query<{ id: string; state: string }>("SELECT id, state FROM inbound_mails WHERE state IN ('unmatched', 'set-aside')");
    const id = (state: string): string => rows.find((row) => row.state === state)?.id ?? '';
    const wrong = await scene.admin.post(`/desk/inbox/${id('unmatched')}/tie`, { number: '2026-999999' });
    expect([wrong.status, wrong.html]).toEqual([422, expect.stringContaining('2026-999999')]);
    await scene.admin.post(`/desk/inbox/${id('unmatched')}/tie`, { number: theCase.number });
    expect(await events('reply')).toContainEqual({ internal: true, params: { from: AGENCY, text: 'Кому писать?', files: '1', doubtful: 'yes' } });
    await scene.admin.post(`/desk/inbox/${id('set-aside')}/dismiss`);
    expect((await scene.admin.get('/desk/inbox')).text).toContain('Писем, которые ждут разбора, нет');
  });
});
