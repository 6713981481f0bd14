import { type Asn1Element, contentOf, Tag } from './asn1-element.js';

/** Dotted form of an OBJECT IDENTIFIER's content, e.g. `1.2.643.100.3`; `null` when the bytes are no OID. */
export function decodeOid(content: Uint8Array): string | null {
  if (content.length === 0 || content.length > 64 || (content.at(-1) ?? 0) >= 0x80) return null;
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const octet of content) {
    arc = (arc << 7n) | BigInt(octet & 0x7f);
    if (octet >= 0x80) continue;
    if (arcs.length > 0) arcs.push(arc);
    else {
      const first = arc < 80n ? arc / 40n : 2n;
      arcs.push(first, arc - first * 40n);
    }
    arc = 0n;
  }
  return arcs.join('.');
}

/** Upper-case hex of bytes, without separators. */
export function upperHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex').toUpperCase();
}

/** Upper-case hex of an INTEGER's content as Windows shows a serial number: whole octets, without the sign octet. */
export function integerToHex(content: Uint8Array): string {
  let start = 0;
  while (start < content.length - 1 && content[start] === 0) start++;
  return upperHex(content.subarray(start));
}

const UTC_TIME = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(Z|[+-]\d{4})$/;
const GENERALIZED_TIME = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)?(\d\d)?(?:[.,]\d+)?(Z|[+-]\d{4})?$/;

/** Moment of a UTCTime or GeneralizedTime (RFC 5280, 4.1.2.5; BER forms without seconds or with an offset too), else `null`. */
export function decodeTime(bytes: Uint8Array, element: Asn1Element): Date | null {
  const text = Buffer.from(contentOf(bytes, element)).toString('latin1');
  const short = element.tag === Tag.utcTime;
  if (!short && element.tag !== Tag.generalizedTime) return null;
  const parts = (short ? UTC_TIME : GENERALIZED_TIME).exec(text);
  if (!parts) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map((part) => Number(part ?? 0));
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60) return null;
  const moment = new Date(Date.UTC(2000, month - 1, day, hour, minute, second));
  moment.setUTCFullYear(short ? year + (year < 50 ? 2000 : 1900) : year, month - 1, day);
  const zone = parts[7];
  if (zone && zone !== 'Z') {
    const offset = (zone.startsWith('-') ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3)));
    moment.setUTCMinutes(moment.getUTCMinutes() - offset);
  }
  return moment.getUTCFullYear() >= 0 && moment.getUTCFullYear() <= 9999 ? moment : null;
}

/**
 * Text of any ASN.1 string, fit for showing: control and invisible characters dropped, whitespace collapsed; `null` when nothing is left.
 * The 8-bit types are decoded by what they hold, because issuing centres put UTF-8 and cp1251 into them.
 */
export function decodeText(bytes: Uint8Array, element: Asn1Element): string | null {
  const content = contentOf(bytes, element);
  const text = element.tag === Tag.bmpString ? decodeUtf16(content) : element.tag === Tag.universalString ? decodeUtf32(content) : decodeOctets(content);
  const clean = text
    .replace(/\s+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu, '')
    .replace(/ +/g, ' ')
    .trim();
  return clean === '' ? null : clean;
}

function decodeUtf16(content: Uint8Array): string {
  return new TextDecoder('utf-16be').decode(content.subarray(0, content.length & ~1));
}

function decodeUtf32(content: Uint8Array): string {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  let text = '';
  for (let at = 0; at + 4 <= content.length; at += 4) {
    const point = view.getUint32(at);
    if (point <= 0x10ffff) text += String.fromCodePoint(point);
  }
  return text;
}

function decodeOctets(content: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return new TextDecoder(looksLikeCyrillic(content) ? 'windows-1251' : 'latin1').decode(content);
  }
}

/** Cyrillic words in cp1251 are made of high octets; a Western word holds one or two of them among ASCII letters. */
function looksLikeCyrillic(content: Uint8Array): boolean {
  const high = content.filter((octet) => octet >= 0xc0 || octet === 0xa8 || octet === 0xb8).length;
  const latin = content.filter((octet) => (octet >= 0x41 && octet <= 0x5a) || (octet >= 0x61 && octet <= 0x7a)).length;
  return high > latin;
}
