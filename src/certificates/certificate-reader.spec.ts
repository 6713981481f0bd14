import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { X509Certificate } from '@peculiar/x509';
import { type Attribute, type CertificateOptions, IVANOVA, makeCaCertificate, makeCertificate, Oid } from '../../test/support/certificate-fixtures.js';
import { base64, certsOnly, pem, trusted, utf16, zip } from '../../test/support/certificate-files.js';
import { type CertificateFacts, type CertificateReading } from './certificate-facts.js';
import { readCertificate } from './certificate-reader.js';

const NOW = new Date('2026-11-20T09:00:00Z');
const leaf = makeCertificate();
const ca = makeCaCertificate();
const leafPem = pem('CERTIFICATE', leaf);

const read = (file: Uint8Array | string) => readCertificate(typeof file === 'string' ? Buffer.from(file) : file, NOW);

async function factsOf(options: CertificateOptions): Promise<CertificateFacts> {
  const reading = await read(makeCertificate(options));
  if (!reading.ok) throw new Error(reading.kind);
  return reading.facts;
}

const warningsOf = async (options: CertificateOptions) => (await factsOf(options)).warnings.map((warning) => warning.code);
const replaced = (oid: string, ...values: Attribute[]): Attribute[] => [...IVANOVA.filter(([other]) => other !== oid), ...values];
const thumbprint = (bytes: Uint8Array) => createHash('sha1').update(bytes).digest('hex').toUpperCase();

function expectLeaf(reading: CertificateReading): void {
  expect(reading).toMatchObject({ ok: true, facts: { thumbprint: thumbprint(leaf) } });
  if (reading.ok) expect(Buffer.from(reading.der).equals(leaf)).toBe(true);
}

