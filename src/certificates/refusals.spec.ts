import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { IVANOVA, makeCaCertificate, makeCertificate, Oid } from '../../test/support/certificate-fixtures.js';
import {
  attachedSignature,
  base64,
  certificateRequest,
  certsOnly,
  indefinite,
  cryptoProContainer,
  detachedSignature,
  pem,
  pfx,
  privateKeys,
  publicKeys,
  revocationList,
  utf16,
  zip,
} from '../../test/support/certificate-files.js';
import { type CertificateWarning, type RefusalKind } from './certificate-facts.js';
import { readCertificate } from './certificate-reader.js';

const NOW = new Date('2026-11-20T09:00:00Z');
const leaf = makeCertificate();
const other = makeCertificate({ subject: [...IVANOVA.filter(([oid]) => oid !== Oid.snils)], serialNumber: '02' });
const leafPem = pem('CERTIFICATE', leaf);
const KB = 1024;

const bytesOf = (file: Uint8Array | string) => (typeof file === 'string' ? Buffer.from(file, 'latin1') : file);
const join = (...files: (Uint8Array | string)[]) => Buffer.concat(files.map(bytesOf));

async function kindOf(file: Uint8Array | string): Promise<RefusalKind | 'accepted'> {
  const reading = await readCertificate(bytesOf(file), NOW);
  return reading.ok ? 'accepted' : reading.kind;
}

const files: [RefusalKind, string, Uint8Array | string][] = [
  ['pfx', 'DER', pfx()],
  ['pfx', 'base64', base64(pfx())],
  ['pfx', 'PEM', pem('PKCS12', pfx())],
  ['pfx', 'behind a certificate', join(leaf, pfx())],
  ['pfx', 'cut off', pfx().subarray(0, 300)],
  ['csr', 'DER', certificateRequest()],
  ['csr', 'PEM', pem('NEW CERTIFICATE REQUEST', certificateRequest())],
  ['csr', 'base64', base64(certificateRequest())],
  ['crl', 'DER', revocationList()],
  ['crl', 'PEM', pem('X509 CRL', revocationList())],
  ['signature', 'DER', detachedSignature(leaf)],
  ['signature', 'PEM', pem('PKCS7', detachedSignature(leaf))],
  ['signature', 'base64', base64(detachedSignature(leaf))],
  ['signature', 'with the PDF it signs inside', attachedSignature(leaf, Buffer.from('%PDF-1.7\n<html>'))],
  ['html', 'page', '<!DOCTYPE html><html><body>502 Bad Gateway</body></html>'],
  ['html', 'XML', '\xEF\xBB\xBF<?xml version="1.0"?><a/>'],
  ['html', 'UTF-16', utf16('<html></html>', 'le', true)],
  ['pdf', 'PDF', '%PDF-1.7\n'],
  ['image', 'JPEG', '\xFF\xD8\xFF\xE0\0\x10JFIF'],
  ['image', 'PNG', '\x89PNG\r\n\x1A\n'],
  ['image', 'GIF', 'GIF89a'],
  ['image', 'TIFF', 'II*\0\x08\0\0\0'],
  ['image', 'BMP', 'BM\x36\x10\0\0\0\0\0\0\x36\0\0\0'],
  ['image', 'WebP', 'RIFF\0\0\0\0WEBPVP8 '],
  ['archive', 'RAR', 'Rar!\x1A\x07\x01\0'],
  ['archive', '7z', '7z\xBC\xAF\x27\x1C\0\x04'],
  ['archive', 'gzip', gzipSync(leaf)],
  ['archive', 'broken zip', 'PK\x03\x04 and nothing else'],
  ['archive', 'PEM with two users', leafPem + pem('CERTIFICATE', other)],
  ['archive', 'PKCS#7 with two users', certsOnly(leaf, other)],
  ['empty', 'nothing', ''],
  ['empty', 'whitespace', ' \r\n\t'],
  ['empty', 'byte order mark', '\xFF\xFE'],
  ['truncated', 'DER', leaf.subarray(0, 400)],
  ['truncated', 'header only', leaf.subarray(0, 2)],
  ['truncated', 'a huge length', '\x30\x84\xFF\xFF\xFF\xFF\x30\x03'],
  ['truncated', 'PEM without end', leafPem.slice(0, 700)],
  ['truncated', 'PEM without beginning', leafPem.slice(200)],
  ['truncated', 'PEM with cut base64', pem('CERTIFICATE', leaf.subarray(0, 500))],
  ['truncated', 'base64', base64(leaf).slice(0, 300)],
  ['truncated', 'chain whose second certificate is cut', leafPem + leafPem.slice(0, 300)],
  ['trailing-bytes', 'garbage', join(leaf, 'garbage')],
  ['trailing-bytes', 'a line end', join(leaf, '\n')],
  ['trailing-bytes', 'another certificate', join(leaf, makeCaCertificate())],
  ['trailing-bytes', 'inside PEM', pem('CERTIFICATE', join(leaf, '\0\0'))],
  ['not-a-certificate', 'text', 'Привет'],
  ['not-a-certificate', 'one zero octet', '\0'],
  ['not-a-certificate', 'octets before the certificate', join('\n', leaf)],
  ['not-a-certificate', 'PEM of rubbish', pem('CERTIFICATE', Buffer.from('rubbish'))],
  ['too-large', 'a PEM with much text', `${leafPem}${' '.repeat(64 * KB)}`],
  ['too-large', 'noise', Buffer.alloc(65 * KB, 'noise')],
  ['too-large', 'a zip of more than 1 MiB', join('PK\x03\x04', Buffer.alloc(KB * KB))],
  ...Object.entries(publicKeys()).map(([label, file]): [RefusalKind, string, Uint8Array] => ['public-key', label, file]),
  ...Object.entries(cryptoProContainer()).map(([label, file]): [RefusalKind, string, Uint8Array] => ['cryptopro-container', label, file]),
  ['cryptopro-container', 'export of the registry', utf16('[HKEY_LOCAL_MACHINE\\Keys\\a]\r\n"primary.key"=hex:30,22\r\n', 'le', true)],
];

