import { type Asn1Element, readElement, Tag } from './asn1-element.js';
import { type Content, readPkcs7, SIGNED_DATA } from './pkcs7.js';
import { isPublicKeyInfo, oidOf, parseX509, sequence } from './x509-certificate.js';

/**
 * Says what a DER file holds, by its structure.
 * `allowTail` is for OpenSSL's «TRUSTED CERTIFICATE», which keeps its settings behind the certificate.
 */
export function readDer(bytes: Uint8Array, allowTail = false): Content {
  const root = readElement(bytes, 0);
  if (root?.tag !== Tag.sequence) return { refused: 'not-a-certificate' };
  if (!root.complete) return { refused: 'truncated' };
  const content = nameStructure(bytes, root);
  const hasTail = root.end < bytes.length && !allowTail;
  return hasTail && 'certificates' in content ? { refused: 'trailing-bytes' } : content;
}

function nameStructure(bytes: Uint8Array, root: Asn1Element): Content {
  const certificate = parseX509(bytes, root);
  if (certificate) return { certificates: [certificate] };
  if (oidOf(bytes, root) === SIGNED_DATA) return readPkcs7(bytes, root);
  if (isPublicKeyInfo(bytes, root) || isRsaPublicKey(bytes, root)) return { refused: 'public-key' };
  const body = signedBody(bytes, root);
  if (body && isRequestBody(bytes, body)) return { refused: 'csr' };
  if (body && isRevocationListBody(body)) return { refused: 'crl' };
  return { refused: 'not-a-certificate' };
}

/** Fields of what is signed, if the element is `SIGNED{…}` of X.509: body, algorithm, signature. */
function signedBody(bytes: Uint8Array, root: Asn1Element): Asn1Element[] | null {
  const [body, algorithm, signature] = sequence(bytes, root) ?? [];
  return oidOf(bytes, algorithm) && signature?.tag === Tag.bitString ? sequence(bytes, body) : null;
}

/** CertificationRequestInfo (RFC 2986): version, subject, public key, attributes. */
function isRequestBody(bytes: Uint8Array, [version, subject, key]: Asn1Element[]): boolean {
  return version?.tag === Tag.integer && subject?.tag === Tag.sequence && isPublicKeyInfo(bytes, key);
}

/** TBSCertList (RFC 5280, 5.1): optional version, algorithm, issuer, date. */
function isRevocationListBody(fields: Asn1Element[]): boolean {
  const [algorithm, issuer, date] = fields[0]?.tag === Tag.integer ? fields.slice(1) : fields;
  return algorithm?.tag === Tag.sequence && issuer?.tag === Tag.sequence && (date?.tag === Tag.utcTime || date?.tag === Tag.generalizedTime);
}

/** RSAPublicKey of PKCS#1: modulus and exponent, nothing else. */
function isRsaPublicKey(bytes: Uint8Array, root: Asn1Element): boolean {
  const fields = sequence(bytes, root);
  return fields?.length === 2 && fields.every((field) => field.tag === Tag.integer);
}
