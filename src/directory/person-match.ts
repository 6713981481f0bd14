import { foldName, type FoldedName } from './folded-name.js';
import { compareNames, isWhole, type NameComparison } from './name-comparison.js';
import { compareOrganizationNames } from './organization-name.js';
import { isPersonal } from './personal-email.js';
import type { SoughtPerson } from './sought-person.js';

/** An account of the directory, as far as matching and its evidence need it. */
export interface DirectoryAccount {
  accountKey: string;
  login: string | null;
  fullName: string;
  snilsHash: Buffer | null;
  snilsTail: string | null;
  inn: string | null;
  organizationInn: string | null;
  organizationName: string | null;
  email: string | null;
  blocked: boolean;
  thumbprints: string[];
}

/** How a field of the certificate stands to that of an account; `absent`: one of them does not have it. */
export type FieldVerdict = 'same' | 'similar' | 'differs' | 'absent';

/** What is compared, in the order of showing. */
export const MATCHED_FIELDS = ['name', 'snils', 'inn', 'organization', 'email', 'certificate'] as const;
export type MatchedField = (typeof MATCHED_FIELDS)[number];

/**
 * How sure it is that an account is this person's (ADR 0024). `certain` and `strong` decide; `weak` is shown to an
 * operator and never acted upon by itself.
 */
export type MatchStrength = 'certain' | 'strong' | 'weak';

/** An account that may be the person's, with what speaks for and against it. */
export interface AccountMatch {
  account: DirectoryAccount;
  strength: MatchStrength;
  fields: Record<MatchedField, FieldVerdict>;
}

/** A person as he is compared. */
export interface ComparedPerson extends Omit<SoughtPerson, 'snils' | 'fullName'> {
  name: FoldedName;
  snilsHash: Buffer | null;
}

interface Compared {
  account: DirectoryAccount;
  name: NameComparison;
  fields: Record<MatchedField, FieldVerdict>;
}

/** A name that so many other organisations have too is anybody's. */
const COMMON_ELSEWHERE = 3;
const ORDER: readonly MatchStrength[] = ['certain', 'strong', 'weak'];

/** The accounts that may be this person's, the surest first. `candidates` hold every account of his exact name, within reason. */
export function matchPerson(person: ComparedPerson, candidates: readonly DirectoryAccount[]): AccountMatch[] {
  const compared = candidates.map((account) => compare(person, account));
  const elsewhere = new Set(
    compared.filter(({ name, fields }) => name === 'same' && fields.organization === 'differs' && !identified(fields)).map(({ account }) => account.organizationInn),
  ).size;
  const matches = compared.flatMap(({ account, name, fields }) => {
    const ownBox = fields.email === 'same' && isPersonal(account.email ?? '', person.name.surname) && !sharedBox(account, candidates);
    const strength = strengthOf(name, fields, { whole: isWhole(person.name), elsewhere, ownBox, marries: /(?:вна|чна)$/.test(person.name.patronymic) });
    return strength ? [{ account, strength, fields }] : [];
  });
  return doubtNamesakes(matches).sort((a, b) => ORDER.indexOf(a.strength) - ORDER.indexOf(b.strength));
}

function compare(person: ComparedPerson, account: DirectoryAccount): Compared {
  const name = compareNames(person.name, foldName(account.fullName));
  const fields = {
    name: ({ same: 'same', typo: 'similar', partial: 'similar', renamed: 'differs', differs: 'differs' } as const)[name],
    snils: person.snilsHash && account.snilsHash ? (person.snilsHash.equals(account.snilsHash) ? 'same' : 'differs') : 'absent',
    inn: alike(person.inn, account.inn),
    organization: organization(person, account),
    email: account.email && person.emails.length > 0 ? (person.emails.includes(account.email) ? 'same' : 'differs') : 'absent',
    certificate: account.thumbprints.length === 0 ? 'absent' : account.thumbprints.includes(person.thumbprint) ? 'same' : 'differs',
  } satisfies Record<MatchedField, FieldVerdict>;
  return { account, name, fields };
}

function strengthOf(
  name: NameComparison,
  { snils, inn, organization: body, email, certificate }: Record<MatchedField, FieldVerdict>,
  { whole, elsewhere, ownBox, marries }: { whole: boolean; elsewhere: number; ownBox: boolean; marries: boolean },
): MatchStrength | null {
  const near = name !== 'differs';
  if (snils === 'same') return near ? (inn === 'differs' ? 'strong' : 'certain') : 'weak';
  if (snils === 'differs') return certificate === 'same' || inn === 'same' || (name === 'same' && body === 'same') ? 'weak' : null;
  if (inn === 'same') return near ? (name === 'same' ? 'certain' : 'strong') : 'weak';
  if (inn === 'differs') return certificate === 'same' || (name === 'same' && body === 'same') ? 'weak' : null;
  if (certificate === 'same') return near ? 'certain' : 'weak';
  if (ownBox && (name === 'same' || (name === 'typo' && body === 'same')) && whole) return 'strong';
  if (name === 'same' && body === 'same') return whole && elsewhere === 0 ? 'strong' : 'weak';
  if (name === 'renamed') return (email === 'same' && body !== 'differs') || (body === 'same' && marries) ? 'weak' : null;
  if (!near) return null;
  if (name === 'same' && body === 'differs') return elsewhere <= COMMON_ELSEWHERE ? 'weak' : null;
  return body === 'differs' ? (email === 'same' ? 'weak' : null) : 'weak';
}

/** Accounts told by name and organisation alone that contradict each other are several people: then nobody knows which. */
function doubtNamesakes(matches: AccountMatch[]): AccountMatch[] {
  const strong = matches.filter(({ strength, fields }) => strength === 'strong' && !identified(fields));
  const several = (of: (account: DirectoryAccount) => string | undefined | null) =>
    new Set(strong.map(({ account }) => of(account)).filter((value) => value !== null && value !== undefined)).size > 1;
  if (!several(({ snilsHash }) => snilsHash?.toString('hex')) && !several(({ inn }) => inn)) return matches;
  return matches.map((match) => (strong.includes(match) ? { ...match, strength: 'weak' } : match));
}

function identified({ snils, inn, certificate }: Record<MatchedField, FieldVerdict>): boolean {
  return snils === 'same' || inn === 'same' || certificate === 'same';
}

/** Whether people of other names have the same address in the directory. */
function sharedBox({ email, fullName }: DirectoryAccount, candidates: readonly DirectoryAccount[]): boolean {
  const name = foldName(fullName);
  return candidates.some((other) => other.email === email && compareNames(name, foldName(other.fullName)) === 'differs');
}

function organization(person: ComparedPerson, account: DirectoryAccount): FieldVerdict {
  const byInn = alike(person.organizationInn, account.organizationInn);
  if (byInn !== 'absent') return byInn;
  return person.organizationName && account.organizationName ? compareOrganizationNames(person.organizationName, account.organizationName) : 'absent';
}

function alike(a: string | null, b: string | null): FieldVerdict {
  return a && b ? (a === b ? 'same' : 'differs') : 'absent';
}