describe('files that are refused', () => {
  it.each(files)('%s: %s', async (kind, _, file) => expect(await kindOf(file)).toBe(kind));

  it('names big files that are something else', async () => {
    expect(await kindOf(join('%PDF-1.7\n', Buffer.alloc(2 * KB * KB)))).toBe('pdf');
    expect(await kindOf(join('%PDF-1.7\n', Buffer.alloc(100 * KB)))).toBe('pdf');
  });
});

describe('the file’s name', () => {
  it.each(['header.key', 'MASKS.KEY', 'masks2.key', 'name.key', 'primary.key', 'C:\\keys\\abcd.000\\primary2.key'])('%s tells of a container when the octets tell nothing', async (name) => {
    expect(await readCertificate(Buffer.from('noise'), NOW, name)).toEqual({ ok: false, kind: 'cryptopro-container' });
    expect(await readCertificate(leaf, NOW, name)).toMatchObject({ ok: true });
    expect(await readCertificate(Buffer.from('%PDF-1.7'), NOW, name)).toEqual({ ok: false, kind: 'pdf' });
  });
});

describe('a private key is never accepted', () => {
  it.each(Object.entries(privateKeys()))('%s', async (_, key) => {
    const isDer = key[0] === 0x30;
    const forms = isDer ? [key, join(leaf, key), join(key, leaf), base64(key), pem('PRIVATE KEY', key), `${leafPem}${base64(key)}`] : [key];
    if (isDer) forms.push(Buffer.from(key).toString('base64url'), indefinite(key), join(leaf, indefinite(key)));
    const texts = [isDer ? pem('X', key) : Buffer.from(key).toString('latin1')].filter((text) => text.includes('--'));
    const around = texts.flatMap((text) => [leafPem + text, text + leafPem, utf16(leafPem + text, 'le', true), utf16(leafPem + text, 'be', false)]);
    const wrapped = texts.map((text) => base64(Buffer.from(text)));
    for (const file of [...forms, ...around, ...(isDer ? [] : wrapped)]) expect(await kindOf(file)).toBe('private-key');
    expect(await kindOf(await zip({ 'a.cer': leaf, 'b.txt': key }))).toBe('private-key');
  });

  it('cut off or among other text', async () => {
    expect(await kindOf('text\n-----BEGIN ENCRYPTED PRIVATE KEY-----\nMII')).toBe('private-key');
    expect(await kindOf(`<html>-----BEGIN PRIVATE KEY-----</html>`)).toBe('private-key');
  });
});

describe('zip archives', () => {
  const bomb = Buffer.alloc(900 * KB);
  const many = Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`${index}.txt`, Buffer.from('x')]));

  it.each<[RefusalKind, string, Record<string, Uint8Array>]>([
    ['archive', 'nothing', {}],
    ['archive', 'no certificate', { 'a.txt': Buffer.from('x') }],
    ['archive', 'two certificates', { 'a.cer': leaf, 'b.cer': other }],
    ['csr', 'a request alone', { 'a.csr': certificateRequest() }],
    ['truncated', 'a torn certificate alone', { 'a.cer': leaf.subarray(0, 300) }],
    ['archive', 'a bomb', { 'a.cer': leaf, 'b.bin': bomb }],
    ['archive', 'too many files', { ...many, 'a.cer': leaf }],
    ['cryptopro-container', 'a container', { 'abcd.000/header.key': Buffer.from('?'), 'a.cer': leaf }],
    ['cryptopro-container', 'parts of a container under other names', { a: cryptoProContainer()['masks.key'] ?? leaf }],
    ['pfx', 'a PFX', { 'a.pfx': pfx(), 'a.cer': leaf }],
  ])('%s: %s', async (kind, _, entries) => expect(await kindOf(await zip(entries))).toBe(kind));

  it('with a letter beside the certificate give the certificate', async () => {
    const letter = await zip({ '[Content_Types].xml': Buffer.from('<Types/>'), 'word/document.xml': Buffer.from('<w/>') });
    expect(await kindOf(await zip({ 'a.cer': leaf, 'письмо.docx': letter }))).toBe('accepted');
  });

  it('inside a zip', async () => expect(await kindOf(await zip({ 'a.cer': leaf, 'b.zip': await zip({ 'c.cer': leaf }) }))).toBe('archive'));

  it('with a path that leaves the archive', async () => {
    const file = Buffer.from(await zip({ 'aa/evil.cer': leaf }));
    for (let at = file.indexOf('aa/evil'); at !== -1; at = file.indexOf('aa/evil')) file.write('../evil', at);
    expect(await kindOf(file)).toBe('archive');
  });
});

