import fc from 'fast-check';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { csvDelimiter } from './csv-delimiter.js';
import { findHeader } from './header-row.js';
import { jsonLines } from './json-lines.adapter.js';
import { SharedStrings } from './shared-strings.adapter.js';
import { writeTable } from './table-file.adapter.js';
import { openTable } from './table-reader.adapter.js';
import { TableRefusal } from './table-refusal.js';
import type { TableRow } from './table-row.js';
import { isDateFormat, numberText, serialDate } from './xlsx-styles.js';

/** Letters of windows-1251 as its bytes. */
const cp1251 = (text: string): Buffer =>
  Buffer.from([...text].map((char) => (/[А-я]/.test(char) ? char.charCodeAt(0) - 0x350 : char === 'ё' ? 0xb8 : char === '№' ? 0xb9 : char.charCodeAt(0))));
const cp866 = (text: string): Buffer =>
  Buffer.from([...text].map((letter) => { const code = letter.charCodeAt(0); return code < 0x80 ? code : letter === 'ё' ? 0xf1 : code < 0x440 ? code - 0x410 + 0x80 : code - 0x440 + 0xe0; }));
const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

async function zip(parts: Record<string, string | Buffer>): Promise<Buffer> {
  const file = new ZipFile();
  for (const [name, content] of Object.entries(parts)) file.addBuffer(Buffer.from(content), name);
  file.end();
  return buffer(file.outputStream);
}

/** A workbook by hand: what other programs than ours write. */
const workbook = (sheets: Record<string, string>, more: Record<string, string> = {}): Promise<Buffer> => {
  const names = Object.keys(sheets);
  return zip({
    '[Content_Types].xml': '<Types/>',
    'xl/workbook.xml': `<?xml version="1.0"?><x:workbook xmlns:x="a" xmlns:r="b"><x:sheets>${names.map((name, index) => `<x:sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`).join('')}</x:sheets></x:workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${names.map((_, index) => `<Relationship Id="rId${index + 1}" Target="${index % 2 ? '/xl/' : ''}worksheets/sheet${index + 1}.xml"/>`).join('')}</Relationships>`,
    ...Object.fromEntries(names.map((name, index) => [`xl/worksheets/sheet${index + 1}.xml`, `<worksheet><sheetData>${sheets[name]}</sheetData></worksheet>`])),
    ...more,
  });
};

