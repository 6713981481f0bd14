import PostalMime, { type Email, type Mailbox } from 'postal-mime';
import { TemplatesService } from '../../platform/templates.service.js';
import type { LetterParcel, NoticeKind, NoticeParcel, Parcel, TicketParcel } from '../parcel.js';
import { MailChannel } from './mail-channel.adapter.js';
import { MailComposerService } from './mail-composer.service.js';
import type { ComposedMail } from './mailer.js';

const templates = new TemplatesService();
const options = { mailFrom: 'certdesk@certdesk.example', serviceDeskEmail: 'sd@72to.example', baseUrl: 'https://certdesk.example', answersTo: null };
const composer = new MailComposerService(templates, options);
const at = new Date('2026-11-24T07:03:00Z');
const contact = { fullName: 'Иванова Мария Петровна', phone: '+7 3452 00-00-00', email: 'ivanova@example.ru' };
const longName = 'Подписанное письмо ГБУ ТО «Тестовая больница № 1» о регистрации пользователя в РМИС (обращение 2026-000123).pdf';

const letter: LetterParcel = {
  kind: 'letter',
  destination: 'goszakaz@72to.example',
  caseNumber: '2026-000123',
  messageId: '<2026-000123.letter.5f0c@certdesk.example>',
  organization: { name: 'ГБУ ТО «Тестовая больница № 1»', inn: '7299000007' },
  contact,
  users: ['Иванова Мария Петровна'],
  signed: true,
  files: [
    { fileName: longName, mediaType: 'application/pdf', bytes: Buffer.from('%PDF-1.7\r\n.\r\nbody\0\xff', 'latin1') },
    { fileName: 'Сертификат Иванова.zip', mediaType: 'application/zip', bytes: new Uint8Array(5000).map((_, index) => index % 256) },
    { fileName: 'signature.sig', mediaType: 'message/rfc822', bytes: Buffer.from('x') },
  ],
};
const ticket: TicketParcel = {
  kind: 'ticket',
  caseNumber: '2026-000124',
  messageId: '<2026-000124.service-desk.77@certdesk.example>',
  organization: { name: null, inn: null },
  contact,
  trouble: 'Пользователь заблокирован',
  details: [{ label: 'Загружено ранее', value: '0' }],
  description: 'Не могу войти.\r\n<script>alert(1)</script>\nМой СНИЛС 112-233-445 95',
  files: [{ fileName: 'Иванова.cer', mediaType: 'application/pkix-cert', bytes: Buffer.from([0x30, 0x82]) }],
  knownTickets: [],
};
const notice: NoticeParcel = {
  kind: 'notice',
  notice: 'received',
  caseNumber: '2026-000123',
  messageId: '<2026-000123.notice-received.1@certdesk.example>',
  contact,
  statusUrl: 'https://certdesk.example/cases/2026-000123?key=a&b',
  status: 'Ждём подписанное письмо.',
  nextSteps: ['Скачайте письмо.', 'Подпишите у руководителя.'],
  about: null,
  owner: null,
};

async function read(parcel: Parcel): Promise<{ mail: ComposedMail; email: Email; head: string; raw: string }> {
  const mail = await composer.compose(parcel, at);
  const raw = mail.raw.toString('latin1');
  return { mail, email: await PostalMime.parse(mail.raw), head: raw.slice(0, raw.indexOf('\r\n\r\n')), raw };
}

