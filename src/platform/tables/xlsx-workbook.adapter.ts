import { posix } from 'node:path';
import { text } from 'node:stream/consumers';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { SharedStrings } from './shared-strings.adapter.js';
import { TableRefusal } from './table-refusal.js';
import type { TableRow } from './table-row.js';
import { SheetReader } from './xlsx-sheet.js';
import { dateStyles } from './xlsx-styles.js';
import { parseXml, XmlReader } from './xml.js';

const MAX_ENTRIES = 5_000;
/** A sheet of a million rows and twenty columns is about 2 GB of XML. */
const MAX_UNPACKED = 6 * 1024 ** 3;
/** XML of tables packs ten to forty times; a small part may pack better. */
const MAX_RATIO = 250;
const RATIO_MATTERS_FROM = 4 * 1024 * 1024;
const SMALL_PART = 8 * 1024 * 1024;

/** One sheet of the workbook. */
interface Sheet {
  name: string;
  entry: Entry;
}

/** An XLSX workbook: its sheets, and their rows in constant memory. */
export class XlsxWorkbook {
  private constructor(
    private readonly zip: ZipFile,
    private readonly parts: { sheets: Sheet[]; isDate: boolean[]; since1904: boolean; sharedStrings: Entry | undefined },
  ) {}

  /** @throws TableRefusal when the file is no workbook, or a bomb. */
  static async open(path: string): Promise<XlsxWorkbook> {
    const zip = await openPromise(path, { lazyEntries: true, autoClose: false }).catch(() => {
      throw new TableRefusal('broken');
    });
    try {
      const entries = await listEntries(zip);
      if (entries.has('xl/workbook.bin')) throw new TableRefusal('xlsb');
      if (entries.has('content.xml') && entries.has('mimetype')) throw new TableRefusal('ods');
      if (!entries.has('xl/workbook.xml')) throw new TableRefusal('archive');
      return new XlsxWorkbook(zip, await readParts(zip, entries));
    } catch (error) {
      zip.close();
      throw asRefusal(error);
    }
  }

  /** Names of the sheets that people see, in their order. */
  get sheets(): string[] {
    return this.parts.sheets.map(({ name }) => name);
  }

  /** All rows of a sheet in batches. @throws TableRefusal */
  async *rows(sheet: string): AsyncGenerator<TableRow[]> {
    const strings = await this.readStrings(Infinity);
    try {
      yield* this.sheetRows(sheet, (index) => strings.get(index));
    } finally {
      strings.close();
    }
  }

  /** The first rows alone, without reading the strings of the others. */
  async firstRows(sheet: string, count: number): Promise<TableRow[]> {
    const rows: TableRow[] = [];
    let last = -1;
    for await (const batch of this.sheetRows(sheet, (index) => ((last = Math.max(last, index)), `\0${index}`))) {
      rows.push(...batch);
      if (rows.length >= count) break;
    }
    const strings = await this.readStrings(last + 1);
    const fill = (cell: string): string => (cell.startsWith('\0') ? strings.get(Number(cell.slice(1))).trim() : cell);
    const filled = rows.slice(0, count).map(({ number, cells }) => ({ number, cells: cells.map(fill) }));
    strings.close();
    return filled;
  }

  /** The last row by what the sheet says of itself at its beginning; `null` when it says nothing. */
  async lastRow(sheet: string): Promise<number | null> {
    for await (const piece of pieces(this.zip, this.entryOf(sheet))) {
      const last = /<(?:\w+:)?dimension\b[^>]*\bref="[A-Z]+\d+:[A-Z]+(\d+)"/.exec(piece)?.[1];
      return last ? Number(last) : null;
    }
    return null;
  }

  close(): void {
    this.zip.close();
  }

  private entryOf(name: string): Entry {
    const sheet = this.parts.sheets.find((candidate) => candidate.name === name);
    if (!sheet) throw new TableRefusal('no-sheet', { sheet: name });
    return sheet.entry;
  }

  private async *sheetRows(name: string, sharedString: (index: number) => string): AsyncGenerator<TableRow[]> {
    const reader = new SheetReader({ sharedString, isDate: this.parts.isDate, since1904: this.parts.since1904 });
    for await (const piece of pieces(this.zip, this.entryOf(name))) {
      const rows = reader.read(piece);
      if (rows.length > 0) yield rows;
    }
  }

