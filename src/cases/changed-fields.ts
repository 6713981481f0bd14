import type { CaseRequest } from './case-request.js';

type Corrected = Pick<CaseRequest, 'organization' | 'contact' | 'newUser' | 'description'>;

/** Paths of the fields in which two versions of a request differ, `contact.phone`; names only, never what stood there. */
export function changedFields(before: Corrected, after: Corrected): string[] {
  const groups = (['organization', 'contact', 'newUser'] as const).flatMap((group) => {
    const [old, now] = [valuesOf(before[group]), valuesOf(after[group])];
    return [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((name) => JSON.stringify(old[name] ?? null) !== JSON.stringify(now[name] ?? null)).map((name) => `${group}.${name}`);
  });
  return before.description === after.description ? groups : [...groups, 'description'];
}

const valuesOf = (part: object | null): Record<string, unknown> => ({ ...part });
