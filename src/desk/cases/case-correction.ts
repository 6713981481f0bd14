import type { DeskCaseView } from '../../cases/desk-case-view.js';

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

type Field = (typeof CORRECTION_FIELDS)[number];

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
export function correctionForm({ organization, contact, newUser, description }: Pick<DeskCaseView, 'organization' | 'contact' | 'newUser' | 'description'>): Record<string, string> {
  const flat = (prefix: string, names: readonly string[], values: object | null): [string, string][] =>
    names.map((name) => [`${prefix}.${name}`, (values as Record<string, string | null> | null)?.[name] ?? '']);
  return {
    ...Object.fromEntries([...flat('organization', ORGANIZATION, organization), ...flat('contact', CONTACT, contact), ...flat('newUser', NEW_USER, newUser)]),
    'newUser.roles': newUser?.roles.join('\n') ?? '',
    description: description ?? '',
  };
}
