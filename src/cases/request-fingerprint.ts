import { createHash } from 'node:crypto';
import type { NewCase } from './new-case.js';

/** SHA-256 that is equal for the same request (order of keys does not matter) with the same files. */
export function sameRequest({ request, certificate, signedLetter }: NewCase): Buffer {
  const hash = createHash('sha256').update(canonical(request));
  for (const bytes of [certificate.der, signedLetter?.bytes ?? new Uint8Array()]) hash.update('\n').update(createHash('sha256').update(bytes).digest());
  return hash.digest();
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`;
}