  private async readStrings(count: number): Promise<SharedStrings> {
    const strings = new SharedStrings();
    if (!this.parts.sharedStrings || count === 0) return strings;
    let value = '';
    let keeps = false;
    let phonetic = false;
    const reader = new XmlReader({
      open: (name) => {
        if (name === 'si') value = '';
        else if (name === 'rPh') phonetic = true;
        else if (name === 't') keeps = !phonetic;
      },
      text: (piece) => {
        if (keeps) value += piece;
      },
      close: (name) => {
        if (name === 'si') strings.add(value);
        else if (name === 'rPh') phonetic = false;
        else if (name === 't') keeps = false;
      },
    });
    try {
      for await (const piece of pieces(this.zip, this.parts.sharedStrings)) {
        reader.write(piece);
        if (strings.length >= count) break;
      }
    } catch (error) {
      strings.close();
      throw error;
    }
    return strings;
  }
}

async function listEntries(zip: ZipFile): Promise<Map<string, Entry>> {
  if (zip.entryCount > MAX_ENTRIES) throw new TableRefusal('bomb');
  const entries = new Map<string, Entry>();
  let unpacked = 0;
  for await (const entry of zip.eachEntry()) {
    unpacked += entry.uncompressedSize;
    const packed = Math.max(1, entry.compressedSize);
    if (unpacked > MAX_UNPACKED || (entry.uncompressedSize > RATIO_MATTERS_FROM && entry.uncompressedSize / packed > MAX_RATIO)) throw new TableRefusal('bomb');
    if (entry.canDecodeFileData()) entries.set(entry.fileName.replaceAll('\\', '/').replace(/^\/+/, ''), entry);
  }
  return entries;
}

async function readParts(zip: ZipFile, entries: Map<string, Entry>): Promise<XlsxWorkbook['parts']> {
  const part = async (name: string): Promise<string> => {
    const entry = entries.get(name);
    if (!entry) return '';
    if (entry.uncompressedSize > SMALL_PART) throw new TableRefusal('bomb');
    return text(await zip.openReadStreamPromise(entry));
  };
  const targets = new Map<string, string>();
  parseXml((await part('xl/_rels/workbook.xml.rels')) || '<none/>', {
    open: (name, { Id, Target }) => {
      if (name === 'Relationship' && Id && Target) targets.set(Id, Target.startsWith('/') ? Target.slice(1) : posix.join('xl', Target));
    },
  });
  const sheets: Sheet[] = [];
  let since1904 = false;
  parseXml(await part('xl/workbook.xml'), {
    open: (name, attributes) => {
      if (name === 'workbookPr') since1904 = /^(1|true)$/.test(attributes['date1904'] ?? '');
      if (name !== 'sheet' || (attributes['state'] ?? 'visible') !== 'visible') return;
      const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? '';
      const entry = entries.get(targets.get(id) ?? '');
      if (entry) sheets.push({ name: attributes['name'] ?? '', entry });
    },
  });
  if (sheets.length === 0) throw new TableRefusal('empty');
  const sharedStrings = [...targets.values()].find((target) => /sharedstrings\.xml$/i.test(target)) ?? 'xl/sharedStrings.xml';
  const styles = await part('xl/styles.xml');
  return { sheets, since1904, isDate: styles ? dateStyles(styles) : [], sharedStrings: entries.get(sharedStrings) };
}

async function* pieces(zip: ZipFile, entry: Entry): AsyncGenerator<string> {
  const stream = await zip.openReadStreamPromise(entry);
  const decoder = new TextDecoder();
  try {
    for await (const chunk of stream) yield decoder.decode(chunk as Buffer, { stream: true });
  } catch (error) {
    throw asRefusal(error);
  } finally {
    stream.destroy();
  }
}

/** yauzl and zlib throw bare errors, all of them about the archive; what the disk says has a code of the system. */
function asRefusal(error: unknown): unknown {
  const code = (error as { code?: string }).code ?? '';
  return error instanceof TableRefusal || /^E[A-Z]+$/.test(code) || !(error instanceof Error) ? error : new TableRefusal('broken');
}
