import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { writeCsvStream } from 'hucre/csv';
import { writeXlsxStream } from 'hucre/xlsx';
import { sendStream } from '../file-reply.adapter.js';
import { csvCell, xlsxCell, XLSX_FORMATS } from './table-cells.js';
import type { Table, TableFormat } from './table.js';

const MEDIA_TYPES: Readonly<Record<TableFormat, string>> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
};

/** The bytes of a spreadsheet file. Rows are taken as they are read, so a million of them need no more memory than ten. */
export function writeTable(format: TableFormat, table: Table): Readable {
  const stream = format === 'xlsx' ? xlsx(table) : csv(table);
  return Readable.fromWeb(stream);
}

/** Sends a table to be saved; `fileName` is without ending and may be Cyrillic. */
export function sendTable(reply: FastifyReply, format: TableFormat, fileName: string, table: Table): void {
  sendStream(reply, { fileName: `${fileName}.${format}`, mediaType: MEDIA_TYPES[format], stream: writeTable(format, table) });
}

function xlsx({ name, columns, rows }: Table) {
  return writeXlsxStream(mapRows(rows, (row) => row.map(xlsxCell)), {
    name,
    columns: columns.map(({ header, kind, width }) => ({ header, numFmt: XLSX_FORMATS[kind], ...(width !== undefined && { width }) })),
    freezePane: { rows: 1 },
  });
}

/** With a BOM and semicolons, as spreadsheets with Russian settings expect it. */
function csv({ columns, rows }: Table) {
  const cells = mapRows(rows, (row) => row.map((value, place) => csvCell(value, columns[place]?.kind ?? 'text')));
  return writeCsvStream(cells, { headers: columns.map(({ header }) => header), delimiter: ';', bom: true });
}

async function* mapRows<Row, Out>(rows: Iterable<Row> | AsyncIterable<Row>, map: (row: Row) => Out): AsyncGenerator<Out> {
  for await (const row of rows) yield map(row);
}
