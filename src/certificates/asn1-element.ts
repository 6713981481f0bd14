/**
 * One tag-length-value of a BER/DER file (ITU-T X.690). Offsets count from the start of the file; nothing is copied.
 *
 * Own reader instead of a library's: files come from strangers, so what is needed is exact byte ranges (the certificate
 * is stored as found), no recursion into octet strings, a bound on depth, and a plain answer to «is the file cut off?».
 */
export interface Asn1Element {
  /** Identifier octet as it stands, e.g. 0x30 for SEQUENCE. */
  tag: number;
  start: number;
  contentStart: number;
  contentEnd: number;
  /** After the last byte of the element, the end mark of an indefinite length included. */
  end: number;
  /** False when the header announces more bytes than there are. */
  complete: boolean;
}

/** Identifier octets this project meets (X.690, 8.1.2). */
export const Tag = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
  context0: 0xa0,
  context1: 0xa1,
  context3: 0xa3,
} as const;

const MAX_DEPTH = 40;
const INDEFINITE = -1;

/**
 * Reads the element at `at`, or `null` when there is none or its header breaks the rules.
 * An indefinite length is resolved by walking to its end mark, at most 40 levels deep.
 */
export function readElement(bytes: Uint8Array, at: number, limit = bytes.length): Asn1Element | null {
  return readNested(bytes, at, limit, 0);
}

/**
 * Like {@link readElement} but never looks past the header: an element that is cut off or of indefinite length is taken
 * to reach to `limit`. Constant time, for looking at every offset of a hostile file.
 */
export function peekElement(bytes: Uint8Array, at: number, limit = bytes.length): Asn1Element | null {
  const header = readHeader(bytes, at, limit);
  if (!header) return null;
  const end = header.length === INDEFINITE ? limit : Math.min(header.contentStart + header.length, limit);
  return { tag: header.tag, start: at, contentStart: header.contentStart, contentEnd: end, end, complete: true };
}

/** The elements inside a constructed element, or `null` when they do not fill it exactly. */
export function childrenOf(bytes: Uint8Array, parent: Asn1Element): Asn1Element[] | null {
  const children: Asn1Element[] = [];
  for (let at = parent.contentStart; at < parent.contentEnd; ) {
    const child = readElement(bytes, at, parent.contentEnd);
    if (!child?.complete) return null;
    children.push(child);
    at = child.end;
  }
  return children;
}

/** The bytes between an element's header and its end; a view, not a copy. */
export function contentOf(bytes: Uint8Array, element: Asn1Element): Uint8Array {
  return bytes.subarray(element.contentStart, element.contentEnd);
}

interface Header {
  tag: number;
  contentStart: number;
  length: number;
}

function readHeader(bytes: Uint8Array, at: number, limit: number): Header | null {
  if (at >= limit) return null;
  const tag = bytes[at] ?? 0;
  let next = at + 1;
  if ((tag & 0x1f) === 0x1f) while (next < limit && (bytes[next++] ?? 0) >= 0x80);
  if (next >= limit) return { tag, contentStart: limit, length: Infinity };
  const first = bytes[next++] ?? 0;
  if (first < 0x80) return { tag, contentStart: next, length: first };
  if (first === 0x80) return (tag & 0x20) === 0 ? null : { tag, contentStart: next, length: INDEFINITE };
  const octets = first & 0x7f;
  if (octets > 8) return null;
  if (next + octets > limit) return { tag, contentStart: limit, length: Infinity };
  let length = 0;
  for (let i = 0; i < octets; i++) length = length * 256 + (bytes[next++] ?? 0);
  return { tag, contentStart: next, length };
}

function readNested(bytes: Uint8Array, at: number, limit: number, depth: number): Asn1Element | null {
  const header = readHeader(bytes, at, limit);
  if (!header || depth > MAX_DEPTH) return null;
  const { tag, contentStart } = header;
  const element = (contentEnd: number, end: number, complete: boolean): Asn1Element => ({ tag, start: at, contentStart, contentEnd, end, complete });
  if (header.length !== INDEFINITE) {
    const end = contentStart + header.length;
    return end > limit ? element(limit, end, false) : element(end, end, true);
  }
  for (let next = contentStart; next < limit; ) {
    if (bytes[next] === 0 && bytes[next + 1] === 0 && next + 2 <= limit) return element(next, next + 2, true);
    const child = readNested(bytes, next, limit, depth + 1);
    if (!child) return null;
    if (!child.complete) break;
    next = child.end;
  }
  return element(limit, Infinity, false);
}