describe('hostile files', () => {
  const patterns = ['\x30\x80', '\x30\x02\x30\x80', '\x04\x02\x30\x80', 'MIIBAAAAAAAAAAAA ', '-----BEGIN X-----', '<RSAKeyValue>', ' ', 'M ', '0', '0\x80', '\x30\x80\x02\x01\x00\x30\x80\x05\x00'];

  it.each(patterns)('a MiB of %j takes no long time', async (pattern) => {
    const started = performance.now();
    await kindOf(Buffer.alloc(KB * KB, Buffer.from(pattern, 'latin1')));
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('deep nesting is no trouble', async () => {
    let nested = Buffer.from([5, 0]);
    for (let level = 0; level < 5000; level++) nested = Buffer.concat([Buffer.from([0x30, 0x83, nested.length >> 16, (nested.length >> 8) & 255, nested.length & 255]), nested]);
    expect(await kindOf(nested.subarray(0, -1))).toBe('truncated');
    expect(await kindOf(nested)).toBe('not-a-certificate');
  });

  it('mutations of good files give a reading, never an error', async () => {
    const seeds = [leaf, Buffer.from(leafPem), certsOnly(leaf, makeCaCertificate()), await zip({ 'a.cer': leaf }), pfx(), certificateRequest()];
    const mutation = fc.record({ seed: fc.constantFrom(...seeds), edits: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }), length: fc.option(fc.nat()) });
    await fc.assert(
      fc.asyncProperty(mutation, async ({ seed, edits, length }) => {
        const file = Buffer.from(seed).subarray(0, length === null ? seed.length : length % (seed.length + 1));
        for (const [at, octet] of edits) if (file.length > 0) file[at % file.length] = octet;
        const reading = await readCertificate(file, NOW);
        expect(reading.ok ? reading.facts.thumbprint : reading.kind).toMatch(/./);
      }),
      { numRuns: 1500 },
    );
  });

  it('every beginning of a certificate is refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: leaf.length - 1 }), async (length) => expect(await kindOf(leaf.subarray(0, length))).toBe('truncated')),
    );
  });

  it('noise is no certificate', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), async (noise) => expect(await kindOf(noise)).not.toBe('accepted')));
  });
});

describe('words', () => {
  const words = JSON.parse(readFileSync('templates/messages/certificates.json', 'utf8')) as Record<'refusals' | 'warnings' | 'fields', Record<string, string>>;
  const kinds: Record<RefusalKind, true> = {
    pfx: true,
    'private-key': true,
    'cryptopro-container': true,
    csr: true,
    crl: true,
    signature: true,
    'public-key': true,
    html: true,
    pdf: true,
    image: true,
    archive: true,
    empty: true,
    truncated: true,
    'trailing-bytes': true,
    'not-a-certificate': true,
    'too-large': true,
  };
  const codes: Record<CertificateWarning['code'], true> = {
    expired: true,
    'not-yet-valid': true,
    'organization-missing': true,
    'person-missing': true,
    'snils-check-digit': true,
    'inn-check-digit': true,
    'inn-legal-check-digit': true,
    'ogrn-check-digit': true,
    'ogrnip-check-digit': true,
    'not-gost': true,
  };

  it('every refusal and every warning has its sentence, and no other', () => {
    expect(Object.keys(words.refusals).sort()).toEqual(Object.keys(kinds).sort());
    expect(Object.keys(words.warnings).sort()).toEqual(Object.keys(codes).sort());
  });

  it('a key that left its owner is called compromised', () => {
    for (const kind of ['pfx', 'private-key', 'cryptopro-container']) expect(words.refusals[kind]).toMatch(/не сохранили.*скомпрометированным.*удостоверяющий центр.*перевыпустите/);
  });

  it('the tone is even', () => {
    expect(JSON.stringify(words)).not.toMatch(/ЭЦП|!/);
  });
});
