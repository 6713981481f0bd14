import { createHash } from 'node:crypto';
import { foldLetters } from '../folded-name.js';

/** What tells one account from another where the export has no logins. */
export interface AccountIdentity {
  login: string | null;
  snilsHash: Buffer | null;
  inn: string | null;
  nameKey: string;
  organizationInn: string | null;
  organizationName: string | null;
}

/**
 * The same account in the next export: its login, else a hash of person and organisation. The person is known by СНИЛС, else by ИНН, else by name:
 * so an account whose СНИЛС appears, or whose owner changes names, counts as gone and added.
 */
export function accountKey({ login, snilsHash, inn, nameKey, organizationInn, organizationName }: AccountIdentity): string {
  if (login) return `login:${login.toLowerCase()}`;
  const person = snilsHash ? `snils:${snilsHash.toString('hex')}` : inn ? `inn:${inn}` : `name:${nameKey}`;
  const organization = organizationInn ?? (organizationName ? foldLetters(organizationName).replace(/[^\p{L}\d]+/gu, ' ').trim() : '');
  return createHash('sha256').update(`${person}\n${organization}`).digest('base64url');
}
