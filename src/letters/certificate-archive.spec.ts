import fc from 'fast-check';
import { buffer } from 'node:stream/consumers';
import { fromBufferPromise } from 'yauzl';
import { TemplatesService } from '../platform/templates.service.js';
import { archiveCertificates, archiveFileName, certificateFileName, distinctFileNames, safeFileName } from './certificate-archive.js';

const words = new TemplatesService();
const at = new Date('2026-11-24T09:05:30Z');
const named = (commonName: string | null): string => certificateFileName({ commonName, notAfter: '2027-05-30T20:00:00Z' }, words);

describe('certificateFileName', () => {
  it.each([
    ['Иванова Мария Петровна', 'Иванова Мария Петровна, до 31.05.2027.cer'],
    [null, 'Сертификат, до 31.05.2027.cer'],
    ['\u202e🙂', 'Сертификат, до 31.05.2027.cer'],
    ['ООО "Рога/Копыта" № 1: x', 'ООО Рога Копыта № 1 x, до 31.05.2027.cer'],
    ['../../etc/passwd', 'etc passwd, до 31.05.2027.cer'],
    ['Иванова М.П. 11223344595', 'Иванова М.П. ___-___-__5 95, до 31.05.2027.cer'],
    ['СНИЛС=112–233–445–95', 'СНИЛС=___-___-__5 95, до 31.05.2027.cer'],
    ['112/233/445/95', '___-___-__5 95, до 31.05.2027.cer'],
    ['CON.x', '_CON.x, до 31.05.2027.cer'],
  ])('%s → %s', (commonName, expected) => {
    expect(named(commonName)).toBe(expected);
  });

  it('keeps the date of a name that is too long', () => {
    expect(named('Щ'.repeat(300))).toMatch(/^Щ{50,}, до 31\.05\.2027\.cer$/u);
  });

  it('is safe for every name and stays as it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme', minLength: 80 })), (name) => {
        const fileName = named(name);
        expect(fileName.length).toBeLessThanOrEqual(100);
        expect(fileName).toMatch(/^[^<>:"/\\|?*\p{C}. ][^<>:"/\\|?*\p{C}]*, до 31\.05\.2027\.cer$/u);
        expect(safeFileName(fileName)).toBe(fileName);
      }),
    );
  });
});

it.each(['nul', 'com1.txt', 'LPT¹', 'aux .cer', 'Con'])('safeFileName does not let %s be a device', (name) => {
  expect(safeFileName(name)).toMatch(/^_/u);
});

it('distinctFileNames numbers what Windows would overwrite', () => {
  expect(distinctFileNames(['a.cer', 'A.cer', 'a (2).cer', 'a.cer'])).toEqual(['a.cer', 'A (2).cer', 'a (2) (2).cer', 'a (3).cer']);
});

it('archiveFileName is plain ASCII', () => {
  expect(archiveFileName('2026-000123')).toBe('certificate-2026-000123.zip');
  expect(archiveFileName('../ж"\r\n')).toBe('certificate--.zip');
});

describe('archiveCertificates', () => {
  const entries = [
    { fileName: 'Иванова Мария Петровна.cer', der: Uint8Array.of(1, 2, 3) },
    { fileName: 'иванова мария петровна.cer', der: Uint8Array.of(4) },
    { fileName: '../evil.cer', der: new Uint8Array() },
  ];

  it('gives the files back under readable names, stamped with the time in Tyumen', async () => {
    const zip = await fromBufferPromise(await archiveCertificates(entries, at));
    const found = [];
    for await (const entry of zip.eachEntry()) {
      const content = await buffer(await zip.openReadStreamPromise(entry));
      found.push([entry.fileName, [...content], entry.generalPurposeBitFlag, entry.getLastModDate({ timezone: 'UTC' }).toISOString()]);
    }
    const utf8 = 0x800;
    expect(found).toEqual([
      ['Иванова Мария Петровна.cer', [1, 2, 3], utf8, '2026-11-24T14:05:30.000Z'],
      ['иванова мария петровна (2).cer', [4], utf8, '2026-11-24T14:05:30.000Z'],
      ['evil.cer', [], utf8, '2026-11-24T14:05:30.000Z'],
    ]);
  });

  it('has the UTF-8 flag in the local header too', async () => {
    const zip = await archiveCertificates(entries, at);
    expect(zip.readUInt16LE(6)).toBe(0x800);
    expect(zip.readUInt16LE(8)).toBe(0);
  });

  it('gives the same bytes each time', async () => {
    const first = await archiveCertificates(entries, at);
    expect((await archiveCertificates(entries, at)).equals(first)).toBe(true);
    expect((await archiveCertificates(entries, new Date(at.getTime() + 60_000))).equals(first)).toBe(false);
  });
});
