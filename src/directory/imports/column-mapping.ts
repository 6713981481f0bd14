import { type ContentKind, contentOf } from './column-content.js';
import { fieldByName, foldHeader } from './column-names.js';
import type { ColumnMapping, ImportField } from './import-fields.js';

/** What content speaks against a name: these kinds are sure enough to be believed rather than the header. */
const SURE: Partial<Record<ContentKind, ImportField>> = { thumbprint: 'thumbprint', email: 'email', snils: 'snils', 'person-inn': 'inn', 'legal-inn': 'organizationInn' };
/** What content proposes where the name says nothing. */
const BY_CONTENT: Partial<Record<ContentKind, ImportField>> = { ...SURE, phone: 'phone', 'full-name': 'fullName' };
/** Fields whose cells must be of one of these kinds, where there are cells to look at. */
const NEEDS: Partial<Record<ImportField, readonly ContentKind[]>> = {
  certificateNotAfter: ['date'],
  email: ['email'],
  thumbprint: ['thumbprint'],
};

/**
 * Proposes what to take from each column, by its header and by its cells; a person confirms it. A field is proposed for one column:
 * the one whose name and content agree, else the first.
 */
export function proposeMapping(names: readonly string[], rows: readonly (readonly string[])[]): ColumnMapping {
  const columns = names.map((name, index) => {
    const cells = rows.map((row) => row[index] ?? '');
    const content = contentOf(cells);
    return { ...proposal(name, content), filled: cells.some((cell) => cell !== '') };
  });
  const taken = new Map<ImportField, number>();
  columns.forEach(({ field, certainty }, index) => {
    if (!field || field === 'thumbprint') return;
    const rival = taken.get(field);
    if (rival === undefined || certainty > (columns[rival]?.certainty ?? 0)) taken.set(field, index);
  });
  const mapping = columns.map(({ field }, index) => (field === 'thumbprint' || (field && taken.get(field) === index) ? field : null));
  return withoutParts(mapping);
}

function proposal(name: string, content: ContentKind | null): { field: ImportField | null; certainty: number } {
  const named = fieldByName(name);
  const sure = content ? (SURE[content] ?? null) : null;
  if (named && named === sure) return { field: named, certainty: 3 };
  if (sure) return { field: contradicts(named, content) ? sure : named, certainty: named ? 2 : 1 };
  if (named === 'fullName' && content === 'word') return { field: 'login', certainty: 1 };
  if (named && content && NEEDS[named] && !NEEDS[named].includes(content)) return { field: null, certainty: 0 };
  if (named) return { field: named, certainty: 2 };
  return { field: content ? (BY_CONTENT[content] ?? null) : null, certainty: content ? 1 : 0 };
}

/** «Пользователь» may hold e-mails, «ИНН» numbers of either length; a login may look like an e-mail, a phone like a СНИЛС. */
function contradicts(named: ImportField | null, content: ContentKind | null): boolean {
  if (named === 'login') return false;
  return !(named === 'phone' && content === 'snils');
}

/** With a whole name the parts are not needed. */
function withoutParts(mapping: ColumnMapping): ColumnMapping {
  const whole = mapping.includes('fullName') && !(mapping.includes('surname') && mapping.includes('givenName'));
  if (whole) return mapping.map((field) => (field === 'surname' || field === 'givenName' || field === 'patronymic' ? null : field));
  return mapping.includes('surname') ? mapping.map((field) => (field === 'fullName' ? null : field)) : mapping;
}

/** What two files have in common when their columns are named alike; order matters, as the mapping goes by position. */
export function headerFingerprint(names: readonly string[]): string {
  return names.map(foldHeader).join('\u001f');
}