describe('what a certificate says', () => {
  it('gives the facts of the contract', async () => {
    expect(await read(leaf)).toEqual({
      ok: true,
      der: leaf,
      snils: '11223344595',
      facts: {
        subject: {
          commonName: 'Иванова Мария Петровна',
          surname: 'Иванова',
          givenName: 'Мария Петровна',
          title: 'Специалист по закупкам',
          organization: 'ГБУ ТО «Тестовая больница № 1»',
          snilsTail: '595',
          inn: '729900000107',
          innLegal: '7299000007',
          ogrn: '1997200000004',
          ogrnip: null,
          email: 'ivanova@example.ru',
        },
        issuer: 'Тестовый УЦ (не настоящий)',
        serialNumber: '42F96B9FE72A00B0450E499C78205FCC',
        thumbprint: thumbprint(leaf),
        notBefore: '2026-03-01T00:00:00.000Z',
        notAfter: '2027-05-31T00:00:00.000Z',
        keyAlgorithm: 'ГОСТ Р 34.10-2012 (256 бит)',
        validity: 'valid',
        warnings: [],
      },
    });
  });

  it('agrees with an independent parser', async () => {
    const other = new X509Certificate(Uint8Array.from(leaf));
    const facts = await factsOf({});
    expect(other.serialNumber.toUpperCase()).toBe(facts.serialNumber);
    expect(other.notAfter.toISOString()).toBe(facts.notAfter);
    expect(other.subjectName.getField('CN')).toEqual([facts.subject.commonName]);
  });

  it('the full СНИЛС is nowhere in the facts', async () => {
    expect(JSON.stringify(await factsOf({}))).not.toContain('11223344595');
    const subject = [...replaced(Oid.commonName, [Oid.commonName, 'Иванова 11223344595']), [Oid.organization, 'СНИЛС 112-233-445 95']] as const;
    const facts = await factsOf({ subject, issuer: [[Oid.commonName, 'УЦ 112 233 445 95']] });
    expect(facts).toMatchObject({ subject: { commonName: 'Иванова ***-***-**5 95' }, issuer: 'УЦ ***-***-**5 95' });
    expect(JSON.stringify(facts)).not.toMatch(/112.?233.?445/);
  });

  it.each([
    ['gost256', 'ГОСТ Р 34.10-2012 (256 бит)', []],
    ['gost512', 'ГОСТ Р 34.10-2012 (512 бит)', []],
    ['gost2001', 'ГОСТ Р 34.10-2001', []],
    ['rsa', 'RSA 2048', ['not-gost']],
    ['ec', 'EC P-256', ['not-gost']],
  ] as const)('names the key %s', async (key, keyAlgorithm, warnings) => {
    expect(await factsOf({ key })).toMatchObject({ keyAlgorithm, warnings: warnings.map((code) => ({ code })) });
  });

  it.each([
    ['2026-11-20T09:00:00Z', '2027-01-01T00:00:00Z', 'valid'],
    ['2026-01-01T00:00:00Z', '2026-11-20T09:00:00Z', 'valid'],
    ['2026-11-20T09:00:01Z', '2027-01-01T00:00:00Z', 'not-yet-valid'],
    ['2025-01-01T00:00:00Z', '2026-11-20T08:59:59Z', 'expired'],
    ['2030-01-01T00:00:00Z', '2055-01-01T00:00:00Z', 'not-yet-valid'],
  ])('from %s to %s it is %s', async (notBefore, notAfter, validity) => {
    const facts = await factsOf({ notBefore: new Date(notBefore), notAfter: new Date(notAfter) });
    expect(facts).toMatchObject({ validity, warnings: validity === 'valid' ? [] : [{ code: validity }] });
    expect(new Date(facts.notAfter)).toEqual(new Date(notAfter));
  });

  it.each([
    ['bmp', 'Ёлкин', 'Ёлкин'],
    ['teletex', '\xC8\xE2\xE0\xED\xEE\xE2', 'Иванов'],
    ['teletex', 'M\xFCller', 'Müller'],
    ['printable', 'Ivanov', 'Ivanov'],
    ['utf8', '  Ива\u0000нов\n\u202E  Пётр\u200B ', 'Иванов Пётр'],
  ] as const)('decodes %s', async (type, text, expected) => {
    expect((await factsOf({ subject: replaced(Oid.surname, [Oid.surname, text, type]) })).subject.surname).toBe(expected);
  });

  it('takes the e-mail from the alternative name when the subject has none', async () => {
    const options = { subject: replaced(Oid.email), alternativeEmails: ['first@example.ru', 'second@example.ru'] };
    expect((await factsOf(options)).subject.email).toBe('first@example.ru');
  });

  it('takes numbers that the subject lacks from a directory name in the alternative name', async () => {
    const numbers: Attribute[] = [[Oid.snils, '11223344595', 'numeric'], [Oid.inn, '729900000107', 'numeric'], [Oid.ogrn, '1997200000005', 'numeric']];
    const subject = IVANOVA.filter(([oid]) => oid !== Oid.snils && oid !== Oid.inn);
    const reading = await read(makeCertificate({ subject, alternativeName: numbers }));
    expect(reading).toMatchObject({ ok: true, snils: '11223344595', facts: { subject: { snilsTail: '595', inn: '729900000107', ogrn: '1997200000004' }, warnings: [] } });
  });

  it('names the issuer by organisation, or by all it has', async () => {
    expect((await factsOf({ issuer: [[Oid.organization, 'УЦ']] })).issuer).toBe('УЦ');
    expect((await factsOf({ issuer: [[Oid.country, 'RU'], [Oid.locality, 'Тюмень']] })).issuer).toBe('RU, Тюмень');
  });

  it('writes the serial number without the sign octet', async () => {
    expect((await factsOf({ serialNumber: 'C31751' })).serialNumber).toBe('C31751');
    expect((await factsOf({ serialNumber: '0A' })).serialNumber).toBe('0A');
  });
});

