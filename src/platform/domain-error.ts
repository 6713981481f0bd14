/** One fault of the input: where it is, a stable code, and values for the sentence (`templates/messages/fields.json`). */
export interface InputFault {
  /** Dotted path in the request, e.g. `contact.phone`. */
  path: string;
  code: string;
  params?: Record<string, string | number>;
  /** The sentence itself, where it is known already. */
  message?: string;
}

/** What happened, in the language of the domain; the filters decide how it looks over HTTP. */
export type ErrorKind = 'not-found' | 'invalid' | 'too-large' | 'conflict' | 'forbidden' | 'unauthenticated' | 'too-many' | 'unavailable' | 'unsupported' | 'malformed' | 'unmet';

/**
 * Base of every error that a user may see. `code` is stable and names the sentence `errors.<code>` in
 * `templates/messages/errors.json`; `params` fill it. Never carries personal data, SQL or a path.
 */
export class DomainError extends Error {
  constructor(
    readonly kind: ErrorKind,
    readonly code: string,
    readonly options: { faults?: InputFault[]; params?: Record<string, string | number>; extra?: Record<string, string> } = {},
  ) {
    super(code);
    this.name = new.target.name;
  }
}
