import { z } from 'zod';

const id = z.int().positive();

/** One EDMS with an integration service, and the organisations that use it. Holds a password. */
export const edmsSystemSchema = z.strictObject({
  /** As people call it; drafts are followed under it. */
  name: z.string().trim().min(1).max(80),
  /** Address of the integration service, e.g. `https://rx.example.ru/Integration/odata`. */
  url: z.url({ protocol: /^https?$/ }).refine((url) => new URL(url).username === '' && new URL(url).search === ''),
  login: z.string().min(1),
  password: z.string().min(1),
  /** ИНН of the organisations whose letters are put there. */
  organizations: z.array(z.string().regex(/^\d{10}$/)).min(1),
  /** Ids there: kind of an outgoing letter, kind of an enclosure, the Department among their correspondents. */
  documentKind: id,
  addendumKind: id,
  correspondent: id,
  /** What they demand besides, as it stands in the request that makes a letter. */
  fields: z.record(z.string(), z.unknown()).default({}),
  /** Seconds that one request may take. */
  timeout: z.int().min(1).max(120).default(30),
});

/** See {@link edmsSystemSchema}. */
export type EdmsSystem = z.output<typeof edmsSystemSchema>;

/** The systems of a file, or what is wrong with it: places only, because what stands there may be a password. */
export function checkEdmsSystems(value: unknown): { systems: EdmsSystem[] } | { faults: string[] } {
  const parsed = z.array(edmsSystemSchema).min(1).safeParse(value);
  if (!parsed.success) return { faults: parsed.error.issues.map(({ path, code }) => `${path.map(String).join('.') || '.'}: ${code}`) };
  const faults = [
    ...repeated(parsed.data.map(({ name }) => name)).map((name) => `name: ${name}: twice`),
    ...repeated(parsed.data.flatMap(({ organizations }) => organizations)).map((inn) => `organizations: ${inn}: twice`),
  ];
  return faults.length > 0 ? { faults } : { systems: parsed.data };
}

function repeated(values: string[]): string[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}
