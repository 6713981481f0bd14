import { type Asn1Element, childrenOf, contentOf, readElement, Tag } from './asn1-element.js';
import { decodeOid, decodeText, decodeTime, integerToHex } from './asn1-values.js';
import { type KeyAlgorithm, nameKeyAlgorithm } from './key-algorithm.js';

/** One attribute of a distinguished name: dotted OID and its text (attributes without text are left out). */
export interface NameAttribute {
  oid: string;
  text: string;
}

/** What this project needs of an X.509 certificate (RFC 5280, 4.1). No signature is checked. */
export interface X509Certificate {
  /** The certificate's own bytes, nothing before or after. */
  der: Uint8Array;
  /** Upper-case hex. */
  serialNumber: string;
  issuer: NameAttribute[];
  subject: NameAttribute[];
  /** The two names byte for byte (hex), to find who issued whom. */
  issuerKey: string;
  subjectKey: string;
  notBefore: Date;
  notAfter: Date;
  key: KeyAlgorithm;
  isCa: boolean;
  /** rfc822Name entries of the subject's alternative name. */
  emails: string[];
  /** Attributes of the directoryName entries of the subject's alternative name. */
  alternativeNames: NameAttribute[];
}

const BASIC_CONSTRAINTS = '2.5.29.19';
const SUBJECT_ALT_NAME = '2.5.29.17';
const RFC822_NAME = 0x81;
const DIRECTORY_NAME = 0xa4;
const BOOLEAN = 0x01;

/** Reads a certificate at `root` (an element of `bytes`), or `null` when it is not one. */
export function parseX509(bytes: Uint8Array, root: Asn1Element): X509Certificate | null {
  const [body, signatureAlgorithm, signature, ...rest] = sequence(bytes, root) ?? [];
  if (!body || !oidOf(bytes, signatureAlgorithm) || signature?.tag !== Tag.bitString || rest.length > 0) return null;

  const fields = sequence(bytes, body);
  if (!fields) return null;
  if (fields[0]?.tag === Tag.context0) fields.shift();
  const [serial, algorithm, issuer, dates, subject, publicKey, ...tail] = fields;
  if (serial?.tag !== Tag.integer || !oidOf(bytes, algorithm) || !issuer || !dates || !subject || !publicKey) return null;

  const validity = readValidity(bytes, dates);
  const key = readKeyAlgorithm(bytes, publicKey);
  const issuerName = readName(bytes, issuer);
  const subjectName = readName(bytes, subject);
  const extensions = readExtensions(bytes, tail.find((field) => field.tag === Tag.context3));
  if (!validity || !key || !issuerName || !subjectName || !extensions) return null;

  return {
    der: new Uint8Array(bytes.subarray(root.start, root.end)),
    serialNumber: integerToHex(contentOf(bytes, serial)),
    issuer: issuerName,
    subject: subjectName,
    issuerKey: hex(bytes, issuer),
    subjectKey: hex(bytes, subject),
    ...validity,
    key,
    isCa: isCa(bytes, extensions.get(BASIC_CONSTRAINTS)),
    emails: readEmails(bytes, extensions.get(SUBJECT_ALT_NAME)),
    alternativeNames: readDirectoryNames(bytes, extensions.get(SUBJECT_ALT_NAME)),
  };
}

/** Whether an element has the shape of a SubjectPublicKeyInfo (RFC 5280, 4.1.2.7). */
export function isPublicKeyInfo(bytes: Uint8Array, element: Asn1Element | undefined): boolean {
  const [algorithm, key, ...rest] = sequence(bytes, element) ?? [];
  return oidOf(bytes, algorithm) !== null && key?.tag === Tag.bitString && rest.length === 0;
}

/** Children of a SEQUENCE, or `null` when the element is none. */
export function sequence(bytes: Uint8Array, element: Asn1Element | undefined): Asn1Element[] | null {
  return element?.tag === Tag.sequence && element.complete ? childrenOf(bytes, element) : null;
}

/** The dotted OID that a SEQUENCE starts with (an AlgorithmIdentifier, an extension, a ContentInfo), else `null`. */
export function oidOf(bytes: Uint8Array, element: Asn1Element | undefined): string | null {
  const first = sequence(bytes, element)?.[0];
  return first?.tag === Tag.oid ? decodeOid(contentOf(bytes, first)) : null;
}

