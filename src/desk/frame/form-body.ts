/** Longer than any field of the desk's forms. */
const LONGEST = 12_000;

/** The named fields of a posted form as typed; what is not there is empty. The NUL that PostgreSQL cannot hold is dropped. */
export function readForm<Name extends string>(body: unknown, ...names: Name[]): Record<Name, string> {
  const form = (body ?? {}) as Record<string, unknown>;
  const clean = (value: unknown): string => (typeof value === 'string' ? value.replaceAll('\0', '').slice(0, LONGEST) : '');
  return Object.fromEntries(names.map((name) => [name, clean(form[name])])) as Record<Name, string>;
}
