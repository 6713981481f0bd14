import PostalMime, { type Address, type Attachment, type Email } from 'postal-mime';
import { withoutTags } from '../platform/untrusted-text.js';
import { readDeliveryStatus, readPlainBounce, returnedMessageId, type DeliveryReport } from './delivery-report.js';
import type { InboundFile, InboundMail } from './inbound-mail.js';

/** Deeper than any mail program nests, shallower than what hurts. */
const UNNAMED = ['windows-1251', 'koi8-r'];
const ENTITIES: Record<string, string> = { nbsp: ' ', amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", laquo: '«', raquo: '»', ndash: '–', mdash: '—', hellip: '…', minus: '−' };
const LINE_FEED = 10;
const MOST_NESTED = 20;
const MOST_ATTACHMENTS = 50;
/** Reading takes its time for every line and for every letter of a header; what people and their programs write has far less. */
const MOST_LINES = 700_000;
const MOST_HEAD = 256 * 1024;
const MOST_TEXT = 200_000;
const MOST_HEADERS = 20_000;

/**
 * Reads the bytes of a mail. @throws when it cannot be read as a mail at all (too deep, too many headers or lines).
 */
export async function readMail(source: Uint8Array): Promise<InboundMail> {
  if (lines(source) > MOST_LINES) throw new Error('too many lines');
  const email = await parsed(source);
  const opened = openedOf(email);
  const header = (name: string): string | null => email.headers.find(({ key }) => key === name)?.value ?? null;
  const from = addresses(email.from ? [email.from] : [])[0] ?? null;
  const subject = line(email.subject ?? '');
  const text = clean(email.text ?? wordsOf(email.html ?? ''));
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

/** Old programs write Cyrillic without saying how: then the words, not the files, are read in the encoding in which they are mostly small letters. */
async function parsed(source: Uint8Array): Promise<Email> {
  const parse = (bytes: Uint8Array): Promise<Email> => PostalMime.parse(bytes, { forceRfc822Attachments: true, maxNestingDepth: MOST_NESTED, maxHeadersSize: MOST_HEAD });
  const email = await parse(source);
  if (![email.subject, email.text, email.html].some((words) => words?.includes('\uFFFD'))) return email;
  const [likeliest] = UNNAMED.map((encoding) => new TextDecoder(encoding).decode(source)).sort((a, b) => smallLetters(b) - smallLetters(a));
  return { ...(await parse(Buffer.from(likeliest ?? ''))), attachments: email.attachments };
}

function smallLetters(text: string): number {
  return text.match(/[а-яё]/g)?.length ?? 0;
}

function lines(source: Uint8Array): number {
  let count = 0;
  for (let at = source.indexOf(LINE_FEED); at !== -1; at = source.indexOf(LINE_FEED, at + 1)) count++;
  return count;
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

function wordsOf(html: string): string {
  return withoutTags(html.slice(0, MOST_TEXT).replace(/<(br|\/p|\/div|\/li|\/tr)[^<>]*>/gi, '\n'), '').replace(/&(#x?[\da-f]{1,6}|[a-z]{2,6});/gi, (all, name: string) => entity(name.toLowerCase()) ?? all);
}

function entity(name: string): string | undefined {
  if (!name.startsWith('#')) return ENTITIES[name];
  const code = name.startsWith('#x') ? parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

/** No characters that a text does not need: control, direction, and the NUL that PostgreSQL cannot hold. */
function clean(text: string): string {
  return text.slice(0, MOST_TEXT).replace(/[^\P{C}\n\t]/gu, '').trim();
}

function line(text: string): string {
  return clean(text).replace(/\s+/g, ' ').slice(0, 300);
}
