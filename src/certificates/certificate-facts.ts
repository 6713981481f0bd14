/** Where the certificate stands between its two dates at the moment of reading. */
export type CertificateValidity = 'valid' | 'expired' | 'not-yet-valid';

/**
 * Something odd that does not stop the certificate from being used.
 * `code` names the sentence in `templates/messages/certificates.json`, `field` the attribute it is about.
 */
export interface CertificateWarning {
  code:
    | 'expired'
    | 'not-yet-valid'
    | 'organization-missing'
    | 'person-missing'
    | 'snils-check-digit'
    | 'inn-check-digit'
    | 'inn-legal-check-digit'
    | 'ogrn-check-digit'
    | 'ogrnip-check-digit'
    | 'not-gost';
  field: string | null;
}

/** Who the certificate was issued to. Absent attributes are `null`; the full СНИЛС is never part of this shape. */
export interface CertificateSubject {
  commonName: string | null;
  surname: string | null;
  givenName: string | null;
  title: string | null;
  organization: string | null;
  /** Last 3 digits of the СНИЛС (1.2.643.100.3). */
  snilsTail: string | null;
  /** ИНН of a person, 12 digits (1.2.643.3.131.1.1). */
  inn: string | null;
  /** ИНН of a legal entity, 10 digits (1.2.643.100.4, or the old «00»+10 form of 1.2.643.3.131.1.1). */
  innLegal: string | null;
  ogrn: string | null;
  ogrnip: string | null;
  email: string | null;
}

/** What the service says about a certificate (public contract, `certificate facts`). Dates are ISO 8601 UTC. */
export interface CertificateFacts {
  subject: CertificateSubject;
  /** Common name of the issuing centre, or its organisation, or the whole name when neither is there. */
  issuer: string;
  /** Upper-case hex without separators. */
  serialNumber: string;
  /** SHA-1 of the DER, 40 upper-case hex digits: the form that Windows and РМИС show. */
  thumbprint: string;
  notBefore: string;
  notAfter: string;
  /** e.g. «ГОСТ Р 34.10-2012 (256 бит)», «RSA», «EC». */
  keyAlgorithm: string;
  validity: CertificateValidity;
  warnings: CertificateWarning[];
}

/** Why a file was not taken (public contract, refusal kinds). */
export type RefusalKind =
  | 'pfx'
  | 'private-key'
  | 'cryptopro-container'
  | 'csr'
  | 'crl'
  | 'signature'
  | 'public-key'
  | 'html'
  | 'pdf'
  | 'image'
  | 'archive'
  | 'empty'
  | 'truncated'
  | 'trailing-bytes'
  | 'not-a-certificate'
  | 'too-large';

/** Outcome of reading a file somebody brought: the certificate's own DER and facts, or a named refusal. */
export type CertificateReading =
  | {
      ok: true;
      /** DER of the one certificate chosen from the file; the only bytes that may be stored. */
      der: Uint8Array;
      facts: CertificateFacts;
      /** 11 digits, for matching only: never shown, stored in clear or logged. */
      snils: string | null;
    }
  | { ok: false; kind: RefusalKind };
