import { type Asn1Element, childrenOf, contentOf, Tag } from './asn1-element.js';
import { type RefusalKind } from './certificate-facts.js';
import { parseX509, sequence, type X509Certificate } from './x509-certificate.js';

/** Either certificates, or the name of what the bytes are instead. */
export type Content = { certificates: X509Certificate[] } | { refused: RefusalKind };

/** OID of PKCS#7 SignedData (RFC 5652, 5.1). */
export const SIGNED_DATA = '1.2.840.113549.1.7.2';

/**
 * Reads a PKCS#7 ContentInfo of type SignedData. Without signers it is a mere bag of certificates («certs-only», .p7b);
 * with a signer it is somebody's signature, detached or not.
 */
export function readPkcs7(bytes: Uint8Array, root: Asn1Element): Content {
  const wrapper = sequence(bytes, root)?.[1];
  const signedData = wrapper?.tag === Tag.context0 ? childrenOf(bytes, wrapper)?.[0] : undefined;
  const fields = sequence(bytes, signedData);
  const signers = fields?.at(-1);
  if (!fields || fields[0]?.tag !== Tag.integer || signers?.tag !== Tag.set) return { refused: 'not-a-certificate' };
  if (contentOf(bytes, signers).length > 0) return { refused: 'signature' };

  const bag = fields.find((field) => field.tag === Tag.context0);
  const items = (bag && childrenOf(bytes, bag)) ?? [];
  const certificates: X509Certificate[] = [];
  for (const item of items.filter((element) => element.tag === Tag.sequence)) {
    const certificate = parseX509(bytes, item);
    if (!certificate) return { refused: 'not-a-certificate' };
    certificates.push(certificate);
  }
  if (certificates.length > 0) return { certificates };
  return { refused: fields.some((field) => field.tag === Tag.context1) ? 'crl' : 'not-a-certificate' };
}
