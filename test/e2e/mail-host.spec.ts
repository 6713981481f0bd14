import { jest } from '@jest/globals';
import PostalMime from 'postal-mime';
import type { ComposedMail } from '../../src/delivery/channels/mailer.js';
import { MailComposerService } from '../../src/delivery/channels/mail-composer.service.js';
import { caseForm, submitted } from '../faults/applicant.js';
import { eventually, startApp, type TestApp } from '../support/app.js';
import { startMailHost, type MailHost } from '../support/peers/mail-host.js';
import { asSent, mailboxHolds } from '../support/peers/mailbox.js';

const AGENCY = 'goszakaz@72to.ru';
const APPLICANT = 'ivanova@example.ru';

/** Through a real Postfix into mailboxes of a real Dovecot. */
describe('mail through a real mail server', () => {
  let host: MailHost;
  let app: TestApp;
  let given: () => Promise<ComposedMail[]>;

  beforeAll(async () => {
    host = await startMailHost({ mailboxes: [AGENCY, APPLICANT, 'certdesk@example.ru'], messageSizeLimit: 300_000 });
    const compose = jest.spyOn(MailComposerService.prototype, 'compose');
    given = () => Promise.all(compose.mock.results.map(({ value }) => value as Promise<ComposedMail>));
    app = await startApp({ SMTP_URL: host.smtpUrl, MAIL_FROM: 'certdesk@example.ru' });
  });

  afterAll(async () => {
    await app?.close();
    await host?.stop();
  });

  it('lies in the mailbox byte for byte as it was composed, and the queue id is kept', async () => {
    const { number, accessKey } = await submitted(app.baseUrl);
    const [stored] = await mailboxHolds(host, AGENCY, 1);
    const composed = (await given()).find(({ recipients }) => recipients.includes(AGENCY));
    expect(asSent(stored!).equals(composed!.raw)).toBe(true);
    const read = await PostalMime.parse(stored!);
    expect(read.subject).toContain(number);
    expect(read.attachments.map(({ mimeType }) => mimeType)).toEqual(['application/pdf', 'application/zip']);
    // The mailbox has it a moment before the worker has written down the server's answer.
    const delivery = await eventually(() => letter(app, number, accessKey).then((row) => row.state === 'sent' && row));
    expect(delivery.externalId).toMatch(/^[0-9A-F]{8,}$/);
    expect(await host.log()).toContain(`${String(delivery.externalId)}: from=`);
    await mailboxHolds(host, APPLICANT, 1);
  });

  it('that is refused says why on the case', async () => {
    const [unknown, large] = await Promise.all([
      startApp({ SMTP_URL: host.smtpUrl, MAIL_FROM: 'certdesk@example.ru', AGENCY_EMAIL: 'nobody@72to.ru' }),
      submitLarge(app.baseUrl),
    ]);
    try {
      const { number, accessKey } = await submitted(unknown.baseUrl);
      const refused = await eventually(() => letter(unknown, number, accessKey).then((row) => row.state === 'failed' && row));
      expect(refused.failure).toBe('Почтовый сервер ответил, что такого адреса нет.');
      const tooLarge = await eventually(() => letter(app, large.number, large.accessKey).then((row) => row.state === 'failed' && row));
      expect(tooLarge.failure).toBe('Вложения слишком большие: сервер их не принимает.');
    } finally {
      await unknown.close();
    }
  });
});

interface DeliveryAnswer {
  channel: string;
  state: string;
  externalId: string | null;
  failure: string | null;
}

async function letter({ baseUrl }: TestApp, number: string, accessKey: string): Promise<DeliveryAnswer> {
  const answer = await fetch(`${baseUrl}/api/v1/cases/${number}`, { headers: { authorization: `Bearer ${accessKey}` } });
  const { deliveries } = (await answer.json()) as { deliveries: DeliveryAnswer[] };
  return deliveries.find(({ channel }) => channel === 'email')!;
}

/** A case whose scan is larger than the mail server takes. */
async function submitLarge(baseUrl: string): Promise<{ number: string; accessKey: string }> {
  const form = caseForm();
  form.set('signedLetter', new Blob(['%PDF-1.7\n', Buffer.alloc(400_000, 0x20)]), 'letter.pdf');
  const answer = await fetch(`${baseUrl}/api/v1/cases`, { method: 'POST', body: form, headers: { 'idempotency-key': 'a-large-scan' } });
  return (await answer.json()) as { number: string; accessKey: string };
}
