import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { csvDelimiter, type Delimiter } from './csv-delimiter.js';
import { csvRows } from './csv-rows.adapter.js';
import { HEAD_BYTES, oleDirectoryOffset, oleKind, tableKind } from './table-kind.js';
import { TableRefusal } from './table-refusal.js';
import { isBlank, type TableRow } from './table-row.js';
import { textEncoding, type TextEncoding } from './text-encoding.js';
import { XlsxWorkbook } from './xlsx-workbook.adapter.js';

/** A table somebody brought, recognised by its content and ready to be read. Close it afterwards. */
export interface TableFile {
  format: { kind: 'xlsx' } | { kind: 'csv'; encoding: TextEncoding; delimiter: Delimiter };
  /** Names of the sheets; a CSV file has one without a name. */
  sheets: string[];
  /** All rows in batches, in constant memory, as often as wanted. @throws TableRefusal while reading. */
  rows(sheet: string): AsyncIterable<TableRow[]>;
  /** The first rows, quickly. @throws TableRefusal */
  firstRows(sheet: string, count: number): Promise<TableRow[]>;
  /** About how many rows there are, for a progress bar; `null` when that cannot be told quickly. */
  rowEstimate(sheet: string): Promise<number | null>;
  close(): void;
}

/**
 * Recognises a file by its content, never by its name.
 * @throws TableRefusal with the reason in a word.
 */
export async function openTable(path: string): Promise<TableFile> {
  const { head, kind, directory } = await look(path);
  if (typeof kind === 'object') throw new TableRefusal(kind.refused);
  if (kind === 'ole') throw new TableRefusal(oleKind(directory));
  if (kind === 'zip') {
    const workbook = await XlsxWorkbook.open(path);
    return {
      format: { kind: 'xlsx' },
      sheets: workbook.sheets,
      rows: (sheet) => workbook.rows(sheet),
      firstRows: (sheet, count) => workbook.firstRows(sheet, count),
      rowEstimate: (sheet) => workbook.lastRow(sheet),
      close: () => workbook.close(),
    };
  }
  const encoding = await encodingOf(path, head);
  const sample = new TextDecoder(encoding).decode(head);
  if (sample.trim() === '') throw new TableRefusal('empty');
  const delimiter = csvDelimiter(sample);
  const rows = (): AsyncGenerator<TableRow[]> => csvRows(path, encoding, delimiter);
  return {
    format: { kind: 'csv', encoding, delimiter },
    sheets: [''],
    rows,
    firstRows: (_sheet, count) => first(rows(), count),
    rowEstimate: () => countLines(path),
    close: () => undefined,
  };
}

/** Line feeds in a file; in every encoding that is read here their byte stands for nothing else but rarely. */
export async function countLines(path: string): Promise<number> {
  let lines = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
    const bytes = chunk as Buffer;
    for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1)) lines++;
  }
  return lines;
}

async function look(path: string): Promise<{ head: Uint8Array; kind: ReturnType<typeof tableKind>; directory: Uint8Array }> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const bytes = async (offset: number, length: number): Promise<Uint8Array> => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset);
      return buffer.subarray(0, bytesRead);
    };
    const head = await bytes(0, HEAD_BYTES);
    const kind = tableKind(head, size);
    return { head, kind, directory: kind === 'ole' ? await bytes(oleDirectoryOffset(head), 4096) : new Uint8Array() };
  } finally {
    await file.close();
  }
}

/** Text that begins with plain ASCII is read on until it shows what it is. */
async function encodingOf(path: string, head: Uint8Array): Promise<TextEncoding> {
  const first = textEncoding(head);
  if (first !== 'ascii') return first;
  const file = await open(path, 'r');
  try {
    for await (const chunk of file.createReadStream({ highWaterMark: 1024 * 1024 })) {
      const encoding = textEncoding(chunk as Buffer);
      if (encoding !== 'ascii') return encoding;
    }
    return 'utf-8';
  } finally {
    await file.close();
  }
}

async function first(rows: AsyncIterable<TableRow[]>, count: number): Promise<TableRow[]> {
  const taken: TableRow[] = [];
  for await (const batch of rows) {
    taken.push(...batch.filter((row) => !isBlank(row)));
    if (taken.length >= count) break;
  }
  return taken.slice(0, count);
}
