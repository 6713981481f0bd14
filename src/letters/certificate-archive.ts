import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { withoutSnils } from '../certificates/hidden-snils.js';
import { type LetterWords } from './letter-model.js';
import { tyumenDay, TYUMEN_OFFSET_MS } from './tyumen-day.js';

/** One file of the archive. */
export interface ArchiveEntry {
  fileName: string;
  der: Uint8Array;
}

/** Names that Windows keeps for devices, whatever follows the first dot. */
const DEVICE_NAME = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(?=\.|$)/iu;
const MAX_NAME_LENGTH = 100;

/**
 * Readable name of a certificate's file: «Иванова Мария Петровна, до 31.05.2027.cer». `notAfter` is ISO 8601, shown as
 * the day in Tyumen. Safe as `safeFileName` says; the date and the extension survive a long name.
 */
export function certificateFileName(certificate: { commonName: string | null; notAfter: string }, words: LetterWords): string {
  const date = tyumenDay(certificate.notAfter);
  const nameless = words.message('letters.file.nameless');
  const fullName = safeFileName(certificate.commonName ?? '') || nameless;
  const decoration = words.message('letters.file.certificate', { name: '', date }).length;
  return safeFileName(words.message('letters.file.certificate', { name: cut(fullName, MAX_NAME_LENGTH - decoration - ' (999)'.length) || nameless, date }));
}

/**
 * A file name that Windows, macOS, Linux and mail clients all keep: letters, digits and harmless signs only, so no
 * reserved, control or bidirectional character, no path, no device name (gets «_» in front), no leading or trailing dot or
 * space, at most 100 UTF-16 units with the extension kept, and no full СНИЛС. Empty when nothing is left. Safe names stay as they are.
 */
export function safeFileName(name: string): string {
  const harmless = withoutSnils(name.normalize('NFC'), '_')
    .replace(/[^\p{L}\p{M}\p{N} .,()«»№_+&=@-]/gu, ' ')
    .replace(/ +/gu, ' ');
  // Once more: other signs between the digits are spaces now.
  const allowed = withoutSnils(harmless, '_');
  const extension = /\.[A-Za-z]{1,4}$/u.exec(allowed)?.[0] ?? '';
  const stem = allowed.slice(0, allowed.length - extension.length).replace(/^[ .,-]+/u, '');
  const device = DEVICE_NAME.test(stem) ? '_' : '';
  const body = cut(device + stem, MAX_NAME_LENGTH - extension.length);
  return body && body + extension;
}

/** The same names in the same order; one that Windows would take for an earlier one (case is ignored) gets « (2)», « (3)»… */
export function distinctFileNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const dot = name.lastIndexOf('.');
    const [stem, extension] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
    let distinct = name;
    for (let number = 2; taken.has(distinct.toLowerCase()); number++) {
      const suffix = ` (${number})${extension}`;
      distinct = cut(stem, MAX_NAME_LENGTH - suffix.length) + suffix;
    }
    taken.add(distinct.toLowerCase());
    return distinct;
  });
}

/**
 * «certificate-2026-000123.zip»: ASCII, because it travels as an attachment's name through mail gateways, EDMS imports
 * and HTTP headers that garble anything else, and no name of a person, because it is logged on the way.
 */
export function archiveFileName(caseNumber: string): string {
  return `certificate-${caseNumber.replace(/[^A-Za-z0-9-]+/gu, '-').slice(0, 40)}.zip`;
}

/**
 * ZIP of certificates. The same entries and instant give the same bytes, on any machine and in any time zone: files are
 * stored without compression (a deflate's output depends on the zlib), stamped with the Tyumen wall time of `at`.
 * Names carry the UTF-8 flag, which Explorer, 7-Zip, unzip and Python read. Names are made safe and distinct once more.
 */
export function archiveCertificates(entries: readonly ArchiveEntry[], at: Date): Promise<Buffer> {
  const zip = new ZipFile();
  const names = distinctFileNames(entries.map((entry) => safeFileName(entry.fileName) || 'file'));
  const options = { mtime: wallTime(at), mode: 0o100644, compress: false, forceDosTimestamp: true };
  entries.forEach((entry, index) => zip.addBuffer(Buffer.from(entry.der), names[index] ?? '', options));
  zip.end();
  return buffer(zip.outputStream);
}

/** yazl writes the fields of the machine's own time zone: a date whose fields there are Tyumen's. */
function wallTime(at: Date): Date {
  const tyumen = new Date(at.getTime() + TYUMEN_OFFSET_MS);
  return new Date(tyumen.getUTCFullYear(), tyumen.getUTCMonth(), tyumen.getUTCDate(), tyumen.getUTCHours(), tyumen.getUTCMinutes(), tyumen.getUTCSeconds());
}

/** At most `length` UTF-16 units, never half a character, without dots and spaces at the end. */
function cut(text: string, length: number): string {
  if (text.length <= length) return text.replace(/[ .]+$/u, '');
  let kept = '';
  for (const { segment } of new Intl.Segmenter('ru').segment(text)) {
    if (kept.length + segment.length > length) break;
    kept += segment;
  }
  return kept.replace(/[ .]+$/u, '');
}
