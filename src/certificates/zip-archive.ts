import { buffer } from 'node:stream/consumers';
import { fromBufferPromise } from 'yauzl';
import { type RefusalKind } from './certificate-facts.js';
import { isZip } from './file-signatures.js';
import { findKeyMaterial } from './key-material.js';
import { findCertificate, type Found, MAX_FILE_SIZE, SECRETS } from './single-file.js';
import { asPlainText } from './text-armour.js';

const MAX_ENTRIES = 64;
const MAX_UNPACKED_SIZE = 4 * 1024 * 1024;
const MAX_RATIO = 100;
/** The first file in a DOCX or XLSX, and in an ODT or ODS. */
const OFFICE_DOCUMENT = /^PK[^]{28}(?:\[Content_Types\]\.xml|_rels\/|docProps\/|word\/|xl\/|mimetypeapplication\/vnd\.oasis)/;
const CONTAINER_NAME = /(^|[/\\])(header|masks2?|name|primary2?)\.key$/i;

/**
 * Reads a zip archive that holds exactly one certificate; other files beside it do not matter unless one is a secret key. What an archive of one file
 * holds instead is named.
 * Archives inside, encrypted entries, paths that leave the archive, more than 64 entries, 4 MiB unpacked or a hundredfold packing are refused as `archive`.
 */
export async function findInZip(bytes: Uint8Array): Promise<Found> {
  if (bytes.length > MAX_FILE_SIZE) return { refused: 'too-large' };
  const secret = findKeyMaterial(bytes, asPlainText(bytes));
  if (secret) return { refused: secret };
  try {
    return settle(await readEntries(bytes));
  } catch {
    // yauzl throws on everything that is wrong with an archive, and nothing else can be wrong here.
    return { refused: 'archive' };
  }
}

/** Whether a path ends in the name of one of the six files of a CryptoPro container. */
export function isContainerName(path: string): boolean {
  return CONTAINER_NAME.test(path);
}

async function readEntries(bytes: Uint8Array): Promise<Found[]> {
  const zip = await fromBufferPromise(Buffer.from(bytes), { lazyEntries: true });
  if (zip.entryCount > MAX_ENTRIES) return [{ refused: 'archive' }];
  const found: Found[] = [];
  let unpacked = 0;
  for await (const entry of zip.eachEntry()) {
    unpacked += entry.uncompressedSize;
    if (unpacked > MAX_UNPACKED_SIZE || unpacked > bytes.length * MAX_RATIO) return [...found, { refused: 'archive' }];
    if (isContainerName(entry.fileName)) found.push({ refused: 'cryptopro-container' });
    else if (!entry.canDecodeFileData()) found.push({ refused: 'archive' });
    else if (!entry.fileName.endsWith('/')) found.push(readEntry(await buffer(await zip.openReadStreamPromise(entry))));
  }
  return found;
}

/** A document of an office program is a zip too, but nobody's archive of certificates. */
function readEntry(bytes: Uint8Array): Found {
  if (!isZip(bytes)) return findCertificate(bytes);
  return { refused: OFFICE_DOCUMENT.test(Buffer.from(bytes.subarray(0, 200)).toString('latin1')) ? 'not-a-certificate' : 'archive' };
}

function settle(found: readonly Found[]): Found {
  const refusals = found.flatMap((one): RefusalKind[] => ('refused' in one ? [one.refused] : []));
  const secret = refusals.find((kind) => SECRETS.has(kind));
  if (secret) return { refused: secret };
  const certificates = new Map(found.flatMap((one) => ('certificate' in one ? [[Buffer.from(one.certificate.der).toString('latin1'), one]] : [])));
  const [kind] = refusals;
  if (found.length === 1 && kind && kind !== 'not-a-certificate') return { refused: kind };
  const [only] = certificates.values();
  return only && certificates.size === 1 && !refusals.includes('archive') ? only : { refused: 'archive' };
}
