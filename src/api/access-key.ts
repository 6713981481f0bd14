import { DomainError } from '../platform/domain-error.js';

/**
 * Number and key of a case, from its address and from `Authorization: Bearer <key>`.
 * @throws DomainError `key-missing` when there is no key; `case-not-found` for what can be no number, the same as for a number nobody has.
 */
export function caseAccess(number: string, authorization: string | undefined): [number: string, accessKey: string] {
  const key = bearer(authorization);
  if (!key) throw new DomainError('unauthenticated', 'key-missing');
  if (!/^\d{4}-\d{6,12}$/.test(number)) throw new DomainError('not-found', 'case-not-found');
  return [number, key];
}

/** What stands in `Authorization: Bearer <key>`; `null` when nothing does. */
export function bearer(authorization: string | undefined): string | null {
  return /^Bearer +([\w-]+) *$/i.exec(authorization ?? '')?.[1] ?? null;
}
