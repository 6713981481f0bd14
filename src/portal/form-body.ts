import type { Answers } from './answers.js';

/** Longer than any limit of the request, so that too long a text is kept and named, not cut. */
const LONGEST = 12_000;

/**
 * The named fields of a posted form as typed; what the browser left out (a box that is not ticked) is empty.
 * Line ends become `\n`; the NUL that PostgreSQL cannot hold is dropped.
 */
export function readAnswers(body: unknown, names: readonly string[]): Answers {
  const form = (body ?? {}) as Record<string, unknown>;
  return Object.fromEntries(names.map((name) => [name, clean(form[name])]));
}

function clean(value: unknown): string {
  const last: unknown = Array.isArray(value) ? value.at(-1) : value;
  return typeof last === 'string' ? last.replaceAll('\0', '').replace(/\r\n?/g, '\n').slice(0, LONGEST) : '';
}