/** Attributes of a Name in order, or `null` when the element is no Name (RFC 5280, 4.1.2.4). */
function readName(bytes: Uint8Array, element: Asn1Element): NameAttribute[] | null {
  const sets = sequence(bytes, element);
  if (!sets) return null;
  const attributes: NameAttribute[] = [];
  for (const set of sets) {
    const pairs = set.tag === Tag.set ? childrenOf(bytes, set) : null;
    if (!pairs) return null;
    for (const pair of pairs) {
      const oid = oidOf(bytes, pair);
      const value = sequence(bytes, pair)?.[1];
      if (!oid || !value) return null;
      const text = decodeText(bytes, value);
      if (text !== null) attributes.push({ oid, text });
    }
  }
  return attributes;
}

function readValidity(bytes: Uint8Array, element: Asn1Element): { notBefore: Date; notAfter: Date } | null {
  const [from, to] = sequence(bytes, element) ?? [];
  const notBefore = from && decodeTime(bytes, from);
  const notAfter = to && decodeTime(bytes, to);
  return notBefore && notAfter ? { notBefore, notAfter } : null;
}

function readKeyAlgorithm(bytes: Uint8Array, element: Asn1Element): KeyAlgorithm | null {
  const [algorithm, key] = sequence(bytes, element) ?? [];
  const oid = oidOf(bytes, algorithm);
  if (!oid || key?.tag !== Tag.bitString) return null;
  const parameters = sequence(bytes, algorithm)?.[1];
  const curve = parameters?.tag === Tag.oid ? decodeOid(contentOf(bytes, parameters)) : null;
  return nameKeyAlgorithm(oid, curve, modulusBits(bytes, key));
}

/** Bit length of the first INTEGER of an RSAPublicKey inside the BIT STRING; `null` when there is none. */
function modulusBits(bytes: Uint8Array, key: Asn1Element): number | null {
  const inner = readElement(bytes, key.contentStart + 1, key.contentEnd);
  const modulus = sequence(bytes, inner ?? undefined)?.[0];
  if (modulus?.tag !== Tag.integer || modulus.contentEnd === modulus.contentStart) return null;
  const digits = integerToHex(contentOf(bytes, modulus));
  return digits.length * 4 - (Math.clz32(parseInt(digits.slice(0, 2), 16)) - 24);
}

/** Extension content by OID (the bytes inside the OCTET STRING); `null` when the list is malformed. */
function readExtensions(bytes: Uint8Array, wrapper: Asn1Element | undefined): Map<string, Asn1Element> | null {
  const extensions = new Map<string, Asn1Element>();
  if (!wrapper) return extensions;
  const list = sequence(bytes, childrenOf(bytes, wrapper)?.[0]);
  if (!list) return null;
  for (const extension of list) {
    const oid = oidOf(bytes, extension);
    const value = sequence(bytes, extension)?.at(-1);
    if (!oid || value?.tag !== Tag.octetString) return null;
    extensions.set(oid, value);
  }
  return extensions;
}

function extensionItems(bytes: Uint8Array, value: Asn1Element | undefined): Asn1Element[] {
  const inner = value && readElement(bytes, value.contentStart, value.contentEnd);
  return sequence(bytes, inner ?? undefined) ?? [];
}

function isCa(bytes: Uint8Array, value: Asn1Element | undefined): boolean {
  const flag = extensionItems(bytes, value)[0];
  return flag?.tag === BOOLEAN && bytes[flag.contentStart] !== 0;
}

function readEmails(bytes: Uint8Array, value: Asn1Element | undefined): string[] {
  return extensionItems(bytes, value)
    .filter((name) => name.tag === RFC822_NAME)
    .map((name) => decodeText(bytes, name))
    .filter((email) => email !== null);
}

function readDirectoryNames(bytes: Uint8Array, value: Asn1Element | undefined): NameAttribute[] {
  return extensionItems(bytes, value)
    .filter((name) => name.tag === DIRECTORY_NAME)
    .flatMap((name) => childrenOf(bytes, name) ?? [])
    .flatMap((name) => readName(bytes, name) ?? []);
}

function hex(bytes: Uint8Array, element: Asn1Element): string {
  return Buffer.from(bytes.subarray(element.start, element.end)).toString('hex');
}
