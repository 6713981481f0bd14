import { type ContentKind, contentOf } from './column-content.js';

/** What columns of a kind of table can hold, and how that is recognised. */
export interface ColumnVocabulary<Field extends string> {
  /** What a header promises; `null` when it says nothing. */
  byName: (header: string) => Field | null;
  /** Kinds of content that are sure enough to be believed rather than the header. */
  sure: Partial<Record<ContentKind, Field>>;
  /** What other content proposes where the name says nothing. */
  byContent: Partial<Record<ContentKind, Field>>;
  /** Fields whose cells must be of one of these kinds, where there are cells to look at. */
  needs: Partial<Record<Field, readonly ContentKind[]>>;
  /** Whether the header is believed although the content is sure of something else. */
  keepsName?: (named: Field, content: ContentKind) => boolean;
  /** What a header means with such content; `null`: what it says. */
  instead?: (named: Field, content: ContentKind | null) => Field | null;
  /** Fields that several columns may give. */
  many?: readonly Field[];
}

interface Proposal<Field> {
  field: Field | null;
  certainty: number;
}

/**
 * Proposes what to take from each column, by its header and by its cells; a person confirms it. A field is proposed for one column:
 * the one whose name and content agree, else the first.
 */
export function proposeMapping<Field extends string>(names: readonly string[], rows: readonly (readonly string[])[], vocabulary: ColumnVocabulary<Field>): (Field | null)[] {
  const columns = names.map((name, index) => proposal(name, contentOf(rows.map((row) => row[index] ?? '')), vocabulary));
  const many = (field: Field): boolean => vocabulary.many?.includes(field) ?? false;
  const taken = new Map<Field, number>();
  columns.forEach(({ field, certainty }, index) => {
    if (!field || many(field)) return;
    const rival = taken.get(field);
    if (rival === undefined || certainty > (columns[rival]?.certainty ?? 0)) taken.set(field, index);
  });
  return withoutParts(columns.map(({ field }, index) => (field && (many(field) || taken.get(field) === index) ? field : null)));
}

function proposal<Field extends string>(name: string, content: ContentKind | null, { byName, sure, byContent, needs, keepsName, instead }: ColumnVocabulary<Field>): Proposal<Field> {
  const named = byName(name);
  const certain = content && sure[content];
  if (certain && named === certain) return { field: named, certainty: 3 };
  if (certain) return { field: named && keepsName?.(named, content) ? named : certain, certainty: named ? 2 : 1 };
  const other = named && instead?.(named, content);
  if (other) return { field: other, certainty: 1 };
  const needed: readonly ContentKind[] | undefined = named ? needs[named] : undefined;
  if (content && needed && !needed.includes(content)) return { field: null, certainty: 0 };
  if (named) return { field: named, certainty: 2 };
  return { field: (content && byContent[content]) ?? null, certainty: content ? 1 : 0 };
}

/** With a whole name its parts are not needed. */
function withoutParts<Field extends string>(mapping: (Field | null)[]): (Field | null)[] {
  const has = (field: string): boolean => mapping.some((each) => each === field);
  const without = (...fields: string[]): (Field | null)[] => mapping.map((field) => (field && fields.includes(field) ? null : field));
  if (has('fullName') && !(has('surname') && has('givenName'))) return without('surname', 'givenName', 'patronymic');
  return has('surname') ? without('fullName') : mapping;
}
