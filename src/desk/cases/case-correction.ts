import type { DeskCaseView } from '../../cases/operators/desk-case-view.js';

const ORGANIZATION = ['name', 'shortName', 'inn', 'kpp', 'ogrn', 'address', 'phone', 'email', 'headPosition', 'headName'] as const;
const CONTACT = ['fullName', 'position', 'phone', 'email'] as const;
const NEW_USER = ['fullName', 'position', 'phone', 'email', 'sameRolesAs'] as const;

/** Fields of the correction form, by their path in the request. */
export const CORRECTION_FIELDS = [
  ...ORGANIZATION.map((name) => `organization.${name}` as const),
  ...CONTACT.map((name) => `contact.${name}` as const),
  ...NEW_USER.map((name) => `newUser.${name}` as const),
  'newUser.roles',
  'description',
] as const;

/** The same with what each field held when the form was opened, `was:contact.phone`. */
export const CORRECTION_INPUTS = [...CORRECTION_FIELDS, ...CORRECTION_FIELDS.map((name) => `was:${name}` as const)] as const;

type Field = (typeof CORRECTION_FIELDS)[number];

/** A posted form: strings by name. */
export type Typed = Record<string, string>;

/** The posted form as the part of a request that it corrects; a new user without a name is none. */
export function correctionOf(typed: Record<Field, string>): object {
  const part = (prefix: string, names: readonly string[]): Record<string, string | null> =>
    Object.fromEntries(names.map((name) => [name, typed[`${prefix}.${name}` as Field].trim() || null]));
  const roles = typed['newUser.roles'].split('\n').map((role) => role.trim()).filter(Boolean);
  const newUser = part('newUser', NEW_USER);
  return {
    organization: part('organization', ORGANIZATION),
    contact: Object.fromEntries(CONTACT.map((name) => [name, typed[`contact.${name}`]])),
    newUser: newUser['fullName'] ? { ...newUser, roles } : null,
    description: typed.description,
  };
}

/** The form as it starts: the case's own data. */
export function correctionForm({ organization, contact, newUser, description }: Pick<DeskCaseView, 'organization' | 'contact' | 'newUser' | 'description'>): Typed {
  const flat = (prefix: string, names: readonly string[], values: object | null): [string, string][] =>
    names.map((name) => [`${prefix}.${name}`, (values as Record<string, string | null> | null)?.[name] ?? '']);
  return {
    ...Object.fromEntries([...flat('organization', ORGANIZATION, organization), ...flat('contact', CONTACT, contact), ...flat('newUser', NEW_USER, newUser)]),
    'newUser.roles': newUser?.roles.join('\n') ?? '',
    description: description ?? '',
  };
}

/** A field on which two versions differ. `theirs`: a colleague changed it, `mine`: this operator, `both`: they disagree. */
export interface FieldConflict {
  name: Field;
  was: string;
  mine: string;
  now: string;
  whose: 'mine' | 'theirs' | 'both';
}

/**
 * Two corrections of one case put together. What this operator did not touch takes a colleague's newer value, so that saving over
 * the newer version never undoes it unseen; what both changed keeps this operator's words, and is listed.
 */
export function mergeCorrection(typed: Typed, now: Typed): { values: Typed; conflicts: FieldConflict[] } {
  const rows = CORRECTION_FIELDS.map((name) => ({ name, was: clean(typed[`was:${name}`]), mine: clean(typed[name]), now: clean(now[name]) }));
  const values = rows.map((row) => [row.name, row.mine === row.was ? row.now : row.mine]);
  const conflicts = rows.flatMap((row) => {
    if (row.mine === row.now || (row.mine === row.was && row.now === row.was)) return [];
    return [{ ...row, whose: row.mine === row.was ? ('theirs' as const) : row.now === row.was ? ('mine' as const) : ('both' as const) }];
  });
  return { values: Object.fromEntries(values) as Typed, conflicts };
}

/** As a browser and the case may write the same differently: line ends, white space at the ends. */
function clean(value = ''): string {
  return value.replace(/\r\n?/g, '\n').trim();
}
