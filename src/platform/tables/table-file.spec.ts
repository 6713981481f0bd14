import { buffer, text } from 'node:stream/consumers';
import { readXlsx } from 'hucre/xlsx';
import type { Table } from './table.js';
import { writeTable } from './table-file.adapter.js';

const DANGEROUS = ['=1+1', '+7 3452 00-00-00', '-2', '@SUM(A1)', '\t=1', '\r=1', '  =1', '＝1'];

async function* slowly<Row>(rows: Row[]): AsyncGenerator<Row> {
  for (const row of rows) yield await Promise.resolve(row);
}

const table = (rows: Table['rows']): Table => ({
  name: 'Обращения',
  columns: [
    { header: 'Организация', kind: 'text', width: 40 },
    { header: 'Часов', kind: 'number' },
    { header: 'Принято', kind: 'date-time', width: 18 },
    { header: 'Срок', kind: 'date' },
  ],
  rows,
});

const midnight = new Date('2026-11-23T19:30:00Z');

describe('a table as CSV', () => {
  it('begins with a BOM, has semicolons, decimal commas and the clock of Tyumen', async () => {
    const file = await buffer(writeTable('csv', table(slowly([['ГБУ ТО «ТБ № 1»; филиал "А"', 1.5, midnight, midnight], ['', null, null, null]]))));
    expect(file.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(file.toString('utf8').slice(1).split('\r\n')).toEqual([
      'Организация;Часов;Принято;Срок',
      '"ГБУ ТО «ТБ № 1»; филиал ""А""";1,5;24.11.2026 00:30;24.11.2026',
      ';;;',
    ]);
  });

  it.each(DANGEROUS)('writes %j as text', async (typed) => {
    const file = await text(writeTable('csv', table([[typed, -2, null, null]])));
    expect(file).toContain(`'${typed}`);
    expect(file).toMatch(/;-2;;/);
  });
});

describe('a table as XLSX', () => {
  it('keeps numbers, dates in Tyumen time, widths and a header that stays', async () => {
    const file = await buffer(writeTable('xlsx', table(slowly([['ГБУ ТО «ТБ № 1»', -1.5, midnight, midnight]]))));
    const sheet = (await readXlsx(file, { readStyles: true })).sheets[0];
    expect(sheet?.name).toBe('Обращения');
    expect(sheet?.rows[0]).toEqual(['Организация', 'Часов', 'Принято', 'Срок']);
    expect(sheet?.rows[1]?.slice(0, 2)).toEqual(['ГБУ ТО «ТБ № 1»', -1.5]);
    expect(sheet?.rows[1]?.[2]).toEqual(new Date('2026-11-24T00:30:00Z'));
    expect(sheet?.freezePane).toMatchObject({ rows: 1 });
    expect(sheet?.columns?.[0]?.width).toBe(40);
  });

  it('has no formula, whatever was typed', async () => {
    const file = await buffer(writeTable('xlsx', table([...DANGEROUS, 'a\u0000b\u0001'].map((typed) => [typed, null, null, null]))));
    const rows = (await readXlsx(file)).sheets[0]?.rows.slice(1).map(([first]) => first);
    expect(rows).toEqual([...DANGEROUS, 'ab']);
  });
});
