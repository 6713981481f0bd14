import { type X509Certificate } from './x509-certificate.js';

/**
 * Picks the user's certificate from a chain: not a CA, issuer of nobody in the bag. When all are CAs, the last of the chain.
 * `null` when more than one is left: nobody but the applicant can say which one is meant.
 */
export function chooseLeaf(certificates: readonly X509Certificate[]): X509Certificate | null {
  const distinct = [...new Map(certificates.map((certificate) => [Buffer.from(certificate.der).toString('latin1'), certificate])).values()];
  const issuers = new Set(distinct.filter((certificate) => certificate.issuerKey !== certificate.subjectKey).map((certificate) => certificate.issuerKey));
  const leaves = distinct.filter((certificate) => distinct.length === 1 || !issuers.has(certificate.subjectKey));
  const users = leaves.filter((certificate) => !certificate.isCa);
  const candidates = users.length > 0 ? users : leaves;
  return candidates.length === 1 ? (candidates[0] ?? null) : null;
}
