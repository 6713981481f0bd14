import {
  type BaseBlock,
  BitString,
  BmpString,
  Boolean as Asn1Boolean,
  Constructed,
  GeneralizedTime,
  IA5String,
  Integer,
  Null,
  NumericString,
  ObjectIdentifier,
  OctetString,
  Primitive,
  PrintableString,
  Sequence,
  Set as Asn1Set,
  TeletexString,
  UTCTime,
  Utf8String,
} from 'asn1js';
import { createHash } from 'node:crypto';

/** OIDs of subject attributes that Russian issuing centres write. */
export const Oid = {
  commonName: '2.5.4.3',
  surname: '2.5.4.4',
  country: '2.5.4.6',
  locality: '2.5.4.7',
  region: '2.5.4.8',
  organization: '2.5.4.10',
  title: '2.5.4.12',
  givenName: '2.5.4.42',
  email: '1.2.840.113549.1.9.1',
  snils: '1.2.643.100.3',
  inn: '1.2.643.3.131.1.1',
  innLegal: '1.2.643.100.4',
  ogrn: '1.2.643.100.1',
  ogrnip: '1.2.643.100.5',
} as const;

/** ASN.1 string types; `teletex` takes the octets as latin1. */
export type StringType = 'utf8' | 'numeric' | 'printable' | 'bmp' | 'teletex' | 'ia5';
/** One attribute of a name: OID, text and string type (UTF8String unless said otherwise). */
export type Attribute = readonly [oid: string, text: string, type?: StringType];
/** Kinds of public key; their bytes are dummies. */
export type KeyKind = 'gost256' | 'gost512' | 'gost2001' | 'rsa' | 'ec';

/** What a made certificate says; what is left out is Ivanova's. */
export interface CertificateOptions {
  subject?: readonly Attribute[];
  issuer?: readonly Attribute[];
  key?: KeyKind;
  notBefore?: Date;
  notAfter?: Date;
  /** Hex of the serial number; the sign octet is added where needed. */
  serialNumber?: string;
  isCa?: boolean;
  /** rfc822Name entries of the subject's alternative name. */
  alternativeEmails?: readonly string[];
  /** A directoryName entry of the subject's alternative name. */
  alternativeName?: readonly Attribute[];
}

/** An invented employee of an invented hospital (ИНН office 7299, ОГРН year 99: they belong to nobody). */
export const IVANOVA: readonly Attribute[] = [
  [Oid.country, 'RU', 'printable'],
  [Oid.region, '72 Тюменская область'],
  [Oid.locality, 'г. Тюмень'],
  [Oid.organization, 'ГБУ ТО «Тестовая больница № 1»'],
  [Oid.innLegal, '7299000007', 'numeric'],
  [Oid.ogrn, '1997200000004', 'numeric'],
  [Oid.title, 'Специалист по закупкам'],
  [Oid.surname, 'Иванова'],
  [Oid.givenName, 'Мария Петровна'],
  [Oid.commonName, 'Иванова Мария Петровна'],
  [Oid.inn, '729900000107', 'numeric'],
  [Oid.snils, '11223344595', 'numeric'],
  [Oid.email, 'ivanova@example.ru', 'ia5'],
];

/** The invented issuing centre. */
export const TEST_CA: readonly Attribute[] = [
  [Oid.country, 'RU', 'printable'],
  [Oid.organization, 'Тестовый УЦ (не настоящий)'],
  [Oid.innLegal, '7299000007', 'numeric'],
  [Oid.ogrn, '1997200000004', 'numeric'],
  [Oid.commonName, 'Тестовый УЦ (не настоящий)'],
];

/** DER of a certificate in the Russian profile; the same options give the same bytes. Signature and key are dummies. */
export function makeCertificate(options: CertificateOptions = {}): Uint8Array {
  const { subject = IVANOVA, issuer = TEST_CA, key = 'gost256', serialNumber = '42F96B9FE72A00B0450E499C78205FCC' } = options;
  const notBefore = options.notBefore ?? new Date('2026-03-01T00:00:00Z');
  const notAfter = options.notAfter ?? new Date('2027-05-31T00:00:00Z');
  const body = sequence(
    context(0, new Integer({ value: 2 })),
    Integer.fromBigInt(BigInt(`0x${serialNumber}`)),
    signatureAlgorithm(),
    name(issuer),
    sequence(time(notBefore), time(notAfter)),
    name(subject),
    publicKeyInfo(key, JSON.stringify(subject)),
    context(3, sequence(...extensions(options))),
  );
  return signed(body);
}

/** DER of the self-signed certificate of {@link TEST_CA}. */
export function makeCaCertificate(): Uint8Array {
  return makeCertificate({ subject: TEST_CA, serialNumber: '01', isCa: true, notAfter: new Date('2041-03-01T00:00:00Z') });
}

