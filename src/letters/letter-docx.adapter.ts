import { Injectable } from '@nestjs/common';
import { Packer } from 'docx';
import { buffer } from 'node:stream/consumers';
import { fromBufferPromise } from 'yauzl';
import { ZipFile } from 'yazl';
import { TemplatesService } from '../platform/templates.service.js';
import { type LetterData } from './letter-data.js';
import { letterDocument } from './letter-docx-layout.js';
import { letterModel } from './letter-model.js';
import { qrPng } from './qr-code.js';

const CORE_PROPERTIES = 'docProps/core.xml';
/** The part that a reader looks for first (ECMA-376 part 2). */
const CONTENT_TYPES = '[Content_Types].xml';
/** The earliest date a ZIP can hold, in the fields of the machine's own time zone, which are what yazl writes. */
const NO_DATE = new Date(1980, 0, 1);

/** The letter as a Word file for editing, with the same words as the PDF. The same data gives the same bytes. */
@Injectable()
export class LetterDocxAdapter {
  constructor(private readonly words: TemplatesService) {}

  /** Takes some tens of milliseconds. */
  async docx(data: LetterData): Promise<Buffer> {
    const model = letterModel(data, this.words);
    const document = letterDocument(model, await qrPng(model.qr.text));
    return withoutClock(await Packer.toBuffer(document), new Date(model.createdAt));
  }
}

/** Packs the file anew without what depends on the moment: entry dates, their order, and the dates in its properties. */
async function withoutClock(docx: Buffer, createdAt: Date): Promise<Buffer> {
  const parts = await unpack(docx);
  const moment = `${createdAt.toISOString().slice(0, 19)}Z`;
  const core = parts.get(CORE_PROPERTIES)?.toString('utf8') ?? '';
  parts.set(CORE_PROPERTIES, Buffer.from(core.replace(/(<dcterms:(created|modified)\b[^>]*>)[^<]*/gu, `$1${moment}`)));

  const zip = new ZipFile();
  const names = [...parts.keys()].filter((name) => name !== CONTENT_TYPES).sort();
  for (const name of [CONTENT_TYPES, ...names]) zip.addBuffer(parts.get(name) ?? Buffer.alloc(0), name, { mtime: NO_DATE, mode: 0o100644, forceDosTimestamp: true });
  zip.end();
  return buffer(zip.outputStream);
}

async function unpack(archive: Buffer): Promise<Map<string, Buffer>> {
  const parts = new Map<string, Buffer>();
  const zip = await fromBufferPromise(archive);
  for await (const entry of zip.eachEntry()) {
    if (!entry.fileName.endsWith('/')) parts.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)));
  }
  return parts;
}
