import { stat } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { DomainError } from '../platform/domain-error.js';
import type { ItemRefusal } from './batch-kind.js';
import { isContainerFile, isNoise, zipEntryName } from './zip-entry-name.js';

/** Most certificates of one batch. */
export const MOST_ITEMS = 10_000;
/** Entries that are no certificates (folders, a system's own files) may stand beside them. */
const MOST_ENTRIES = MOST_ITEMS * 2;
/** Largest file that is opened, in bytes; the reader of certificates looks into no larger one. */
const LARGEST_ENTRY = 1024 * 1024;
const MAX_RATIO = 100;

/** A file of the archive: its bytes, or why it was not opened. */
export type ArchivedFile = { name: string } & ({ bytes: Buffer } | { refused: ItemRefusal });

/** How many files an archive has. @throws DomainError `batch-archive-broken`, `-empty`, `-too-many`, `-bomb`. */
export async function countFiles(path: string): Promise<number> {
  const { size } = await stat(path);
  const { count, unpacked } = await reading(path, async (zip) => {
    if (zip.entryCount > MOST_ENTRIES) throw refusal('too-many');
    let count = 0;
    let unpacked = 0;
    for await (const entry of zip.eachEntry()) {
      unpacked += entry.uncompressedSize;
      if (!isNoise(nameOf(entry))) count += 1;
    }
    return { count, unpacked };
  });
  if (count === 0) throw refusal('empty');
  if (count > MOST_ITEMS) throw refusal('too-many');
  if (unpacked > Math.max(size * MAX_RATIO, LARGEST_ENTRY)) throw refusal('bomb');
  return count;
}

/** The files after the first `skip`, one after the other; only one is in memory. @throws DomainError `batch-archive-broken`. */
export async function* archivedFiles(path: string, skip: number): AsyncGenerator<ArchivedFile> {
  const zip = await open(path);
  try {
    let seen = 0;
    for await (const entry of zip.eachEntry()) {
      const name = nameOf(entry);
      if (isNoise(name)) continue;
      seen += 1;
      if (seen > skip) yield { name, ...(await read(zip, entry, name)) };
    }
  } finally {
    zip.close();
  }
}

async function read(zip: ZipFile, entry: Entry, name: string): Promise<{ bytes: Buffer } | { refused: ItemRefusal }> {
  if (isContainerFile(name)) return { refused: 'cryptopro-container' };
  if (entry.isEncrypted()) return { refused: 'encrypted' };
  if (!entry.canDecodeFileData()) return { refused: 'unreadable' };
  if (entry.uncompressedSize > LARGEST_ENTRY) return { refused: 'too-large' };
  try {
    return { bytes: await buffer(await zip.openReadStreamPromise(entry)) };
  } catch {
    // yauzl throws on everything that is wrong with one entry; the others are read all the same.
    return { refused: 'unreadable' };
  }
}

async function reading<Value>(path: string, work: (zip: ZipFile) => Promise<Value>): Promise<Value> {
  const zip = await open(path);
  try {
    return await work(zip);
  } catch (error) {
    throw error instanceof DomainError ? error : refusal('broken');
  } finally {
    zip.close();
  }
}

async function open(path: string): Promise<ZipFile> {
  try {
    return await openPromise(path, { lazyEntries: true, autoClose: false, decodeStrings: false });
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') throw new DomainError('conflict', 'batch-file-gone');
    throw refusal('broken');
  }
}

const nameOf = (entry: Entry): string => zipEntryName(entry.fileNameRaw, entry.generalPurposeBitFlag);
const refusal = (kind: 'broken' | 'empty' | 'too-many' | 'bomb'): DomainError =>
  new DomainError('invalid', `batch-archive-${kind}`, { faults: [{ path: 'certificates', code: `batch-archive-${kind}` }] });