/** DER of X.509's SIGNED{…}: body, algorithm, dummy signature. */
export function signed(body: BaseBlock): Uint8Array {
  return der(sequence(body, signatureAlgorithm(), new BitString({ valueHex: dummyBytes(64, 'signature') })));
}

/** DER of a block of asn1js. */
export function der(block: BaseBlock): Uint8Array {
  return new Uint8Array(block.toBER());
}

/** SEQUENCE of blocks. */
export function sequence(...value: BaseBlock[]): Sequence {
  return new Sequence({ value });
}

/** Constructed context tag, e.g. `[0]`. */
export function context(tagNumber: number, ...value: BaseBlock[]): Constructed {
  return new Constructed({ idBlock: { tagClass: 3, tagNumber }, value });
}

/** Algorithm identifier of ГОСТ Р 34.10-2012 with 256 bits. */
export function signatureAlgorithm(): Sequence {
  return sequence(new ObjectIdentifier({ value: '1.2.643.7.1.1.3.2' }));
}

/** A distinguished name, one attribute per set. */
export function name(attributes: readonly Attribute[]): Sequence {
  return sequence(
    ...attributes.map(([oid, text, type]) => new Asn1Set({ value: [sequence(new ObjectIdentifier({ value: oid }), string(text, type))] })),
  );
}

/** SubjectPublicKeyInfo with a dummy key that depends on `seed` alone. */
export function publicKeyInfo(kind: KeyKind, seed: string): Sequence {
  const oid = (value: string) => new ObjectIdentifier({ value });
  const gost = (algorithm: string, size: number) =>
    sequence(
      sequence(oid(algorithm), sequence(oid('1.2.643.2.2.35.1'), oid('1.2.643.7.1.1.2.2'))),
      bits(new OctetString({ valueHex: dummyBytes(size, seed) })),
    );
  switch (kind) {
    case 'gost256':
      return gost('1.2.643.7.1.1.1.1', 64);
    case 'gost512':
      return gost('1.2.643.7.1.1.1.2', 128);
    case 'gost2001':
      return gost('1.2.643.2.2.19', 64);
    case 'rsa': {
      const modulus = BigInt(`0xC0${Buffer.from(dummyBytes(255, seed)).toString('hex')}`);
      return sequence(sequence(oid('1.2.840.113549.1.1.1'), new Null()), bits(sequence(Integer.fromBigInt(modulus), new Integer({ value: 65537 }))));
    }
    case 'ec': {
      const point = Buffer.concat([Buffer.from([4]), Buffer.from(dummyBytes(64, seed))]);
      return sequence(sequence(oid('1.2.840.10045.2.1'), oid('1.2.840.10045.3.1.7')), new BitString({ valueHex: Uint8Array.from(point).buffer }));
    }
  }
}

/** Bytes that look random and are always the same for a seed. */
export function dummyBytes(length: number, seed: string): ArrayBuffer {
  return Uint8Array.from(createHash('shake256', { outputLength: length }).update(seed).digest()).buffer;
}

function bits(block: BaseBlock): BitString {
  return new BitString({ valueHex: block.toBER() });
}

function time(date: Date): BaseBlock {
  return date.getUTCFullYear() < 2050 ? new UTCTime({ valueDate: date }) : new GeneralizedTime({ valueDate: date });
}

function string(text: string, type: StringType = 'utf8'): BaseBlock {
  switch (type) {
    case 'utf8':
      return new Utf8String({ value: text });
    case 'numeric':
      return new NumericString({ value: text });
    case 'printable':
      return new PrintableString({ value: text });
    case 'bmp':
      return new BmpString({ value: text });
    case 'teletex':
      return new TeletexString({ value: text });
    case 'ia5':
      return new IA5String({ value: text });
  }
}

function extensions({ isCa = false, alternativeEmails = [], alternativeName }: CertificateOptions): Sequence[] {
  const extension = (oid: string, content: BaseBlock) => sequence(new ObjectIdentifier({ value: oid }), new OctetString({ valueHex: content.toBER() }));
  const list = [extension('2.5.29.19', isCa ? sequence(new Asn1Boolean({ value: true })) : sequence())];
  if (alternativeEmails.length > 0 || alternativeName) {
    const emails = alternativeEmails.map((email) => new Primitive({ idBlock: { tagClass: 3, tagNumber: 1 }, valueHex: Uint8Array.from(Buffer.from(email)).buffer }));
    const names = [...emails, ...(alternativeName ? [context(4, name(alternativeName))] : [])];
    list.push(extension('2.5.29.17', sequence(...names)));
  }
  list.push(extension('1.2.643.100.111', new Utf8String({ value: '«КриптоПро CSP» версия 5.0' })));
  return list;
}
