import addressparser from 'nodemailer/lib/addressparser';
import MailComposer from 'nodemailer/lib/mail-composer';
import { createHash } from 'node:crypto';
import type { TemplatesService } from '../../platform/templates.service.js';
import type { Parcel } from '../parcel.js';
import { type MailAddress, mailContent, type MailOptions } from './mail-content.js';
import { bareAddress, oneLine } from './mail-text.js';
import type { ComposedMail } from './mailer.js';

/**
 * Turns a parcel into the bytes of a mail. The same parcel and instant give the same bytes,
 * so that a repeat after a crash is the same mail and a receiver can drop it by its Message-ID.
 */
export class MailComposerService {
  private readonly from: MailAddress;

  /** Throws when `MAIL_FROM` is not one address. */
  constructor(
    private readonly templates: TemplatesService,
    private readonly options: MailOptions,
  ) {
    const [sender] = addressparser(options.mailFrom, { flatten: true });
    const name = oneLine(sender?.name ?? '', 120);
    this.from = { name: name || templates.message('delivery.senderName'), address: bareAddress(sender?.address ?? '') };
  }

  /** `at` becomes the Date header. Throws on a Message-ID or an address that cannot stand in a header. */
  async compose(parcel: Parcel, at: Date): Promise<ComposedMail> {
    const { messageId } = parcel;
    if (!/^<[\w.+-]+@[\w.-]+>$/.test(messageId) || messageId.length > 250) throw new Error('Message-ID must look like <local@host>');
    const content = mailContent(parcel, this.options);
    const subject = oneLine(this.templates.render(`${content.template}.subject.txt`, content.context), 300);
    const context = { ...content.context, subject };
    const text = this.templates.render(`${content.template}.txt`, context).trim().replace(/\n{3,}/g, '\n\n');
    const html = this.templates.render(content.template, context).trim();

    const node = new MailComposer({
      from: this.from,
      to: content.to,
      cc: content.cc ?? undefined,
      replyTo: content.replyTo.length > 0 ? content.replyTo : undefined,
      subject,
      messageId,
      date: at,
      text: crlf(text),
      html: crlf(html),
      encoding: 'base64',
      headers: {
        ...('caseNumber' in parcel && { 'X-Certdesk-Case': oneLine(parcel.caseNumber, 40) }),
        'Content-Language': 'ru',
        // RFC 8058: mail programs offer a button that posts to the address.
        ...(content.refuseUrl !== undefined && { 'List-Unsubscribe': `<${content.refuseUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
        ...(content.automatic ? { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' } : {}),
      },
      attachments: content.files.map((file) => ({
        filename: file.fileName,
        contentType: file.mediaType,
        contentTransferEncoding: 'base64',
        content: Buffer.from(file.bytes),
      })),
      // Not guessable from outside, because the texts belong to the hash: nobody can write the boundary into his description.
      baseBoundary: createHash('sha256').update(`${messageId}\n${text}\n${html}`).digest('hex').slice(0, 32),
      boundaryPrefix: 'certdesk',
      newline: 'win',
      disableFileAccess: true,
      disableUrlAccess: true,
    }).compile();

    const { from, to } = node.getEnvelope();
    const [first] = to;
    if (!from || !first) throw new Error('mail without sender or recipient');
    return { messageId, from, recipients: to, required: [first], raw: await node.build() };
  }
}

function crlf(text: string): string {
  return text.replace(/\r?\n/g, '\r\n');
}
