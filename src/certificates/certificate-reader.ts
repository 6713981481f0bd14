import { createHash } from 'node:crypto';
import { type CertificateFacts, type CertificateReading, type CertificateValidity, type CertificateWarning, type RefusalKind } from './certificate-facts.js';
import { isZip } from './file-signatures.js';
import { findCertificate } from './single-file.js';
import { withoutSnils } from './hidden-snils.js';
import { readSubject } from './subject-name.js';
import { type NameAttribute, type X509Certificate } from './x509-certificate.js';
import { findInZip, isContainerName } from './zip-archive.js';

/**
 * Reads a file somebody brought: the facts of the one certificate in it, or a refusal that names what the file is.
 * Told by content; only what nothing can be told of is named by `fileName`, when that is a CryptoPro container's: its octets may be anything.
 * Pure: no file system, no network; `now` decides about validity.
 * Never rejects, and its time is bounded by the size of the file (at most 1 MiB is looked into). The signature is not checked.
 */
export async function readCertificate(bytes: Uint8Array, now: Date, fileName = ''): Promise<CertificateReading> {
  const found = isZip(bytes) ? await findInZip(bytes) : findCertificate(bytes);
  if ('refused' in found) return { ok: false, kind: isUnnamed(found.refused) && isContainerName(fileName) ? 'cryptopro-container' : found.refused };
  const { certificate } = found;
  const { subject, snils, warnings } = readSubject(certificate);
  const validity = validityAt(certificate, now);
  const facts: CertificateFacts = {
    subject,
    issuer: withoutSnils(nameIssuer(certificate.issuer)),
    serialNumber: certificate.serialNumber,
    thumbprint: createHash('sha1').update(certificate.der).digest('hex').toUpperCase(),
    notBefore: certificate.notBefore.toISOString(),
    notAfter: certificate.notAfter.toISOString(),
    keyAlgorithm: certificate.key.name,
    validity,
    warnings: [...validityWarnings(validity), ...warnings, ...(certificate.key.isGost ? [] : [{ code: 'not-gost' as const, field: 'keyAlgorithm' }])],
  };
  return { ok: true, der: certificate.der, facts, snils };
}

function isUnnamed(kind: RefusalKind): boolean {
  return kind === 'not-a-certificate' || kind === 'truncated';
}

/** Both ends count as valid (RFC 5280, 4.1.2.5). */
function validityAt({ notBefore, notAfter }: X509Certificate, now: Date): CertificateValidity {
  if (now < notBefore) return 'not-yet-valid';
  return now > notAfter ? 'expired' : 'valid';
}

function validityWarnings(validity: CertificateValidity): CertificateWarning[] {
  if (validity === 'expired') return [{ code: 'expired', field: 'notAfter' }];
  return validity === 'not-yet-valid' ? [{ code: 'not-yet-valid', field: 'notBefore' }] : [];
}

const COMMON_NAME = '2.5.4.3';
const ORGANIZATION = '2.5.4.10';

function nameIssuer(issuer: readonly NameAttribute[]): string {
  const text = (oid: string) => issuer.find((attribute) => attribute.oid === oid)?.text;
  return text(COMMON_NAME) ?? text(ORGANIZATION) ?? issuer.map((attribute) => attribute.text).join(', ');
}
