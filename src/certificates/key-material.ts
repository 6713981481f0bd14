import { type Asn1Element, contentOf, peekElement, readElement, Tag } from './asn1-element.js';
import { type RefusalKind } from './certificate-facts.js';
import { upperHex } from './asn1-values.js';
import { oidOf, sequence } from './x509-certificate.js';

/** Refusals that mean: a secret key has left its owner. They go before everything else. */
export type KeyMaterial = Extract<RefusalKind, 'private-key' | 'pfx' | 'cryptopro-container'>;

/** Marks of keys kept as text, all of a row must be there; searched in a view of the file from which UTF-16's zero octets are gone. */
const KEY_TEXT: readonly [KeyMaterial, ...RegExp[]][] = [
  ['private-key', /-{2,5} ?BEGIN[^-\r\n]{0,60}PRIVATE KEY/i],
  ['private-key', /PuTTY-User-Key-File-\d/],
  ['private-key', /openssh-key-v1|b3BlbnNzaC1rZXktdjE/],
  // A PEM key that was put into base64 once more: «-----BEGIN », then «PRIVATE KEY» at any of the three places a letter can have.
  ['private-key', /LS0tLS1CRUdJTi[A-Za-z0-9+/]{0,60}(?:UFJJVkFURSBLRV|QUklWQVRFIEtFW|BSSVZBVEUgS0VZ)/],
  ['private-key', /<RSAKeyValue>/, /<D>/],
  ['private-key', /"kty"\s{0,9}:/, /"d"\s{0,9}:/],
  ['cryptopro-container', /"(?:header|masks2?|name|primary2?)\.key"\s{0,9}=\s{0,9}hex/i],
];

/** First octets of Microsoft's PVK file and of its PRIVATEKEYBLOB with an RSA key. */
const KEY_MAGIC = [/^1EF1B5B0/, /^0702....00A40000525341/];

/** Content of OIDs: pkcs7-data and signedData, which a PKCS#12 wraps; password-based encryption of PKCS#5, PKCS#12 and Java's key stores (JKS, JCEKS). */
const PFX_CONTENT = /^2A864886F70D01070[12]$/;
const PASSWORD_ENCRYPTION = /^2A864886F70D01(05..|0C01.*)$|^2B060104012A02(1101|13)01$/;

const MIN_BIG_INTEGER = 32;
/** Octets within which an algorithm of indefinite length must end. */
const MAX_ALGORITHM = 256;
const EC_KEY_SIZES = { min: 16, max: 72 };
/** Characters that hold the beginning of any key, the parameters of its encryption included. */
const BASE64_WINDOW = 400;

/**
 * Finds a secret key anywhere in a file: as text, as DER at any offset, as base64 at any offset.
 * Looks at prefixes only, so that a key that was cut off or has something behind it is found too. Time is linear in the size.
 */
export function findKeyMaterial(bytes: Uint8Array, text: string): KeyMaterial | null {
  for (const [kind, ...marks] of KEY_TEXT) if (marks.every((mark) => mark.test(text))) return kind;
  const head = upperHex(bytes.subarray(0, 16));
  if (KEY_MAGIC.some((magic) => magic.test(head))) return 'private-key';
  return findKeyInDer(bytes) ?? findKeyInBase64(text) ?? (isContainerFile(bytes) ? 'cryptopro-container' : null);
}

function findKeyInDer(bytes: Uint8Array): KeyMaterial | null {
  for (let at = bytes.indexOf(Tag.sequence); at !== -1; at = bytes.indexOf(Tag.sequence, at + 1)) {
    const kind = keyAt(bytes, at);
    if (kind) return kind;
  }
  return null;
}

/** DER in base64 starts with «M»; a run of 16 characters is long enough to be no word and short enough for any line length. */
function findKeyInBase64(text: string): KeyMaterial | null {
  for (const match of text.matchAll(/(?<![A-Za-z0-9+/])M[A-Za-z0-9+/_-]{15}/g)) {
    const window = text.slice(match.index, match.index + BASE64_WINDOW).replace(/\s/g, '');
    const kind = keyAt(Buffer.from(window, 'base64'), 0);
    if (kind) return kind;
  }
  return null;
}

