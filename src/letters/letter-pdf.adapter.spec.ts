import fc from 'fast-check';
import { inflateSync } from 'node:zlib';
import { TemplatesService } from '../platform/templates.service.js';
import { drawable } from './font-coverage.js';
import { sampleLetter } from './letter-data.sample.js';
import { type LetterData } from './letter-data.js';
import { LetterPdfAdapter } from './letter-pdf.adapter.js';

const adapter = new LetterPdfAdapter(new TemplatesService());
const sample = sampleLetter();
const [user] = sample.users;
const [file] = sample.enclosures;
if (!user || !file) throw new Error('sample without a user');

/** The file with its compressed streams spread out: objects, metadata and page contents as one text. */
function laidOpen(pdf: Buffer): string {
  const text = pdf.toString('latin1');
  return text.replace(/stream\r?\n([\s\S]*?)\r?\nendstream/gu, (whole, body: string) => {
    try {
      return inflateSync(Buffer.from(body, 'latin1')).toString('latin1');
    } catch {
      return whole;
    }
  });
}

const pages = (pdf: Buffer): number => Number(/<xmpTPg:NPages>(\d+)</u.exec(laidOpen(pdf))?.[1]);

/** Every string of a stranger replaced. */
function hostile(text: string): LetterData {
  const person = { fullName: text, position: text, phone: text, email: text };
  const organization = { ...sample.organization, ...person, name: text, shortName: text, address: text, headName: text, headPosition: text };
  return sampleLetter({ organization, users: [{ ...person, roles: [text], sameRolesAs: text }], contact: person, enclosures: [{ ...file, fileName: text }] as LetterData['enclosures'] });
}

describe('LetterPdfAdapter', () => {
  it('makes a tagged PDF/A-2b in Russian, with its title, sender and moment', async () => {
    const pdf = await adapter.pdf(sample);
    const text = laidOpen(pdf);
    expect(pdf.subarray(0, 8).toString('latin1')).toBe('%PDF-1.7');
    expect(text).toContain('<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>');
    expect(text).toMatch(/\/OutputIntents /u);
    expect(text).toMatch(/\/MarkInfo <<\s*\/Marked true/u);
    expect(text).toMatch(/\/StructTreeRoot /u);
    expect(text).toMatch(/\/Lang \(ru-RU\)/u);
    expect(text).toContain(Buffer.from('<rdf:li xml:lang="x-default">О регистрации пользователя в РМИС</rdf:li>').toString('latin1'));
    expect(text).toContain(Buffer.from('ГБУ ТО «Тестовая больница № 1»</rdf:li>').toString('latin1'));
    expect(text).toContain('<xmp:CreateDate>2026-11-24T09:05:00+00:00</xmp:CreateDate>');
    for (const tag of ['H1', 'Table', 'THead', 'TH', 'TD', 'Figure']) expect(text).toMatch(new RegExp(`/S /${tag}\\b`, 'u'));
    expect(pages(pdf)).toBe(1);
  });

  it('embeds Tinos and no other font', async () => {
    const text = laidOpen(await adapter.pdf(sample));
    const fonts = new Set([...text.matchAll(/\/FontName \/[A-Z]{6}\+([\w-]+)/gu)].map(([, name]) => name));
    expect([...fonts].sort()).toEqual(['Tinos-Bold', 'Tinos-Regular']);
    expect(text.match(/\/FontFile[23]? /gu)).toHaveLength(2);
  });

  it('gives the same bytes for the same data, also after other letters', async () => {
    const first = await adapter.pdf(sample);
    const other = await adapter.pdf(sampleLetter({ caseNumber: '2026-000124' }));
    expect(other.equals(first)).toBe(false);
    expect((await adapter.pdf(structuredClone(sample))).equals(first)).toBe(true);
    expect((await new LetterPdfAdapter(new TemplatesService()).pdf(sample)).equals(first)).toBe(true);
  });

  it('does not part the line that announces the files from their list', async () => {
    // The archive is named in that line alone: when it is on page 2 with the list, another name of the same letters leaves page 1 as it was.
    const archive = (archiveName: string) => adapter.pdf(sampleLetter({ users: [user, user], enclosures: [{ ...file, archiveName }, { ...file, archiveName }] as LetterData['enclosures'] }));
    const [one, other] = [await archive('certificate-12.zip'), await archive('certificate-21.zip')];
    const firstPage = (pdf: Buffer) => laidOpen(pdf).split('endobj').find((object) => /\bBT\b/u.test(object));
    expect(pages(one)).toBe(2);
    expect(one.equals(other)).toBe(false);
    expect(firstPage(one)).toMatch(/./u);
    expect(firstPage(one)).toBe(firstPage(other));
  });

  it('takes many users, many roles and long names', async () => {
    const roles = Array.from({ length: 40 }, (_, index) => `Специалист по планированию закупок ${index}`);
    const users = Array.from({ length: 6 }, () => ({ ...user, roles, email: `${'long.'.repeat(30)}@example.ru` }));
    const pdf = await adapter.pdf(sampleLetter({ users, enclosures: users.map(() => file) }));
    expect(pages(pdf)).toBeGreaterThan(3);
  });

  it.each([
    '#import "@preview/x:1.0.0": *; #panic()',
    '$x^2$ *a* _b_ `c` @ref <label> [z] \\u{41} // /* ',
    '<script>{{7*7}}{{#each}}</script>',
    '=cmd|\'/c calc\'!A0',
    '\u202eевс\u202c \u0000\u0007 🙂👨‍👩‍👧 العربية 漢字 שלום \ud800',
    'Щ'.repeat(300),
    'w'.repeat(300),
    '-'.repeat(300),
    `a${'\u0301'.repeat(300)}`,
    '',
  ])('prints %j without breaking', async (text) => {
    expect(pages(await adapter.pdf(hostile(text)))).toBeGreaterThan(0);
  });

  it('prints anything', async () => {
    const anything = fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), fc.string({ unit: 'grapheme', maxLength: 200 }));
    await fc.assert(fc.asyncProperty(anything, async (text) => pages(await adapter.pdf(hostile(text))) > 0), { numRuns: 60 });
  });
});

it('drawable replaces a whole cluster that the font lacks, and unfolds compatibility forms', () => {
  const covered = new Set('Aab\u0301□');
  expect(drawable('a𝐀b́👨‍👩‍👧ж', covered, '□')).toBe('aAb́□□');
});
