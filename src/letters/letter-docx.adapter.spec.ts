import fc from 'fast-check';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { fromBufferPromise } from 'yauzl';
import { TemplatesService } from '../platform/templates.service.js';
import { sampleLetter } from './letter-data.sample.js';
import { LetterDocxAdapter } from './letter-docx.adapter.js';
import { letterModel } from './letter-model.js';
import { mapStrings } from './printable-text.js';

const words = new TemplatesService();
const adapter = new LetterDocxAdapter(words);

async function parts(docx: Buffer): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const zip = await fromBufferPromise(docx);
  for await (const entry of zip.eachEntry()) found.set(entry.fileName, await text(await zip.openReadStreamPromise(entry)));
  return found;
}

const bodyText = (xml: string): string =>
  xml
    .replace(/<\/w:p>/gu, '\n')
    .replace(/<[^>]*>/gu, '')
    .replace(/&(lt|gt|quot|apos|amp);/gu, (_, name: string) => ({ lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' })[name] ?? '');

describe('LetterDocxAdapter', () => {
  it('prints every string of the model, in its order', async () => {
    const body = bodyText((await parts(await adapter.docx(sampleLetter()))).get('word/document.xml') ?? '');
    const { letterhead, registration, addressee, heading, salutation, request, table, ending, enclosure, closing, signature, contact, qr } = letterModel(sampleLetter(), words);
    const inOrder = [...letterhead, registration, ...addressee, heading, salutation, ...request, ...table.header, ...table.rows.flat(), ...ending, enclosure.lead, closing, signature.position, signature.name, ...contact, qr.caption];
    expect(body.split('\n').filter(Boolean)).toEqual(inOrder);
  });

  it('has the page of ГОСТ Р 7.0.97-2025, styles, a repeated table header and page numbers from page 2', async () => {
    const files = await parts(await adapter.docx(sampleLetter()));
    const document = files.get('word/document.xml') ?? '';
    expect(document).toMatch(/<w:pgMar w:top="1134" w:right="567" w:bottom="1134" w:left="1134"/u);
    expect(document).toContain('<w:titlePg/>');
    expect(document).toContain('<w:tblHeader/>');
    expect(document).toContain('<w:pStyle w:val="Heading1"/>');
    expect(document).toContain('descr="QR-код с номером обращения 2026-000123"');
    expect(files.get('word/styles.xml')).toMatch(/Times New Roman[\s\S]*<w:lang w:val="ru-RU"/u);
    expect(files.get('docProps/core.xml')).toMatch(/<dcterms:created[^>]*>2026-11-24T09:05:00Z</u);
  });

  it('keeps signature, contact person and QR code on one page, in a row that is not split', async () => {
    const document = (await parts(await adapter.docx(sampleLetter()))).get('word/document.xml') ?? '';
    const { closing, signature, contact, qr } = letterModel(sampleLetter(), words);
    const [, row] = /^[^]*?<w:tr><w:trPr><w:cantSplit\/><\/w:trPr>([^]*)<\/w:tr>/u.exec(document.slice(document.indexOf(closing))) ?? [];
    for (const kept of [signature.position, signature.name, ...contact, qr.caption]) expect(bodyText(row ?? '')).toContain(kept);
    expect(row?.match(/<w:tbl>/gu)).toHaveLength(2);
  });

  it('keeps the line that announces the files with their list, and the list’s end with the signature', async () => {
    const { users, enclosures } = sampleLetter();
    const many = sampleLetter({ users: [...users, ...users, ...users, ...users], enclosures: [...enclosures, ...enclosures, ...enclosures, ...enclosures] });
    const document = (await parts(await adapter.docx(many))).get('word/document.xml') ?? '';
    const { enclosure } = letterModel(many, words);
    const paragraphs = document.split('</w:p>').filter((paragraph) => [enclosure.lead, ...enclosure.items].includes(bodyText(paragraph).trim()));
    expect(paragraphs.map((paragraph) => paragraph.includes('<w:keepNext/>'))).toEqual([true, false, false, true, true]);
  });

  it('gives the same bytes for the same data at another time', async () => {
    const first = await adapter.docx(sampleLetter());
    await setTimeout(3_000);
    expect((await adapter.docx(sampleLetter())).equals(first)).toBe(true);
  });

  it('takes anything as text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), async (strange) => {
        const { caseNumber, createdAt, ...rest } = sampleLetter();
        const docx = await adapter.docx({ ...mapStrings(rest, (value) => `${value} ${strange}`), caseNumber, createdAt });
        expect((await parts(docx)).get('word/document.xml')).not.toMatch(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
      }),
      { numRuns: 8 },
    );
  });
});
