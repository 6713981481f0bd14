import { buffer } from 'node:stream/consumers';
import { inflateRawSync } from 'node:zlib';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { isContainerName } from '../certificates/zip-archive.js';
import { DomainError } from '../platform/domain-error.js';
import type { ItemRefusal } from './batch-kind.js';
import { isNoise, zipEntryName } from './zip-entry-name.js';

/** Most certificates of one batch. */
export const MOST_ITEMS = 10_000;
/** Entries that are no certificates (folders, a system's own files) may stand beside them. */
const MOST_ENTRIES = MOST_ITEMS * 2;
/** Largest file that is opened, in bytes; the reader of certificates looks into no larger one. */
const LARGEST_ENTRY = 1024 * 1024;
const MAX_RATIO = 100;
/** Method of an entry that is packed; the only other one that can be decoded is «stored». */
const DEFLATED = 8;

/** A file of the archive: its bytes, or why it was not opened. */
export type ArchivedFile = { name: string } & ({ bytes: Buffer } | { refused: ItemRefusal });

/**
 * The files of an archive in memory, one after the other; nothing of it is opened when it is too much.
 * @throws DomainError `batch-archive-broken`, `-empty`, `-table`, `-too-many`, `-bomb`.
 */
export async function* archivedFiles(archive: Buffer): AsyncGenerator<ArchivedFile> {
  const zip = await open(archive);
  try {
    const entries = await entriesOf(zip, archive.length);
    for (const { entry, name } of entries) yield { name, ...(await read(zip, entry, name)) };
  } finally {
    zip.close();
  }
}

async function entriesOf(zip: ZipFile, size: number): Promise<{ entry: Entry; name: string }[]> {
  if (zip.entryCount > MOST_ENTRIES) throw refusal('too-many');
  const entries: { entry: Entry; name: string }[] = [];
  let unpacked = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      const name = zipEntryName(entry.fileNameRaw, entry.generalPurposeBitFlag);
      unpacked += entry.uncompressedSize;
      if (!isNoise(name)) entries.push({ entry, name });
    }
  } catch {
    throw refusal('broken');
  }
  if (entries.length === 0) throw refusal('empty');
  if (entries.some(({ name }) => name === '[Content_Types].xml')) throw refusal('table');
  if (entries.length > MOST_ITEMS) throw refusal('too-many');
  if (unpacked > Math.max(size * MAX_RATIO, LARGEST_ENTRY)) throw refusal('bomb');
  return entries;
}

async function read(zip: ZipFile, entry: Entry, name: string): Promise<{ bytes: Buffer } | { refused: ItemRefusal }> {
  // Not even opened.
  if (isContainerName(name)) return { refused: 'cryptopro-container' };
  if (entry.isEncrypted()) return { refused: 'encrypted' };
  if (!entry.canDecodeFileData()) return { refused: 'unreadable' };
  if (entry.uncompressedSize > LARGEST_ENTRY) return { refused: 'too-large' };
  try {
    // Unpacked here: thousands of small files one after the other would each wait for a thread.
    const raw = await buffer(await zip.openReadStreamPromise(entry, { decodeFileData: false }));
    const bytes = entry.compressionMethod === DEFLATED ? inflateRawSync(raw, { maxOutputLength: LARGEST_ENTRY }) : raw;
    return bytes.length === entry.uncompressedSize ? { bytes } : { refused: 'unreadable' };
  } catch {
    // yauzl and zlib throw on everything that is wrong with one entry; the others are read all the same.
    return { refused: 'unreadable' };
  }
}

async function open(archive: Buffer): Promise<ZipFile> {
  try {
    return await fromBufferPromise(archive, { lazyEntries: true, autoClose: false, decodeStrings: false });
  } catch {
    throw refusal('broken');
  }
}

const refusal = (kind: 'broken' | 'empty' | 'table' | 'too-many' | 'bomb'): DomainError =>
  new DomainError('invalid', `batch-archive-${kind}`, { faults: [{ path: 'certificates', code: `batch-archive-${kind}` }] });
