import { bounceCause, readDeliveryStatus, readPlainBounce, returnedMessageId } from './delivery-report.js';
import { kindOf, numberInSubject, ownWords, type InboundMail } from './inbound-mail.js';
import { caseOfReplyAddress, replyAddress } from '../delivery/reply-address.js';

const OWN = 'certdesk@example.ru';
const MAIL: InboundMail = { messageId: '<a@b>', answers: [], from: 'clerk@72to.ru', to: [OWN], subject: '', text: '', automatic: false, report: null, opened: null, files: [] };
const STATUS = `Reporting-MTA: dns; mx.certdesk.test\r
Arrival-Date: Tue, 24 Nov 2026 12:03:00 +0500\r
\r
Final-Recipient: rfc822; nobody@72to.ru\r
Action: failed\r
Status: 5.1.1\r
Diagnostic-Code: smtp; 550 5.1.1 user\r
    unknown\r
\r
Final-Recipient: rfc822; ivanova@example.ru\r
Action: delayed\r
Status: 4.4.1\r
`;

describe('a delivery status notification', () => {
  it('tells what happened to each recipient', () => {
    expect(readDeliveryStatus(STATUS)).toEqual([
      { address: 'nobody@72to.ru', action: 'failed', status: '5.1.1', diagnostic: '550 5.1.1 user unknown' },
      { address: 'ivanova@example.ru', action: 'delayed', status: '4.4.1', diagnostic: '' },
    ]);
  });

  it('that is broken tells nothing', () => {
    expect(readDeliveryStatus('Action: exploded\n\n:::\n\nStatus: 5')).toEqual([]);
  });

  it.each([
    ['5.1.1', 'unknown-recipient'],
    ['5.1.8', 'rejected'],
    ['5.2.2', 'mailbox-full'],
    ['5.3.4', 'too-large'],
    ['4.4.7', 'no-connection'],
    ['', 'rejected'],
  ])('with %s means %s', (status, cause) => {
    expect(bounceCause({ address: null, action: 'failed', status, diagnostic: '' })).toBe(cause);
  });

  it('is about the mail whose headers came back, not about one that is quoted in its text', () => {
    expect(returnedMessageId('Subject: x\r\nMessage-ID:\r\n <2026-000001.email.id@example.ru>\r\n\r\nMessage-ID: <other@x>')).toBe('<2026-000001.email.id@example.ru>');
    expect(returnedMessageId('Subject: x\n\nMessage-ID: <other@x>')).toBeNull();
  });
});

describe('a bounce that is written for people', () => {
  const COPY = '\n------ This is a copy of the message, including all the headers. ------\n\nReturn-path: <certdesk@example.ru>\nMessage-ID: <2026-000001.email.id@example.ru>\nSubject: 550 letters\n';
  const EXIM = { from: 'mailer-daemon@mx.example', failedRecipients: 'Nobody@72to.ru', subject: 'Mail delivery failed: returning message to sender', text: `A message that you sent could not be delivered.\n\n  nobody@72to.ru\n    host mx [192.0.2.1]: 550 User unknown\n${COPY}` };

  it('of Exim names its recipient and the mail below it', () => {
    expect(readPlainBounce(EXIM)).toEqual({ about: '<2026-000001.email.id@example.ru>', recipients: [{ address: 'nobody@72to.ru', action: 'failed', status: '5.1.1', diagnostic: '550 User unknown' }] });
  });

  it('of qmail is known by its sender and the reply that it quotes', () => {
    expect(readPlainBounce({ ...EXIM, failedRecipients: null, text: `I'm afraid I wasn't able to deliver your message.\nRemote host said: 552 5.2.2 Over quota\n${COPY}` })).toMatchObject({ recipients: [{ address: null, status: '5.2.2' }] });
  });

  it.each([
    ['a delay', { subject: 'Warning: message 1abc delayed 24 hours', failedRecipients: null }],
    ['an absence', { from: 'ivanova@example.ru', failedRecipients: null }],
    ['a mail of which nothing came back', { text: '550 User unknown' }],
    ['no refusal', { failedRecipients: null, text: `Your message is here:\n${COPY}` }],
  ])('is not seen in %s', (_, change) => {
    expect(readPlainBounce({ ...EXIM, ...change })).toBeNull();
  });
});

describe('the kind of a mail', () => {
  const reported = (...actions: ('failed' | 'delayed' | 'delivered')[]) => ({ about: null, recipients: actions.map((action) => ({ address: null, action, status: '', diagnostic: '' })) });

  it.each<[string, Partial<InboundMail>, string]>([
    ['a failed recipient', { report: reported('delivered', 'failed'), from: null, automatic: true }, 'bounce'],
    ['a delayed one', { report: reported('delayed'), automatic: true }, 'delay'],
    ['a delivered one', { report: reported('delivered'), automatic: true }, 'arrival'],
    ['an opened one', { opened: '<a@b>', automatic: true }, 'arrival'],
    ['our own address', { from: OWN }, 'own'],
    ['a program', { automatic: true }, 'auto-reply'],
    ['a person', {}, 'reply'],
  ])('%s', (_, change, kind) => {
    expect(kindOf({ ...MAIL, ...change }, 'Certdesk@example.ru')).toBe(kind);
  });
});

it('finds a case number in a subject only when it stands alone', () => {
  expect(numberInSubject('Re: Обращение 2026-000123: письмо')).toBe('2026-000123');
  expect(numberInSubject('Счёт 12026-0001234567890')).toBeNull();
});

it('leaves quoted lines out, unless there is nothing else', () => {
  expect(ownWords('Зарегистрировали.\n\n24.11.2026 Certdesk написал:\n> Письмо\n> от\n', 100)).toBe('Зарегистрировали.');
  expect(ownWords('> только цитата', 100)).toBe('> только цитата');
  expect(ownWords('а'.repeat(20), 10)).toBe(`${'а'.repeat(9)}…`);
});

describe('a reply address', () => {
  const address = replyAddress(OWN, '2026-000123', 'secret');

  it('leads back to its case', () => {
    expect(address).toMatch(/^certdesk\+2026-000123\.[0-9a-f]{16}@example\.ru$/);
    expect(caseOfReplyAddress(['other@example.ru', address.toUpperCase()], 'secret')).toBe('2026-000123');
  });

  it('cannot be made by somebody else', () => {
    expect(caseOfReplyAddress([address.replace('000123', '000124'), address], 'another secret')).toBeNull();
  });
});
