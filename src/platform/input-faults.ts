import type { z } from 'zod';
import { DomainError, type InputFault } from './domain-error.js';

/**
 * Checks a value against a schema; `name`: what to call the value itself where it is at fault as a whole.
 * @throws DomainError `invalid` with every fault at once.
 */
export function checkInput<Schema extends z.ZodType>(schema: Schema, value: unknown, name = ''): z.output<Schema> {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw new DomainError('invalid', 'validation-failed', { faults: inputFaults(parsed.error).map((fault) => ({ ...fault, path: fault.path || name })) });
}

/**
 * Zod's issues as faults, one a field, with our stable codes:
 * `required too-short too-long too-small too-big email phone digits kpp number text choice list object unknown invalid`.
 */
export function inputFaults(error: z.core.$ZodError): InputFault[] {
  const faults = new Map<string, InputFault>();
  for (const issue of error.issues) {
    const path = issue.path.map(String).join('.');
    if (!faults.has(path)) faults.set(path, { path, ...codeOf(issue) });
  }
  return [...faults.values()];
}

function codeOf(issue: z.core.$ZodIssue): { code: string; params?: Record<string, string | number> } {
  switch (issue.code) {
    case 'custom':
      return { code: typeof issue.params?.['code'] === 'string' ? issue.params['code'] : 'invalid' };
    case 'too_small':
      if (issue.origin === 'string') return Number(issue.minimum) <= 1 ? { code: 'required' } : { code: 'too-short', params: { min: Number(issue.minimum) } };
      return { code: 'too-small', params: { min: Number(issue.minimum) } };
    case 'too_big':
      return { code: issue.origin === 'string' ? 'too-long' : 'too-big', params: { max: Number(issue.maximum) } };
    case 'invalid_format':
      return { code: issue.format === 'email' || issue.format === 'regex' ? 'email' : 'invalid' };
    case 'invalid_value':
      return { code: issue.input === undefined ? 'required' : 'choice' };
    case 'invalid_union':
      return { code: issue.discriminator === undefined ? 'invalid' : isGiven(issue.input, issue.discriminator) ? 'choice' : 'required' };
    case 'invalid_type':
      if (issue.input === undefined || issue.input === null) return { code: 'required' };
      return { code: EXPECTED[issue.expected] ?? 'invalid' };
    case 'unrecognized_keys':
      return { code: 'unknown' };
    default:
      return { code: 'invalid' };
  }
}

/** Whether what chooses among the forms of a union was said at all. */
function isGiven(value: unknown, discriminator: string): boolean {
  const said = ((value ?? {}) as Record<string, unknown>)[discriminator];
  return said !== undefined && said !== null;
}

const EXPECTED: Record<string, string> = { string: 'text', number: 'number', int: 'number', array: 'list', object: 'object', record: 'object' };