function keyAt(bytes: Uint8Array, at: number): KeyMaterial | null {
  if (!mayBeKey(bytes, at)) return null;
  const [first, second, third] = firstThree(bytes, peekElement(bytes, at));
  if (!first || !second) return null;
  if (first.tag === Tag.sequence) {
    const oid = leadingOid(bytes, first);
    return second.tag === Tag.octetString && oid && PASSWORD_ENCRYPTION.test(oid) ? 'private-key' : null;
  }
  if (first.tag !== Tag.integer || size(first) !== 1) return null;
  const version = bytes[first.contentStart];
  if (version === 3) return PFX_CONTENT.test(leadingOid(bytes, second) ?? '') ? 'pfx' : null;
  if (version !== 0 && version !== 1) return null;
  const isPkcs8 = third?.tag === Tag.octetString && leadingOid(bytes, second) !== null;
  const isRsaOrDsa = second.tag === Tag.integer && size(second) >= MIN_BIG_INTEGER;
  const isEc =
    second.tag === Tag.octetString &&
    size(second) >= EC_KEY_SIZES.min &&
    size(second) <= EC_KEY_SIZES.max &&
    (third?.tag === Tag.context0 || third?.tag === Tag.context1);
  return isPkcs8 || isRsaOrDsa || isEc ? 'private-key' : null;
}

/** Whether an INTEGER follows the header at `at`, or another header and an OID: without allocating, for files made of nothing but headers. */
function mayBeKey(bytes: Uint8Array, at: number): boolean {
  const inner = afterHeader(bytes, at);
  return bytes[inner] === Tag.integer || (bytes[inner] === Tag.sequence && bytes[afterHeader(bytes, inner)] === Tag.oid);
}

function afterHeader(bytes: Uint8Array, at: number): number {
  const length = bytes[at + 1] ?? 0;
  return at + 2 + (length > 0x80 ? length & 0x7f : 0);
}

function firstThree(bytes: Uint8Array, parent: Asn1Element | null): Asn1Element[] {
  const found: Asn1Element[] = [];
  for (let at = parent?.contentStart ?? 0; parent && at < parent.contentEnd && found.length < 3; ) {
    const child = peekShort(bytes, at, parent.contentEnd);
    if (!child) break;
    found.push(child);
    at = child.end;
  }
  return found;
}

/** Of an indefinite length, the end is looked for nearby: an algorithm is short, and what has a far end is the last thing of interest. */
function peekShort(bytes: Uint8Array, at: number, limit: number): Asn1Element | null {
  const near = bytes[at + 1] === 0x80 ? readElement(bytes, at, Math.min(limit, at + MAX_ALGORITHM)) : null;
  return near?.complete ? near : peekElement(bytes, at, limit);
}

function leadingOid(bytes: Uint8Array, element: Asn1Element): string | null {
  const oid = element.tag === Tag.sequence ? peekElement(bytes, element.contentStart, element.contentEnd) : null;
  return oid?.tag === Tag.oid ? upperHex(contentOf(bytes, oid).subarray(0, 16)) : null;
}

function size(element: Asn1Element): number {
  return element.contentEnd - element.contentStart;
}

const IA5_STRING = 0x16;
const KEY_SIZES = new Set([32, 64]);
const MAX_CHECKSUM = 32;

/**
 * Whether the whole file is one of the six files of a CryptoPro container. Structures as read by public container tools:
 * name = SEQ{IA5String}, primary = SEQ{OCTET STRING of a key}, masks = SEQ{mask, salt, checksum}, header = SEQ{SEQ{…, BIT STRING, …, [0] parameters}, checksum}.
 */
function isContainerFile(bytes: Uint8Array): boolean {
  const root = readElement(bytes, 0);
  const items = root?.end === bytes.length ? sequence(bytes, root) : null;
  const [first, second, third] = items ?? [];
  if (!items || !first || items.length > 3) return false;
  const isChecksum = (item: Asn1Element | undefined) => item?.tag === Tag.octetString && size(item) <= MAX_CHECKSUM;
  if (first.tag === IA5_STRING) return items.length === 1;
  if (first.tag === Tag.octetString) return KEY_SIZES.has(size(first)) && (items.length === 1 || (isChecksum(second) && isChecksum(third)));
  if (items.length !== 2 || !isChecksum(second) || oidOf(bytes, first)) return false;
  const header = sequence(bytes, first) ?? [];
  return header.slice(0, 3).some((item) => item.tag === Tag.bitString) && header.some((item) => item.tag === Tag.context0);
}