describe('MailComposerService', () => {
  it('addresses the letter: Department, copy and reply to the contact', async () => {
    const { mail, email } = await read(letter);
    expect(mail).toMatchObject({ messageId: letter.messageId, from: 'certdesk@certdesk.example', recipients: ['goszakaz@72to.example', 'ivanova@example.ru'], required: ['goszakaz@72to.example'] });
    expect(email.from).toEqual({ name: 'Обращения по сертификатам РМИС', address: 'certdesk@certdesk.example' });
    expect(email.to?.map((to) => to.address)).toEqual(['goszakaz@72to.example']);
    expect(email.cc).toEqual([{ name: contact.fullName, address: contact.email }]);
    expect(email.replyTo).toEqual([{ name: contact.fullName, address: contact.email }]);
    expect(email.messageId).toBe(letter.messageId);
    expect(email.date).toBe(at.toISOString());
    expect(email.subject).toBe('О регистрации пользователя в РМИС — ГБУ ТО «Тестовая больница № 1» — обращение № 2026-000123');
    expect(email.text).toContain('Иванова Мария Петровна');
    expect(email.html).toContain('Сертификат Иванова.zip, 5&nbsp;КБ');
  });

  it('carries the files unchanged under their names, none of them as a container', async () => {
    const { email } = await read(letter);
    expect(email.attachments.map(({ filename }) => filename)).toEqual(letter.files.map(({ fileName }) => fileName));
    expect(email.attachments.map(({ mimeType }) => mimeType)).toEqual(['application/pdf', 'application/zip', 'application/octet-stream']);
    email.attachments.forEach(({ content }, index) => expect(Buffer.from(content as ArrayBuffer).equals(Buffer.from(letter.files[index]?.bytes ?? []))).toBe(true));
  });

  it('writes each name twice: RFC 2231 in Content-Disposition, RFC 2047 in Content-Type', async () => {
    const { raw } = await read(letter);
    const parts = raw.split('--certdesk').filter((part) => part.includes('Content-Disposition: attachment'));
    for (const [index, name] of [longName, 'Сертификат Иванова.zip'].entries()) {
      const part = (parts[index] ?? '').replace(/\r\n[ \t]/g, ' ');
      const pieces = [...part.matchAll(/filename\*(\d+)\*?=([^;\r]+)/g)].map((match, order) => {
        expect(Number(match[1])).toBe(order);
        return match[2];
      });
      expect(pieces[0]).toMatch(/^utf-8''/);
      expect(decodeURIComponent(pieces.join('').slice("utf-8''".length))).toBe(name);
      const words = /name="((?:=\?UTF-8\?B\?[A-Za-z0-9+/=]+\?= ?)+)"/.exec(part)?.[1] ?? '';
      expect(words.split(' ').map((word) => Buffer.from(word.slice(10, -2), 'base64').toString()).join('')).toBe(name);
    }
  });

  it.each<[string, Parcel]>([['letter', letter], ['ticket', ticket], ['notice', notice]])('makes of the same %s the same bytes: 7 bit, CRLF, short lines', async (_name, parcel) => {
    const { mail, raw } = await read(parcel);
    expect((await composer.compose(structuredClone(parcel), new Date(at))).raw.toString('latin1')).toBe(raw);
    expect(mail.raw.every((byte) => byte < 128)).toBe(true);
    expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(Math.max(...raw.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(78);
  });

  it('addresses the ticket and hides СНИЛС and markup', async () => {
    const { mail, email, head } = await read(ticket);
    expect(mail.recipients).toEqual(['sd@72to.example']);
    expect(email.subject).toBe('Пользователь заблокирован — обращение № 2026-000124');
    expect(email.replyTo).toEqual([{ name: contact.fullName, address: contact.email }]);
    expect(email.text).toContain('***-***-**5 95');
    expect(`${email.text}${email.html}`).not.toContain('112-233-445');
    expect(email.html).toContain('&lt;script&gt;');
    expect(head).not.toMatch(/^Auto-Submitted/m);
  });

  it('says no full СНИЛС in a subject, a text or a file name', async () => {
    const snils = '112–233–445 95';
    const said = { ...contact, fullName: `Иванова ${snils}` };
    const organization = { name: `ГБУ ${snils}`, inn: '7299000007' };
    const files = [{ fileName: `Иванова ${snils}.zip`, mediaType: 'application/zip', bytes: Buffer.from('x') }];
    const parcels: Parcel[] = [
      { ...letter, contact: said, organization, users: [said.fullName], files },
      { ...ticket, contact: said, organization, files, details: [{ label: 'Владелец', value: said.fullName }], description: 'snils=11223344595' },
      { ...notice, contact: said, notice: 'answer', about: `Ваш СНИЛС ${snils}` },
    ];
    for (const parcel of parcels) {
      const { email } = await read(parcel);
      expect(JSON.stringify({ ...email, attachments: email.attachments.map(({ filename }) => filename) })).not.toMatch(/112.?233.?445/u);
      expect(`${email.text}${email.html}`).toContain('***-***-**5 95');
    }
  });

  it.each<NoticeKind>(['received', 'next-step', 'sent', 'problem', 'link'])('writes the notice «%s» as automatic mail with the link, the name of nobody in its subject', async (kind) => {
    const { mail, email, head } = await read({ ...notice, notice: kind, about: 'Письмо для Управления принято почтовым сервером 24 ноября в 12:03.' });
    expect(mail.recipients).toEqual(['ivanova@example.ru']);
    expect(mail.required).toEqual(mail.recipients);
    expect(head).toMatch(/^Auto-Submitted: auto-generated\r$/m);
    expect(head).toMatch(/^X-Certdesk-Case: 2026-000123\r$/m);
    expect(email.subject).toMatch(/№ 2026-000123/);
    expect(email.subject).not.toMatch(/Иванова/);
    expect(email.text).toMatch(/^https:\/\/certdesk\.example\/cases\/2026-000123\?key=a&b$/m);
    expect(email.html).toContain('href="https://certdesk.example/cases/2026-000123?key&#x3D;a&amp;b"');
    expect(email.text).toContain('2. Подпишите у руководителя.');
    for (const words of [email.subject, email.text, email.html]) expect(words).not.toMatch(/\{\{|undefined|null|\[object|ЭЦП|![^d-]/);
  });

  it('says that nothing is to be done when nothing is', async () => {
    expect((await read({ ...notice, nextSteps: [] })).email.text).toContain('От вас сейчас ничего не требуется.');
  });

  it('names the owner to a contact who has many', async () => {
    const { email } = await read({ ...notice, notice: 'can-log-in', owner: 'Ким Олег Ли' });
    expect([email.text?.includes('Сертификат: Ким Олег Ли.'), email.html?.includes('Сертификат: Ким Олег Ли.'), email.subject?.includes('Ким')]).toEqual([true, true, false]);
    expect((await read({ ...notice, notice: 'can-log-in' })).email.text).not.toContain('Сертификат:');
  });

  it('lets nobody write headers, recipients, parts or lines', async () => {
    const evil = 'Зло\r\nBcc: all@example.ru\r\n\r\n--certdesk\u202E';
    const { mail, email, head, raw } = await read({
      ...letter,
      caseNumber: evil,
      organization: { name: evil, inn: evil },
      users: [evil],
      contact: { fullName: `${evil}" <x@example.ru>, y@example.ru`, phone: evil, email: contact.email },
      files: [{ fileName: `${evil}"; filename="evil.exe`, mediaType: 'text/html\r\nX-Evil: 1', bytes: Buffer.from('x') }],
    });
    expect(mail.recipients).toEqual(['goszakaz@72to.example', 'ivanova@example.ru']);
    expect([...(email.to ?? []), ...(email.cc ?? []), ...(email.replyTo ?? [])].map((one) => (one as Mailbox).address)).toEqual(['goszakaz@72to.example', 'ivanova@example.ru', 'ivanova@example.ru']);
    expect(email.bcc ?? []).toEqual([]);
    expect(raw).not.toMatch(/^(Bcc|X-Evil):/im);
    expect(head).not.toMatch(/\n\n|\r\r/);
    expect(email.subject).not.toMatch(/[\r\n\u202E]/);
    expect(email.attachments).toHaveLength(1);
    expect(email.attachments[0]).toMatchObject({ mimeType: 'application/octet-stream', filename: 'Зло Bcc_ all@example.ru --certdesk_; filename=_evil.exe' });
    expect(email.text).not.toMatch(/^Bcc:/m);
  });

  it.each(['a@b.ru\r\nBcc: c@d.ru', 'a@b.ru, c@d.ru', '<a@b.ru>', 'a..b@x.ru', 'иванова@example.ru'])('leaves the contact address %j out of the heads of mails to others', async (email) => {
    for (const parcel of [letter, ticket]) {
      const { mail, email: seen } = await read({ ...parcel, contact: { ...contact, email } });
      expect(mail.recipients).toEqual(mail.required);
      expect([seen.cc ?? [], seen.replyTo ?? []]).toEqual([[], []]);
      expect(mail.raw.every((byte) => byte < 128)).toBe(true);
    }
  });

  it('writes to nobody at an impossible address', async () => {
    await expect(composer.compose({ ...notice, contact: { ...contact, email: 'a@b.ru, c@d.ru' } }, at)).rejects.toThrow('mail address');
    const channel = new MailChannel(composer, { idempotent: true, send: () => Promise.reject(new Error('nothing is sent')) }, 'sent');
    expect(await channel.deliver({ ...notice, contact: { ...contact, email: 'a..b@x.ru' } }, at, () => Promise.resolve())).toEqual({ kind: 'refused', cause: { code: 'bad-address', detail: null } });
  });

  it('refuses a Message-ID that is none, and a MAIL_FROM that is none', async () => {
    await expect(composer.compose({ ...letter, messageId: '<a@b>\r\nBcc: c@d.ru' }, at)).rejects.toThrow('Message-ID');
    expect(() => new MailComposerService(templates, { ...options, mailFrom: 'nobody' })).toThrow('mail address');
  });

  it('keeps the name given in MAIL_FROM and writes a Cyrillic domain in ASCII', async () => {
    const { raw, from } = await new MailComposerService(templates, { ...options, mailFrom: 'Отдел <certdesk@почта.рф>' }).compose(letter, at);
    expect(from).toBe('certdesk@xn--80a1acny.xn--p1ai');
    expect((await PostalMime.parse(raw)).from).toMatchObject({ name: 'Отдел' });
  });

  it('says in its subject when there are several users, and shortens a long organisation so that the number stays in sight', async () => {
    const { email } = await read({ ...letter, users: ['Один', 'Два'], organization: { name: 'Государственное учреждение '.repeat(20), inn: null } });
    expect(email.subject).toMatch(/^О регистрации пользователей в РМИС — .{100,120}… — обращение № 2026-000123$/);
  });
});

const KEYS: Record<string, string[]> = {
  causes: ['no-connection', 'tls', 'authentication', 'deferred', 'mailbox-full', 'unknown-recipient', 'bad-address', 'foreign-letters', 'rejected', 'too-large', 'cut-off', 'worker-lost', 'expired', 'internal'],
  channels: ['email', 'service-desk', 'edms-package', 'notice'],
  states: ['pending', 'sending', 'sent', 'uncertain', 'failed', 'cancelled'],
};

it('has a sentence for every cause, channel and state', () => {
  for (const [group, keys] of Object.entries(KEYS)) for (const key of keys) expect([key, templates.hasMessage(`delivery.${group}.${key}`)]).toEqual([key, true]);
  for (const channel of KEYS.channels ?? []) {
    for (const state of [...(KEYS.states ?? []), 'retry']) {
      const sentence = templates.message(`delivery.sentences.${channel}.${state}`, { at: 'AT', next: 'NEXT', cause: 'CAUSE.', id: 'ID' });
      expect(sentence).toMatch(/^[А-Я].*\.$/);
      expect(sentence).not.toMatch(/!|ЭЦП|\{\{|\.\./);
    }
  }
});
