import type { CertificateFacts } from '../certificates/certificate-facts.js';
import { ownerOf } from '../certificates/owner-name.js';
import { compareNames } from './name-comparison.js';
import { foldName } from './folded-name.js';

/** Whom the directory is asked about. What neither the certificate nor the applicant says is `null`. */
export interface SoughtPerson {
  /** 11 digits. */
  snils: string | null;
  /** SHA-1 of the certificate, upper-case hex. */
  thumbprint: string;
  fullName: string | null;
  /** ИНН of the person, 12 digits. */
  inn: string | null;
  /** ИНН of the organisation. */
  organizationInn: string | null;
  organizationName: string | null;
  /** Small letters. */
  emails: string[];
}

/** What the applicant says about the person of the certificate. */
interface Said {
  organization?: { inn?: string | null; name?: string | null } | null;
  contact?: { fullName?: string; email?: string } | null;
}

/**
 * The certificate's owner. The organisation is the applicant's word where the certificate names none; the contact's e-mail
 * counts only if the contact is the owner.
 */
export function soughtPerson({ facts, snils }: { facts: CertificateFacts; snils: string | null }, { organization, contact }: Said = {}): SoughtPerson {
  const { subject, thumbprint } = facts;
  const fullName = ownerOf(facts);
  const isOwner = fullName !== null && contact?.fullName !== undefined && compareNames(foldName(fullName), foldName(contact.fullName)) === 'same';
  const emails = [subject.email, isOwner ? contact.email : null].flatMap((email) => (email ? [email.trim().toLowerCase()] : []));
  return {
    snils,
    thumbprint,
    fullName,
    inn: subject.inn,
    organizationInn: subject.innLegal ?? organization?.inn ?? null,
    organizationName: subject.organization ?? organization?.name ?? null,
    emails: [...new Set(emails)],
  };
}
