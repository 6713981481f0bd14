import { BitString, fromBER, IA5String, Integer, Null, ObjectIdentifier, OctetString, Set as Asn1Set, UTCTime, Utf8String } from 'asn1js';
import { generateKeyPairSync } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { context, der, dummyBytes, IVANOVA, name, publicKeyInfo, sequence, signatureAlgorithm, signed, TEST_CA } from './certificate-fixtures.js';

/** A PEM block with lines of 64 characters. */
export function pem(label: string, bytes: Uint8Array, lineEnd = '\n'): string {
  return [`-----BEGIN ${label}-----`, base64(bytes, lineEnd), `-----END ${label}-----`, ''].join(lineEnd);
}

/** Bare base64 in lines of 64 characters. */
export function base64(bytes: Uint8Array, lineEnd = '\n'): string {
  return (Buffer.from(bytes).toString('base64').match(/.{1,64}/g) ?? []).join(lineEnd);
}

/** Text as UTF-16, with or without byte order mark. */
export function utf16(text: string, order: 'le' | 'be', withMark: boolean): Uint8Array {
  const bytes = Buffer.from((withMark ? '\uFEFF' : '') + text, 'utf16le');
  return order === 'le' ? bytes : bytes.swap16();
}

/** The same DER with every length that can be indefinite made so (BER). */
export function indefinite(bytes: Uint8Array): Uint8Array {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at + 1] ?? 0;
    const from = at + 2 + (first > 0x80 ? first & 0x7f : 0);
    const end = from + (first > 0x80 ? Number(`0x${Buffer.from(bytes.subarray(at + 2, from)).toString('hex')}`) : first);
    const tag = bytes[at] ?? 0;
    const isConstructed = (tag & 0x20) !== 0;
    pieces.push(isConstructed ? Buffer.concat([Buffer.from([tag, 0x80]), indefinite(bytes.subarray(from, end)), Buffer.alloc(2)]) : bytes.subarray(at, end));
    at = end;
  }
  return Buffer.concat(pieces);
}

/** PKCS#7 without signers: a bag of certificates. */
export function certsOnly(...certificates: Uint8Array[]): Uint8Array {
  return signedData([], certificates);
}

/** PKCS#7 with one signer and no content: a detached signature. */
export function detachedSignature(certificate: Uint8Array): Uint8Array {
  return signedData([signerInfo()], [certificate]);
}

/** PKCS#7 with one signer and what was signed inside. */
export function attachedSignature(certificate: Uint8Array, content: Uint8Array): Uint8Array {
  return signedData([signerInfo()], [certificate], content);
}

function signerInfo(): ReturnType<typeof sequence> {
  return sequence(int(1), sequence(name(TEST_CA), int(1)), signatureAlgorithm(), signatureAlgorithm(), octets(64, 'signature'));
}

/** PKCS#10 request. */
export function certificateRequest(): Uint8Array {
  return signed(sequence(int(0), name(IVANOVA), publicKeyInfo('gost256', 'request'), context(0)));
}

/** List of revoked certificates. */
export function revocationList(): Uint8Array {
  const date = new UTCTime({ valueDate: new Date('2026-03-01T00:00:00Z') });
  return signed(sequence(int(1), signatureAlgorithm(), name(TEST_CA), date));
}

/** PKCS#12, structurally minimal: version, content in an OCTET STRING, checksum left out. */
export function pfx(): Uint8Array {
  return der(sequence(int(3), sequence(oid('1.2.840.113549.1.7.1'), context(0, octets(700, 'pfx')))));
}

