import { parse } from 'csv-parse';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { type Delimiter, saidDelimiter } from './csv-delimiter.js';
import { TableRefusal } from './table-refusal.js';
import { MAX_CELL, MAX_COLUMNS, type TableRow } from './table-row.js';
import type { TextEncoding } from './text-encoding.js';

/** Rows handed over at once: fewer turns of the event loop, still little memory. */
const BATCH = 500;
/** A quote that is never closed would swallow the rest of the file. */
const MAX_RECORD = 1_000_000;

/** The text of a file, decoded piece by piece; a byte that is wrong becomes `�`. */
export async function* textOf(path: string, encoding: TextEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) yield decoder.decode(chunk as Buffer, { stream: true });
  yield decoder.decode();
}

/**
 * Rows of a CSV file in batches, in constant memory.
 * @throws TableRefusal `long-record`, `too-wide`, `broken`.
 */
export async function* csvRows(path: string, encoding: TextEncoding, delimiter: Delimiter): AsyncGenerator<TableRow[]> {
  const parser = parse({
    delimiter,
    relax_quotes: true,
    relax_column_count: true,
    max_record_size: MAX_RECORD,
    bom: true,
  });
  const source = Readable.from(textOf(path, encoding), { objectMode: true });
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let number = 0;
  let batch: TableRow[] = [];
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      number++;
      if (number === 1 && saidDelimiter(record.join(delimiter))) continue;
      if (record.length > MAX_COLUMNS) throw new TableRefusal('too-wide', { limit: MAX_COLUMNS, row: number });
      batch.push({ number, cells: record.map((cell) => cell.replaceAll('\0', '').trim().slice(0, MAX_CELL)) });
      if (batch.length === BATCH) {
        yield batch;
        batch = [];
      }
    }
  } catch (error) {
    throw asRefusal(error, number + 1);
  } finally {
    source.destroy();
    parser.destroy();
  }
  if (batch.length > 0) yield batch;
}

function asRefusal(error: unknown, row: number): unknown {
  const code = (error as { code?: string }).code ?? '';
  if (code === 'CSV_MAX_RECORD_SIZE' || code === 'CSV_QUOTE_NOT_CLOSED') return new TableRefusal('long-record', { row });
  return code.startsWith('CSV_') ? new TableRefusal('broken', { row }) : error;
}
