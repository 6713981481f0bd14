/** A public key's algorithm as people read it. */
export interface KeyAlgorithm {
  /** e.g. «ГОСТ Р 34.10-2012 (256 бит)», «RSA 2048», «EC P-256»; the dotted OID when unknown. */
  name: string;
  isGost: boolean;
}

/** Names by OID (RFC 4491, RFC 9215; 1.2.643.2.2.98 and 1.2.643.7.1.1.6.* are the key exchange twins of CryptoPro). */
const GOST: Record<string, string> = {
  '1.2.643.2.2.20': 'ГОСТ Р 34.10-94',
  '1.2.643.2.2.19': 'ГОСТ Р 34.10-2001',
  '1.2.643.2.2.98': 'ГОСТ Р 34.10-2001',
  '1.2.643.7.1.1.1.1': 'ГОСТ Р 34.10-2012 (256 бит)',
  '1.2.643.7.1.1.6.1': 'ГОСТ Р 34.10-2012 (256 бит)',
  '1.2.643.7.1.1.1.2': 'ГОСТ Р 34.10-2012 (512 бит)',
  '1.2.643.7.1.1.6.2': 'ГОСТ Р 34.10-2012 (512 бит)',
};

const CURVES: Record<string, string> = {
  '1.2.840.10045.3.1.7': 'P-256',
  '1.3.132.0.34': 'P-384',
  '1.3.132.0.35': 'P-521',
  '1.3.132.0.10': 'secp256k1',
};

const OTHERS: Record<string, string> = {
  '1.2.840.10040.4.1': 'DSA',
  '1.3.101.112': 'Ed25519',
  '1.3.101.113': 'Ed448',
};

const RSA = new Set(['1.2.840.113549.1.1.1', '1.2.840.113549.1.1.10']);
const EC = '1.2.840.10045.2.1';

/** Names a key algorithm; `curve` is the OID of an EC key's named curve, `modulusBits` the length of an RSA modulus, if known. */
export function nameKeyAlgorithm(oid: string, curve: string | null, modulusBits: number | null): KeyAlgorithm {
  const gost = GOST[oid];
  if (gost) return { name: gost, isGost: true };
  if (RSA.has(oid)) return { name: modulusBits ? `RSA ${modulusBits}` : 'RSA', isGost: false };
  if (oid === EC) return { name: curve ? `EC ${CURVES[curve] ?? curve}` : 'EC', isGost: false };
  return { name: OTHERS[oid] ?? oid, isGost: false };
}
