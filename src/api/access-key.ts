import { DomainError } from '../platform/domain-error.js';

/**
 * Number and key of a case, from its address and from `Authorization: Bearer <key>`.
 * @throws DomainError `key-missing` when there is no key; `case-not-found` for what can be no number, the same as for a number nobody has.
 */
export function caseAccess(number: string, authorization: string | undefined): [number: string, accessKey: string] {
  const key = /^Bearer +([\w-]+) *$/i.exec(authorization ?? '')?.[1];
  if (!key) throw new DomainError('unauthenticated', 'key-missing');
  if (!/^\d{4}-\d{6,12}$/.test(number)) throw new DomainError('not-found', 'case-not-found');
  return [number, key];
}
