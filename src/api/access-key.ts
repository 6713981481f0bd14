import { DomainError } from '../platform/domain-error.js';

/** The access key in `Authorization: Bearer <key>`. @throws DomainError `key-missing` when there is none. */
export function bearerKey(authorization: string | undefined): string {
  const key = /^Bearer +([\w-]+) *$/i.exec(authorization ?? '')?.[1];
  if (!key) throw new DomainError('unauthenticated', 'key-missing');
  return key;
}
