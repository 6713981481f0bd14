import type { CertificateFacts } from './certificate-facts.js';

/** Full name of the person whom a certificate names; `null` when it names none. */
export function personOf({ subject }: Pick<CertificateFacts, 'subject'>): string | null {
  return [subject.surname, subject.givenName].filter(Boolean).join(' ') || null;
}

/** Name of the certificate's owner as it is written there: the person, else its common name. */
export function ownerOf(facts: Pick<CertificateFacts, 'subject'>): string | null {
  return personOf(facts) ?? facts.subject.commonName;
}
