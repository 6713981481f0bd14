import { type RefusalKind } from './certificate-facts.js';
import { readDer } from './der-content.js';
import { nameForeignFile } from './file-signatures.js';
import { findKeyMaterial } from './key-material.js';
import { chooseLeaf } from './leaf-choice.js';
import { type Content } from './pkcs7.js';
import { asPlainText, decodeBase64, type PemFile, readPem } from './text-armour.js';
import { type X509Certificate } from './x509-certificate.js';

/** The one certificate of a file, or the name of what the file is instead. */
export type Found = { certificate: X509Certificate } | { refused: RefusalKind };

/** Largest file that is looked into at all, octets (public contract: the limit of an archive). */
export const MAX_FILE_SIZE = 1024 * 1024;
/** Largest file that may be a certificate, octets (public contract). */
const MAX_CERTIFICATE_SIZE = 64 * 1024;

/** Refusals that mean that a secret key was brought. */
export const SECRETS: ReadonlySet<RefusalKind> = new Set<RefusalKind>(['private-key', 'pfx', 'cryptopro-container']);
/** Refusals of what looks like a certificate but is spoilt; of a file too large, its size says more. */
const SPOILT: ReadonlySet<RefusalKind> = new Set<RefusalKind>(['truncated', 'trailing-bytes', 'not-a-certificate']);

/**
 * Reads one file that is no zip archive: DER, PEM, bare base64 or PKCS#7, told apart by content.
 * A secret key anywhere in it goes before everything. Several users' certificates are refused as `archive`.
 */
export function findCertificate(bytes: Uint8Array): Found {
  if (bytes.length > MAX_FILE_SIZE) {
    const kind = nameForeignFile(bytes, asPlainText(bytes.subarray(0, 4096)));
    return { refused: kind && kind !== 'archive' ? kind : 'too-large' };
  }
  const content = readContent(bytes);
  const isTooLarge = bytes.length > MAX_CERTIFICATE_SIZE && (!('refused' in content) || SPOILT.has(content.refused));
  if (isTooLarge) return { refused: 'too-large' };
  if ('refused' in content) return content;
  const certificate = chooseLeaf(content.certificates);
  return certificate ? { certificate } : { refused: 'archive' };
}

function readContent(bytes: Uint8Array): Content {
  const text = asPlainText(bytes);
  if (text.trim() === '' && !isZeros(bytes)) return { refused: 'empty' };
  const secret = findKeyMaterial(bytes, text);
  if (secret) return { refused: secret };
  // Before other formats: a signature may hold the PDF or the page it signs.
  if (isLongSequence(bytes)) return readDer(bytes);
  const foreign = nameForeignFile(bytes, text);
  if (foreign) return { refused: foreign };

  const pem = readPem(text);
  if (pem) return readPemContent(pem);
  const decoded = /^\s*M/.test(text) ? decodeBase64(text) : null;
  if (decoded) return readDecoded(decoded);
  const content = readDer(bytes);
  return 'refused' in content && content.refused === 'truncated' ? { refused: 'not-a-certificate' } : content;
}

/** A SEQUENCE of more than 127 octets: every certificate is one, and no text starts like that. */
function isLongSequence(bytes: Uint8Array): boolean {
  return bytes[0] === 0x30 && (bytes[1] ?? 0) >= 0x80;
}

function isZeros(bytes: Uint8Array): boolean {
  return bytes.length > 0 && bytes.every((octet) => octet === 0);
}

function readDecoded(der: Uint8Array, allowTail = false): Content {
  const secret = findKeyMaterial(der, '');
  return secret ? { refused: secret } : readDer(der, allowTail);
}

/** Blocks count by what they hold, not by their label; yet a spoilt block that calls itself a certificate may be the very one. */
function readPemContent(pem: PemFile): Content {
  const contents = pem.blocks.map(({ label, der }): { label: string; content: Content } => ({
    label,
    content: der ? readDecoded(der, label === 'TRUSTED CERTIFICATE') : { refused: 'not-a-certificate' },
  }));
  const refusals = contents.flatMap(({ label, content }) => ('refused' in content ? [{ label, kind: content.refused }] : []));
  const secret = refusals.find(({ kind }) => SECRETS.has(kind));
  if (secret) return { refused: secret.kind };
  if (pem.isBroken) return { refused: 'truncated' };
  const spoilt = refusals.find(({ label, kind }) => SPOILT.has(kind) && /CERTIFICATE$|PKCS|CMS/.test(label));
  if (spoilt) return { refused: spoilt.kind };
  const certificates = contents.flatMap(({ content }) => ('certificates' in content ? content.certificates : []));
  return certificates.length > 0 ? { certificates } : { refused: refusals[0]?.kind ?? 'not-a-certificate' };
}
