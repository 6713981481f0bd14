import type { DirectoryFindings } from '../triage/verdict.js';
import { MATCHED_FIELDS, type AccountMatch, type FieldVerdict, type MatchedField, type MatchStrength } from './person-match.js';
import type { SoughtPerson } from './sought-person.js';

/** One line of evidence: what the certificate says, what the directory says, and how they stand to each other. */
export interface EvidenceField {
  field: MatchedField;
  /** `null`: does not say. Of a СНИЛС only its last 3 digits; of a certificate nothing. */
  certificate: string | null;
  directory: string | null;
  verdict: FieldVerdict;
}

/** An account with its evidence, as it stood when the case was sorted. */
export interface AccountEvidence {
  login: string | null;
  strength: MatchStrength;
  blocked: boolean;
  fields: EvidenceField[];
}

/** What the directory said of a person, kept with his case: enough to sort the case again, and to show why. */
export interface DirectoryAnswer {
  findings: DirectoryFindings;
  /** Version of the directory; `null` when there was none to ask. */
  version: number | null;
  /** When that version was exported, ISO 8601. */
  asOf: string | null;
  accounts: AccountEvidence[];
}

/** Nobody was asked, or nobody answered. */
export const NO_ANSWER: DirectoryAnswer = { findings: { known: false }, version: null, asOf: null, accounts: [] };

/** More than anybody looks through. */
const MOST_SHOWN = 8;

/**
 * What follows from matches. Weak ones decide nothing, but where there are some and no better ones the directory does not
 * say «no such person» either: `accounts` is `null`, as if it had not been asked. So it is with a stale directory, in
 * which somebody registered since cannot stand. Blocked is who has only blocked accounts, one of them not in another organisation.
 */
export function findingsOf(matches: readonly AccountMatch[], stale: boolean): DirectoryFindings {
  const sure = matches.filter(({ strength }) => strength !== 'weak');
  return {
    known: true,
    accounts: sure.length > 0 ? sure.length : matches.length > 0 || stale ? null : 0,
    blocked: sure.length > 0 && sure.every(({ account }) => account.blocked) && sure.some(({ fields }) => fields.organization !== 'differs'),
    certificateLoaded: matches.some(({ fields }) => fields.certificate === 'same'),
  };
}

/** The evidence of the surest matches. */
export function evidenceOf(person: SoughtPerson, matches: readonly AccountMatch[]): AccountEvidence[] {
  return matches.slice(0, MOST_SHOWN).map(({ account, strength, fields }) => {
    const values: Record<MatchedField, [certificate: string | null, directory: string | null]> = {
      name: [person.fullName, account.fullName],
      snils: [person.snils?.slice(-3) ?? null, account.snilsTail],
      inn: [person.inn, account.inn],
      organization: [inWords(person), inWords(account)],
      email: [person.emails.join(', ') || null, account.email],
      certificate: [null, null],
    };
    return {
      login: account.login,
      strength,
      blocked: account.blocked,
      fields: MATCHED_FIELDS.map((field) => ({ field, certificate: values[field][0], directory: values[field][1], verdict: fields[field] })),
    };
  });
}

function inWords({ organizationName, organizationInn }: { organizationName: string | null; organizationInn: string | null }): string | null {
  return [organizationName, organizationInn && `ИНН ${organizationInn}`].filter(Boolean).join(', ') || null;
}
