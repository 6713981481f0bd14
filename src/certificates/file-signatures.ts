import { upperHex } from './asn1-values.js';
import { type RefusalKind } from './certificate-facts.js';

const ZIP = /^504B(0304|0506|0708)/;

/** File formats by the hex of their first octets; sources: the formats' own specifications. */
const SIGNATURES: readonly [RegExp, RefusalKind][] = [
  [/^FFD8FF/, 'image'], // JPEG
  [/^89504E470D0A1A0A/, 'image'], // PNG
  [/^47494638(37|39)61/, 'image'], // GIF
  [/^(49492[AB]00|4D4D002[AB])/, 'image'], // TIFF
  [/^424D.{8}00000000/, 'image'], // BMP
  [/^52494646.{8}57454250/, 'image'], // WebP
  [/^.{8}66747970(68656963|68656978|68657663|6D696631|6D736631|61766966)/, 'image'], // HEIC, AVIF
  [/^0000(01|02)00(?!00)..00/, 'image'], // ICO, CUR
  [/^0000000C6A5020200D0A870A/, 'image'], // JPEG 2000
  [ZIP, 'archive'],
  [/^526172211A07/, 'archive'], // RAR
  [/^377ABCAF271C/, 'archive'], // 7z
  [/^1F8B08/, 'archive'], // gzip
  [/^425A683[1-9]314159265359/, 'archive'], // bzip2
  [/^FD377A585A00/, 'archive'], // xz
  [/^28B52FFD/, 'archive'], // zstd
  [/^4D53434600000000/, 'archive'], // CAB
  [/^.{514}7573746172/, 'archive'], // tar
];
const PDF_WITHIN = 1024;

const SSH_PUBLIC_KEY = /^(ssh-(rsa|dss|ed25519) |ecdsa-sha2-|---- BEGIN SSH2 PUBLIC KEY)/;
const HTML = /^<(!|\?|[a-z])|^[^]{0,1023}?<(!doctype html|html|head|body)[\s>]/i;

/**
 * Names a file that is something else altogether, by its first octets: PDF, image, archive, page (HTML or XML), SSH key; `null` when it could be a certificate.
 * `text` is the file without byte order mark and zero octets.
 */
export function nameForeignFile(bytes: Uint8Array, text: string): RefusalKind | null {
  if (text.slice(0, PDF_WITHIN).includes('%PDF-')) return 'pdf';
  const head = upperHex(bytes.subarray(0, 512));
  for (const [signature, kind] of SIGNATURES) if (signature.test(head)) return kind;
  const start = text.slice(0, 2048).trimStart();
  if (SSH_PUBLIC_KEY.test(start)) return 'public-key';
  return HTML.test(start) ? 'html' : null;
}

/** Whether the file is a zip archive (docx and its like included). */
export function isZip(bytes: Uint8Array): boolean {
  return ZIP.test(upperHex(bytes.subarray(0, 4)));
}
