import PostalMime, { type Address, type Attachment, type Email } from 'postal-mime';
import { readDeliveryStatus, readPlainBounce, returnedMessageId, type DeliveryReport } from './delivery-report.js';
import type { InboundFile, InboundMail } from './inbound-mail.js';

/** Deeper than any mail program nests, shallower than what hurts. */
const MOST_NESTED = 20;
const MOST_ATTACHMENTS = 50;
const MOST_TEXT = 200_000;
const MOST_HEADERS = 20_000;

/**
 * Reads the bytes of a mail. @throws when it cannot be read as a mail at all (too deep, too many headers).
 */
export async function readMail(source: Uint8Array): Promise<InboundMail> {
  const email = await PostalMime.parse(source, { forceRfc822Attachments: true, maxNestingDepth: MOST_NESTED });
  const opened = openedOf(email);
  const header = (name: string): string | null => email.headers.find(({ key }) => key === name)?.value ?? null;
  const from = addresses(email.from ? [email.from] : [])[0] ?? null;
  const subject = line(email.subject ?? '');
  const text = clean(email.text ?? withoutTags(email.html ?? ''));
  const report = reportOf(email) ?? readPlainBounce({ from, failedRecipients: header('x-failed-recipients'), subject, text: [text, ...returnedMails(email)].join('\n') });
  return {
    messageId: ids(email.messageId)[0] ?? null,
    answers: [...ids(email.inReplyTo), ...ids(email.references).reverse()],
    from,
    to: addresses([...(email.to ?? []), ...(email.cc ?? [])]).concat(email.deliveredTo ? email.deliveredTo.toLowerCase() : []),
    subject,
    text,
    automatic: isAutomatic(header) || report !== null || opened !== null,
    report,
    opened,
    files: report ? [] : email.attachments.slice(0, MOST_ATTACHMENTS).map(file),
  };
}

function isAutomatic(header: (name: string) => string | null): boolean {
  const submitted = header('auto-submitted');
  if (submitted && !/^no\b/i.test(submitted.trim())) return true;
  if (/^(bulk|junk|list|auto_reply)$/i.test(header('precedence')?.trim() ?? '')) return true;
  return header('x-autoreply') !== null || header('x-auto-response-suppress') === 'All' || header('return-path')?.trim() === '<>';
}

function reportOf({ attachments }: Email): DeliveryReport | null {
  const status = attachments.find(({ mimeType }) => mimeType === 'message/delivery-status');
  if (!status) return null;
  const returned = attachments.find(isReturnedMail);
  return { about: returned ? returnedMessageId(textOf(returned)) : null, recipients: readDeliveryStatus(textOf(status)) };
}

function isReturnedMail({ mimeType }: Attachment): boolean {
  return mimeType === 'message/rfc822' || mimeType === 'text/rfc822-headers' || mimeType === 'message/global';
}

/** The beginnings of mails that came back as parts. */
function returnedMails({ attachments }: Email): string[] {
  return attachments.filter(isReturnedMail).map((part) => textOf(part).slice(0, MOST_HEADERS));
}

/** RFC 8098: only «displayed» says that somebody has it; «deleted» does not. */
function openedOf({ attachments }: Email): string | null {
  const part = attachments.find(({ mimeType }) => mimeType === 'message/disposition-notification');
  const text = part ? textOf(part) : '';
  if (!/^disposition:.*;\s*displayed/im.test(text)) return null;
  return /^original-message-id:\s*(<[^<>\s]+>)/im.exec(text)?.[1] ?? null;
}

function file({ filename, mimeType, content }: Attachment, index: number): InboundFile {
  const bytes = typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content);
  return { fileName: line(filename ?? '') || `${index + 1}`, mediaType: mimeType, bytes };
}

function textOf({ content }: Attachment): string {
  return typeof content === 'string' ? content : Buffer.from(new Uint8Array(content)).toString('utf8');
}

function ids(value: string | undefined): string[] {
  return value?.match(/<[^<>\s]{3,250}>/g) ?? [];
}

function addresses(list: readonly Address[]): string[] {
  return list.flatMap((entry) => (entry.group ? entry.group : [entry])).flatMap(({ address }) => (address ? [address.toLowerCase()] : []));
}

function withoutTags(html: string): string {
  return html.slice(0, MOST_TEXT).replace(/<(style|script)[\s\S]*?<\/\1>/gi, '').replace(/<(br|\/p|\/div|\/li|\/tr)[^>]*>/gi, '\n').replace(/<[^>]*>/g, '');
}

/** No characters that a text does not need: control, direction, and the NUL that PostgreSQL cannot hold. */
function clean(text: string): string {
  return text.slice(0, MOST_TEXT).replace(/[^\P{C}\n\t]/gu, '').trim();
}

function line(text: string): string {
  return clean(text).replace(/\s+/g, ' ').slice(0, 300);
}
