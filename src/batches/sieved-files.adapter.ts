import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { CertificateFacts, CertificateReading } from '../certificates/certificate-facts.js';
import { DomainError } from '../platform/domain-error.js';
import type { ArchivedFile } from './batch-archive.adapter.js';
import type { ItemRefusal } from './batch-kind.js';

/** What of a file of the archive may lie on the disk: the certificate alone (base64) with what was read of it, or why there is none. */
export type SievedFile = { name: string } & ({ der: string; facts: CertificateFacts } | { refused: ItemRefusal });

/** Lines for the disk; everything that is no certificate, a secret key above all, stays behind in memory. */
export async function* sieve(files: AsyncIterable<ArchivedFile>, inspect: (bytes: Uint8Array) => Promise<CertificateReading>): AsyncGenerator<string> {
  for await (const file of files) yield `${JSON.stringify(await sieved(file, inspect))}\n`;
}

async function sieved(file: ArchivedFile, inspect: (bytes: Uint8Array) => Promise<CertificateReading>): Promise<SievedFile> {
  const { name } = file;
  if ('refused' in file) return { name, refused: file.refused };
  const reading = await inspect(file.bytes);
  return reading.ok ? { name, der: Buffer.from(reading.der).toString('base64'), facts: reading.facts } : { name, refused: reading.kind };
}

/** The files after the first `skip`, one after the other. @throws DomainError `batch-file-gone`. */
export async function* sievedFiles(path: string, skip: number): AsyncGenerator<SievedFile> {
  const stream = createReadStream(path);
  const broken = new Promise<never>((_, reject) => stream.once('error', reject));
  broken.catch(() => undefined);
  try {
    await Promise.race([new Promise((resolve) => stream.once('open', resolve)), broken]);
    let seen = 0;
    for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) if ((seen += 1) > skip) yield JSON.parse(line) as SievedFile;
  } catch (error) {
    throw (error as { code?: string }).code === 'ENOENT' ? new DomainError('conflict', 'batch-file-gone') : error;
  } finally {
    stream.destroy();
  }
}

/** How many files there are. @throws DomainError `batch-file-gone`. */
export async function countSieved(path: string): Promise<number> {
  let count = 0;
  for await (const _file of sievedFiles(path, 0)) count += 1;
  return count;
}