/** Private keys by form; the GOST one is a dummy, the others are made anew at every call. */
export function privateKeys(): Record<string, Uint8Array> {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const gost = sequence(int(0), sequence(oid('1.2.643.7.1.1.1.1'), sequence(oid('1.2.643.2.2.35.1'))), octets(32, 'gost'));
  const encrypted = { cipher: 'aes-256-cbc', passphrase: 'x' };
  return {
    'PKCS#8 RSA': rsa.export({ format: 'der', type: 'pkcs8' }),
    'PKCS#8 encrypted': rsa.export({ format: 'der', type: 'pkcs8', ...encrypted }),
    'PKCS#1': rsa.export({ format: 'der', type: 'pkcs1' }),
    SEC1: ec.export({ format: 'der', type: 'sec1' }),
    'PKCS#8 EC': ec.export({ format: 'der', type: 'pkcs8' }),
    'PKCS#8 GOST': der(gost),
    'PEM PKCS#8': Buffer.from(ec.export({ format: 'pem', type: 'pkcs8' })),
    'PEM encrypted PKCS#1': Buffer.from(rsa.export({ format: 'pem', type: 'pkcs1', ...encrypted })),
    OpenSSH: Buffer.from(pem('OPENSSH PRIVATE KEY', Buffer.from('openssh-key-v1\0none'))),
    PVK: Buffer.from('1ef1b5b0000000000100000000000000', 'hex'),
    PuTTY: Buffer.from('PuTTY-User-Key-File-3: ssh-ed25519\r\n'),
    'OpenSSH without its first line': Buffer.from(base64(Buffer.from('openssh-key-v1\0none'))),
    JKS: javaKeyStore('feedfeed', sequence(oid('1.3.6.1.4.1.42.2.17.1.1'), new Null())),
    JCEKS: javaKeyStore('cececece', sequence(oid('1.3.6.1.4.1.42.2.19.1'), sequence(octets(8, 'salt'), int(200)))),
  };
}

/** A Java key store with one entry: header, alias and date as they stand in the file, then the encrypted key. */
function javaKeyStore(magic: string, algorithm: ReturnType<typeof sequence>): Uint8Array {
  const key = der(sequence(algorithm, octets(107, 'java')));
  return Buffer.concat([Buffer.from(`${magic}000000020000000100000001000161000001a20165ed2e00${key.length.toString(16).padStart(8, '0')}`, 'hex'), key]);
}

/** The six files of a CryptoPro container by name, minimal and plausible. */
export function cryptoProContainer(): Record<string, Uint8Array> {
  const parameters = context(0, new BitString({ valueHex: dummyBytes(1, 'a') }), context(0, oid('1.2.643.7.1.1.1.1')));
  const content = sequence(new BitString({ valueHex: dummyBytes(1, 'b') }), parameters);
  const masks = (seed: string) => der(sequence(octets(32, seed), octets(12, 'salt'), octets(4, 'mac')));
  return {
    'header.key': der(sequence(content, octets(4, 'hmac'))),
    'name.key': der(sequence(new IA5String({ value: 'ivanova-2026' }))),
    'primary.key': der(sequence(octets(32, 'primary'))),
    'primary2.key': der(sequence(octets(32, 'primary2'))),
    'masks.key': masks('masks'),
    'masks2.key': masks('masks2'),
  };
}

/** SubjectPublicKeyInfo and RSAPublicKey. */
export function publicKeys(): Record<string, Uint8Array> {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
  return {
    GOST: der(publicKeyInfo('gost256', 'public')),
    'PKCS#1': rsa.export({ format: 'der', type: 'pkcs1' }),
    PEM: Buffer.from(rsa.export({ format: 'pem', type: 'spki' })),
    SSH: Buffer.from('ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFoo user@host'),
  };
}

/** A certificate with OpenSSL's trust settings behind it («TRUSTED CERTIFICATE»). */
export function trusted(certificate: Uint8Array): Uint8Array {
  return Buffer.concat([certificate, der(sequence(sequence(oid('1.3.6.1.5.5.7.3.2')), new Utf8String({ value: 'alias' })))]);
}

/** A zip archive of files by path. */
export async function zip(files: Record<string, Uint8Array>): Promise<Uint8Array> {
  const archive = new ZipFile();
  for (const [path, bytes] of Object.entries(files)) archive.addBuffer(Buffer.from(bytes), path);
  archive.end();
  return buffer(archive.outputStream);
}

function signedData(signers: ReturnType<typeof sequence>[], certificates: Uint8Array[], signed?: Uint8Array): Uint8Array {
  const bag = context(0, ...certificates.map((certificate) => fromBER(certificate).result));
  const content = sequence(
    int(1),
    new Asn1Set({ value: [sequence(oid('1.2.643.7.1.1.2.2'), new Null())] }),
    sequence(oid('1.2.840.113549.1.7.1'), ...(signed ? [context(0, new OctetString({ valueHex: signed }))] : [])),
    bag,
    new Asn1Set({ value: signers }),
  );
  return der(sequence(oid('1.2.840.113549.1.7.2'), context(0, content)));
}

function int(value: number): Integer {
  return new Integer({ value });
}

function oid(value: string): ObjectIdentifier {
  return new ObjectIdentifier({ value });
}

function octets(length: number, seed: string): OctetString {
  return new OctetString({ valueHex: dummyBytes(length, seed) });
}
