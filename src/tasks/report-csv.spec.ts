import { csvHead, csvLine } from './report-csv.js';

describe('a report as a table', () => {
  it('opens in Excel as it is', () => {
    expect(csvHead(['Обращение', 'Почему'])).toBe('\uFEFFОбращение;Почему\r\n');
    expect(csvLine(['2026-000001', 'Так; и «так»', 'он сказал "нет"\nи ушёл', 3])).toBe('2026-000001;"Так; и «так»";"он сказал ""нет""\nи ушёл";3\r\n');
  });

  it.each(['=1+1', '+7', '-1', '@SUM(A1)', '\t=1', '\r=1'])('%j is no formula', (cell) => {
    expect(csvLine([cell]).replace(/^"/, '').startsWith("'")).toBe(true);
  });
});