describe('registration numbers', () => {
  it.each([
    ['a body’s ИНН in the old form', replaced(Oid.innLegal).concat([[Oid.inn, '007299000007', 'numeric']]), '729900000107', '7299000007'],
    ['only the old form', replaced(Oid.inn, [Oid.inn, '007299000007', 'numeric']).filter(([oid]) => oid !== Oid.innLegal), null, '7299000007'],
    ['only zeros', replaced(Oid.inn, [Oid.inn, '000000000000', 'numeric']), '000000000000', '7299000007'],
    ['hyphens and no number at all', replaced(Oid.inn, [Oid.inn, 'нет']), null, '7299000007'],
  ])('ИНН: %s', async (_, subject, inn, innLegal) => {
    expect((await factsOf({ subject })).subject).toMatchObject({ inn, innLegal });
  });

  it.each([
    [Oid.snils, '11223344594', 'snils-check-digit'],
    [Oid.snils, '00000000000', 'snils-check-digit'],
    [Oid.snils, '112', 'snils-check-digit'],
    [Oid.inn, '729900000108', 'inn-check-digit'],
    [Oid.inn, '000000000000', 'inn-check-digit'],
    [Oid.inn, '0000000000', 'inn-check-digit'],
    [Oid.inn, '7299', 'inn-check-digit'],
    [Oid.innLegal, '7299000008', 'inn-legal-check-digit'],
    [Oid.ogrn, '1997200000005', 'ogrn-check-digit'],
    [Oid.ogrnip, '399720000000015', 'ogrnip-check-digit'],
  ])('%s = %s warns', async (oid, value, code) => {
    expect(await warningsOf({ subject: replaced(oid, [oid, value, 'numeric']) })).toEqual([code]);
  });

  it('СНИЛС of zeros is a filler: no match by it', async () => {
    expect(await read(makeCertificate({ subject: replaced(Oid.snils, [Oid.snils, '00000000000']) }))).toMatchObject({ ok: true, snils: null });
  });

  it('warns when there is no organisation or no person', async () => {
    const person: Attribute[] = [[Oid.surname, 'Ким'], [Oid.snils, '112-233-445 95']];
    expect(await warningsOf({ subject: person })).toEqual(['organization-missing']);
    expect(await warningsOf({ subject: [[Oid.organization, 'ГБУ'], [Oid.commonName, 'ГБУ']] })).toEqual(['person-missing']);
  });
});

describe('files that are read', () => {
  const texts: Record<string, string> = {
    PEM: leafPem,
    'PEM, CRLF': pem('CERTIFICATE', leaf, '\r\n'),
    'PEM, CR': pem('CERTIFICATE', leaf, '\r'),
    'PEM with blank lines behind': `${leafPem}\n\n  \n`,
    'PEM on one line': leafPem.replaceAll('\n', ' '),
    'PEM with text before': `Bag Attributes\n    friendlyName: Иванова\nsubject=CN = x\n${leafPem}`,
    'PEM of a chain': leafPem + pem('CERTIFICATE', ca),
    'PEM of a chain, CA first': pem('CERTIFICATE', ca) + leafPem,
    'PEM twice the same': leafPem + leafPem,
    'X509 CERTIFICATE': pem('X509 CERTIFICATE', leaf),
    'TRUSTED CERTIFICATE': pem('TRUSTED CERTIFICATE', trusted(leaf)),
    base64: base64(leaf),
    'base64 on one line': base64(leaf, ''),
    'base64 for addresses': Buffer.from(leaf).toString('base64url'),
    'base64 with spaces': base64(leaf, ' '),
    'base64 below a blank line': `\r\n  ${base64(leaf)}`,
    'PKCS#7 in PEM': pem('PKCS7', certsOnly(ca, leaf)),
    'PKCS#7 called CERTIFICATE': pem('CERTIFICATE', certsOnly(leaf, ca)),
    'PKCS#7 in base64': base64(certsOnly(leaf, ca)),
  };

  it.each(Object.keys(texts))('%s', async (label) => {
    const text = texts[label] ?? '';
    for (const file of [Buffer.from(text), Buffer.from(`\uFEFF${text}`), utf16(text, 'le', true), utf16(text, 'be', true), utf16(text, 'le', false), utf16(text, 'be', false)])
      expectLeaf(await read(file));
  });

  it('PKCS#7 in DER', async () => expectLeaf(await read(certsOnly(ca, leaf))));
  it('PKCS#7 in BER with an indefinite length', async () => {
    const content = certsOnly(ca, leaf).subarray('30820000'.length / 2);
    expectLeaf(await read(Buffer.concat([Buffer.from('3080', 'hex'), content, Buffer.from('0000', 'hex')])));
  });
  it('a CA’s own certificate', async () => expect(await read(ca)).toMatchObject({ ok: true }));

  it('zip with one certificate, whatever its name and whatever lies beside it', async () => {
    expectLeaf(await read(await zip({ 'папка/Иванова.bin': leaf })));
    expectLeaf(await read(await zip({ 'a.pem': Buffer.from(leafPem), 'readme.txt': Buffer.from('привет'), 'empty.txt': Buffer.alloc(0) })));
    expectLeaf(await read(await zip({ 'a.pem': Buffer.from(leafPem), 'a.cer': leaf })));
    expectLeaf(await read(await zip({ 'a.p7b': certsOnly(leaf, ca) })));
  });

  it('the example of the README', async () => {
    const reading = await readCertificate(readFileSync('examples/ivanova.cer'), NOW);
    expectLeaf(reading);
  });
});
