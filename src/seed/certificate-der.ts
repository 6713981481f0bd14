import { createHash } from 'node:crypto';
import type { InventedBody, InventedPerson } from './invented-people.js';

const UTF8 = 0x0c;
const NUMERIC = 0x12;
const PRINTABLE = 0x13;
const IA5 = 0x16;

/** What an invented certificate says. */
export interface InventedCertificate {
  person: InventedPerson;
  body: InventedBody;
  issuer: string;
  notBefore: Date;
  notAfter: Date;
}

/**
 * A certificate in the Russian profile as issuing centres write it. Key and signature are dummies, so nobody can sign with it;
 * everything that is read of it is right. No library: the one that makes certificates is not installed in production.
 */
export function certificateDer({ person, body, issuer, notBefore, notAfter }: InventedCertificate): Uint8Array {
  const subject = name([
    ['2.5.4.6', 'RU', PRINTABLE], ['2.5.4.8', '72 Тюменская область', UTF8], ['2.5.4.7', 'г. Тюмень', UTF8], ['2.5.4.10', body.name, UTF8],
    ['1.2.643.100.4', body.inn, NUMERIC], ['1.2.643.100.1', body.ogrn, NUMERIC], ['2.5.4.12', person.title, UTF8], ['2.5.4.4', person.surname, UTF8],
    ['2.5.4.42', person.givenName, UTF8], ['2.5.4.3', person.fullName, UTF8], ['1.2.643.3.131.1.1', person.inn, NUMERIC],
    ['1.2.643.100.3', person.snils, NUMERIC], ['1.2.840.113549.1.9.1', person.email, IA5],
  ]);
  const algorithm = sequence(oid('1.2.643.7.1.1.3.2'));
  const keyKind = sequence(oid('1.2.643.7.1.1.1.1'), sequence(oid('1.2.643.2.2.35.1'), oid('1.2.643.7.1.1.2.2')));
  const key = sequence(keyKind, bits(tag(0x04, dummy(64, `key ${person.snils}`))));
  const extensions = tag(0xa3, sequence(sequence(oid('2.5.29.19'), tag(0x04, sequence()))));
  const serial = tag(0x02, Buffer.concat([Buffer.from([0x42]), dummy(15, `serial ${person.snils} ${notBefore.toISOString()}`)]));
  const toBeSigned = sequence(
    tag(0xa0, tag(0x02, Buffer.from([2]))),
    serial,
    algorithm,
    name([['2.5.4.6', 'RU', PRINTABLE], ['2.5.4.10', issuer, UTF8], ['2.5.4.3', issuer, UTF8]]),
    sequence(time(notBefore), time(notAfter)),
    subject,
    key,
    extensions,
  );
  return sequence(toBeSigned, algorithm, bits(dummy(64, 'signature')));
}

type Attribute = readonly [oid: string, text: string, stringTag: number];

function name(attributes: readonly Attribute[]): Buffer {
  return sequence(...attributes.map(([id, text, stringTag]) => tag(0x31, sequence(oid(id), tag(stringTag, Buffer.from(text, 'utf8'))))));
}

function sequence(...parts: Buffer[]): Buffer {
  return tag(0x30, Buffer.concat(parts));
}

function bits(content: Buffer): Buffer {
  return tag(0x03, Buffer.concat([Buffer.from([0]), content]));
}

function time(at: Date): Buffer {
  return tag(0x17, Buffer.from(`${at.toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`));
}

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const base128 = (value: number): number[] => {
    const digits = [value % 128];
    for (let left = Math.floor(value / 128); left > 0; left = Math.floor(left / 128)) digits.unshift(128 + (left % 128));
    return digits;
  };
  return tag(0x06, Buffer.from([first * 40 + second, ...rest].flatMap(base128)));
}

function tag(type: number, content: Buffer): Buffer {
  const size = content.length;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 255];
  return Buffer.concat([Buffer.from([type, ...length]), content]);
}

/** Bytes that look random and are always the same for a seed. */
function dummy(length: number, seed: string): Buffer {
  return createHash('shake256', { outputLength: length }).update(seed).digest();
}
