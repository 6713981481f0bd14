import { PassThrough, Readable } from 'node:stream';
import { ZipFile } from 'yazl';

/** A file that is made when its turn comes. */
export interface LazyEntry {
  /** Path in the archive, its parts harmless already. */
  path: string;
  bytes: () => Promise<Uint8Array>;
}

/**
 * A ZIP of many files, each made when the reader has taken those before it, so that a thousand letters need the memory of one.
 * One that cannot be made breaks the stream off: a download then fails instead of keeping half an archive.
 */
export function archiveLazily(entries: readonly LazyEntry[]): Readable {
  const zip = new ZipFile();
  const out = new PassThrough();
  zip.on('error', (error: Error) => out.destroy(error));
  for (const { path, bytes } of entries) {
    zip.addReadStreamLazy(path, { compress: false, mode: 0o100644 }, (give) => {
      if (out.destroyed) return;
      bytes().then(
        (made) => give(null, Readable.from([Buffer.from(made.buffer, made.byteOffset, made.byteLength)])),
        (error: Error) => out.destroy(error),
      );
    });
  }
  zip.end();
  zip.outputStream.pipe(out);
  return out;
}