describe('a table somebody brings', () => {
  let folder: string;
  let count = 0;
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'certdesk-tables-'))));
  afterAll(() => rm(folder, { recursive: true }));

  const put = async (bytes: Uint8Array | string): Promise<string> => {
    const path = join(folder, `${++count}.dat`);
    await writeFile(path, bytes);
    return path;
  };
  const read = async (bytes: Uint8Array | string, sheet?: string): Promise<{ rows: TableRow[]; format: object; sheets: string[] }> => {
    const table = await openTable(await put(bytes));
    const rows: TableRow[] = [];
    for await (const batch of table.rows(sheet ?? table.sheets[0] ?? '')) rows.push(...batch);
    table.close();
    return { rows, format: table.format, sheets: table.sheets };
  };
  const cells = async (bytes: Uint8Array | string, sheet?: string): Promise<string[][]> => (await read(bytes, sheet)).rows.map((row) => row.cells);
  const refusal = (bytes: Uint8Array | string): Promise<string> => read(bytes).then(() => 'read', (error: unknown) => (error instanceof TableRefusal ? error.kind : String(error)));

  const text = 'ФИО;ИНН\r\n"Иванова; Мария\nПетровна";729900000107\r\nКим Ёлка;1\r\n';
  const table = [['ФИО', 'ИНН'], ['Иванова; Мария\nПетровна', '729900000107'], ['Ким Ёлка', '1']];

  it.each([
    ['UTF-8', Buffer.from(text), 'utf-8'],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`), 'utf-8'],
    ['UTF-16 LE with a mark', Buffer.from(`\ufeff${text}`, 'utf16le'), 'utf-16le'],
    ['UTF-16 BE with a mark', utf16be(`\ufeff${text}`), 'utf-16be'],
    ['UTF-16 LE without a mark', Buffer.from(text, 'utf16le'), 'utf-16le'],
    ['windows-1251', cp1251(text.replace('Ё', 'ё')), 'windows-1251'],
    ['code page 866', cp866(text.replace('Ё', 'ё')), 'ibm866'],
  ])('is read in %s', async (_, bytes, encoding) => {
    const { rows, format } = await read(bytes);
    expect(format).toEqual({ kind: 'csv', encoding, delimiter: ';' });
    expect(rows.map((row) => row.cells.map((cell) => cell.replace('ё', 'Ё')))).toEqual(table);
  });

  it('is windows-1251 also when the first Russian letter comes late', async () => {
    const rows = await cells(Buffer.concat([Buffer.from(`a;b\n${'1;2\n'.repeat(300_000)}`), cp1251('Ким;3\n')]));
    expect(rows.at(-1)).toEqual(['Ким', '3']);
    expect(rows).toHaveLength(300_002);
  });

  it.each([
    ['a,b,c\n1,"2;5",3\n', ','],
    ['a\tb\n"x, y; z"\t2\n', '\t'],
    ['ФИО;Организация\nИванова;ГБУ ТО «А, Б, В, Г»\nКим;ООО "Х, Y"\n', ';'],
    ['sep=|\na|b;c\n', '|'],
    ['одна колонка\nИванова\n', ';'],
  ])('%j is cut by %j', (sample, delimiter) => {
    expect(csvDelimiter(sample)).toBe(delimiter);
  });

  it('keeps the number of a row, quotes inside, short and long rows', async () => {
    const { rows } = await read('a;b\n\nООО "Ромашка";2;3\nx\n');
    expect(rows).toEqual([
      { number: 1, cells: ['a', 'b'] },
      { number: 2, cells: [''] },
      { number: 3, cells: ['ООО "Ромашка"', '2', '3'] },
      { number: 4, cells: ['x'] },
    ]);
  });

  it('comes back from CSV as it was written, whatever stands in it', async () => {
    const cell = fc.string({ unit: fc.constantFrom('а', 'Ё', 'b', '"', ';', ',', '\t', '\n', ' ', '|', '1'), maxLength: 12 }).map((typed) => typed.trim());
    const rows = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(rows, async (typed) => {
        const columns = ['Первый', 'Второй', 'Третий'].map((header) => ({ header, kind: 'text' as const }));
        const read = await cells(await buffer(writeTable('csv', { name: 'x', columns, rows: typed })));
        expect(read.slice(1).filter((row) => row.some(Boolean))).toEqual(typed.filter((row) => row.some(Boolean)));
      }),
      { numRuns: 60 },
    );
  });

  it('reads our own XLSX', async () => {
    const columns = [{ header: 'ФИО', kind: 'text' as const }, { header: 'До', kind: 'date' as const }, { header: 'Число', kind: 'number' as const }];
    const bytes = await buffer(writeTable('xlsx', { name: 'Люди', columns, rows: [['Иванова & Ко', new Date('2027-05-30T19:00:00Z'), 1.5]] }));
    expect(await read(bytes)).toMatchObject({ format: { kind: 'xlsx' }, sheets: ['Люди'] });
    expect(await cells(bytes)).toEqual([['ФИО', 'До', 'Число'], ['Иванова & Ко', '2027-05-31', '1.5']]);
  });

  it('reads XLSX of other programs: prefixes, gaps, rich and shared text, flags, long numbers, dates', async () => {
    const bytes = await workbook(
      {
        Сводка: '<row r="1"><c t="inlineStr"><is><t>не она</t></is></c></row>',
        Люди: `<row r="3"><c r="B3" t="s"><v>1</v></c><c r="D3" t="b"><v>1</v></c></row>
          <row r="5"><c r="A5"><v>1.1223344595E10</v></c><c r="B5" s="1"><v>46538</v></c><c r="C5" t="e"><v>#N/A</v></c><c r="D5" t="str"><f>A1</f><v>итог</v></c></row>`,
      },
      {
        'xl/sharedStrings.xml': '<sst><si><t>пусто</t></si><si><r><t>Ива</t></r><r><t xml:space="preserve">нова </t></r><rPh><t>фонетика</t></rPh></si></sst>',
        'xl/styles.xml': '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="dd\\.mm\\.yyyy;@"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs></styleSheet>',
      },
    );
    expect((await read(bytes, 'Люди')).rows).toEqual([
      { number: 3, cells: ['', 'Иванова', '', 'ИСТИНА'] },
      { number: 5, cells: ['11223344595', '2027-05-31', '', 'итог'] },
    ]);
    const opened = await openTable(await put(bytes));
    expect(await opened.firstRows('Люди', 1)).toEqual([{ number: 3, cells: ['', 'Иванова', '', 'ИСТИНА'] }]);
    opened.close();
  });

  it.each([
    ['0.30000000000000004', '0.3'], ['7299000007', '7299000007'], ['1E3', '1000'], ['x', 'x'],
  ])('number %s is shown as %s', (raw, shown) => {
    expect(numberText(raw)).toBe(shown);
  });

  it('knows dates by their format', () => {
    expect(['dd.mm.yyyy', '[$-419]d mmm yyyy', 'h:mm', '0.00', '"дн. "0', '@', 'General'].map(isDateFormat)).toEqual([true, true, true, false, false, false, false]);
    expect(serialDate(46538.5, false)).toBe('2027-05-31T12:00:00');
    expect(serialDate(-1, false)).toBeNull();
  });

  const ole = (name: string): Buffer => {
    const bytes = Buffer.alloc(2048);
    Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(bytes);
    bytes.writeUInt16LE(9, 0x1e);
    bytes.writeUInt32LE(1, 0x30);
    Buffer.from(name, 'utf16le').copy(bytes, 1024);
    return bytes;
  };

  it.each([
    ['nothing', '', 'empty'],
    ['blanks', ' \r\n ', 'empty'],
    ['the old Excel', ole('Workbook'), 'xls'],
    ['a workbook under a password', ole('EncryptedPackage'), 'password'],
    ['the oldest Excel', Buffer.from([9, 8, 8, 0, 0, 0, 16, 0]), 'xls'],
    ['a page saved as .xls', '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table><tr><td>1', 'html'],
    ['Excel 2003 XML', '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', 'xml'],
    ['PDF', '%PDF-1.7', 'pdf'],
    ['another archive', Buffer.from('Rar!\x1a\x07'), 'archive'],
    ['bytes', Buffer.from([0, 0, 0, 1, 0, 0, 0, 0, 7, 0, 0, 0]), 'binary'],
    ['a quote without end', `a;b\n"${'x'.repeat(1_100_000)}`, 'long-record'],
  ])('refuses %s', async (_, bytes, kind) => {
    expect(await refusal(bytes)).toBe(kind);
  });

  it('refuses archives that are no workbook, are broken or are bombs', async () => {
    expect(await refusal(await zip({ 'a.cer': 'x' }))).toBe('archive');
    expect(await refusal(await zip({ mimetype: 'x', 'content.xml': 'x' }))).toBe('ods');
    expect(await refusal(await zip({ 'xl/workbook.bin': 'x' }))).toBe('xlsb');
    expect(await refusal((await workbook({ A: '<row/>' })).subarray(0, 300))).toBe('broken');
    expect(await refusal(await workbook({ A: '<row><c></row>' }))).toBe('broken');
    expect(await refusal(await workbook({ A: `<row><c t="str"><v>${' '.repeat(9_000_000)}</v></c></row>` }))).toBe('bomb');
    expect(await refusal(await workbook({ A: '<row r="99999999"><c/></row>' }))).toBe('too-long');
    expect(await refusal(await workbook({ A: '<row r="1"><c r="ZZZ1"/></row>' }))).toBe('too-wide');
  });

  it('keeps millions of shared strings on the disk', () => {
    const strings = new SharedStrings();
    const word = (index: number): string => `${index} ${'ж'.repeat(index % 700)}`;
    for (let index = 0; index < 60_000; index++) strings.add(word(index));
    expect([0, 59_999, 30_000, 1, 31_234, 12].map((index) => strings.get(index))).toEqual([0, 59_999, 30_000, 1, 31_234, 12].map(word));
    expect(strings.get(60_000)).toBe('');
    strings.close();
  });

  it('reads JSON lines and says which are none', async () => {
    const rows: TableRow[] = [];
    for await (const batch of jsonLines(await put('{"a":"x","b":[1,true]}\n\n{oops\n{"b":null}'), ['a', 'b'])) rows.push(...batch);
    expect(rows).toEqual([{ number: 1, cells: ['x', '1; true'] }, { number: 2, cells: [] }, { number: 3, cells: [], broken: true }, { number: 4, cells: ['', ''] }]);
  });

  it('reads names of columns that stand in two rows', () => {
    const rows = [['Пользователь', '', '', 'Организация', ''], ['ФИО', 'Логин', 'место', 'ИНН', 'Название'], ['Ким', 'kim', '5', '729900000107', 'ГБУ']];
    const find = (lines: string[][]) => findHeader(lines.map((cells, index) => ({ number: index + 4, cells })), (name) => /фио|инн|логин|пользователь|организация/i.test(name), (cell) => /\d{9}/.test(cell));
    expect(find(rows)).toEqual({ rowNumber: 5, names: ['ФИО', 'Логин', 'Пользователь место', 'ИНН', 'Организация Название'] });
    expect(find([['ФИО', 'Организация', ''], ['Ким', 'организация ИНН', 'логин фио'], ['Ли', 'ГБУ', '']])?.rowNumber).toBe(4);
    expect(find([['ФИО', 'Организация', ''], ['фио', 'организация ИНН', '729900000107']])?.rowNumber).toBe(4);
  });

  it('finds the header below titles, and says when there is none', () => {
    const rows = (...lines: string[][]): TableRow[] => lines.map((line, index) => ({ number: index + 1, cells: line }));
    const find = (...lines: string[][]) => findHeader(rows(...lines), (name) => /фио|инн/i.test(name), (cell) => /\d{9}/.test(cell))?.rowNumber ?? null;
    expect(find(['Выгрузка от 01.11.2026'], [''], ['№', 'ФИО', 'ИНН'], ['1', 'Ким', '729900000107'])).toBe(3);
    expect(find(['Выгрузка: ФИО и ИНН'], ['№', 'ФИО', 'ИНН'], ['1', 'Ким', '729900000107'])).toBe(2);
    expect(find(['ФИО'], ['Ким'])).toBe(1);
    expect(find(['колонка а', 'колонка б'], ['x', 'y'])).toBe(1);
    expect(find(['1', 'Ким', '729900000107'], ['2', 'Ли', '729900000107'])).toBeNull();
  });
});
