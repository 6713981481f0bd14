import type { AttemptCause, AttemptOutcome } from '../../attempt-outcome.js';

/** How a request to a desk ended, other than well. */
export type Trouble =
  /** No connection came about: nothing was sent. */
  | { kind: 'unreachable'; tls: boolean; detail: string }
  /** The connection broke, or time ran out, when the request may have arrived. */
  | { kind: 'broken'; detail: string }
  /** An answer that is none of the promised ones: HTML, a redirect, no id, too long, an error in a 200. */
  | { kind: 'unreadable'; detail: string }
  | { kind: 'redirected'; detail: string }
  | { kind: 'status'; status: number; detail: string; waitMs?: number | undefined };

/** A request to a desk did not end well. `outcome` is what it means for the delivery (architecture, «Delivery»). */
export class DeskFault extends Error {
  constructor(
    readonly outcome: Exclude<AttemptOutcome['kind'], 'accepted'>,
    readonly reason: AttemptCause,
    /** It asked not to be asked again before. */
    readonly waitMs?: number,
  ) {
    super(`${outcome}: ${reason.code}${reason.detail === null ? '' : ` ${reason.detail}`}`);
    this.name = 'DeskFault';
  }
}

/** The field `Retry-After` (RFC 9110 §10.2.3), seconds or a date, as milliseconds from now. */
export function retryAfter(value: string | null, now: Date): number | undefined {
  const at = value === null ? NaN : /^\d+$/.test(value) ? now.getTime() + Number(value) * 1000 : Date.parse(value);
  return Number.isFinite(at) ? Math.max(at - now.getTime(), 0) : undefined;
}

/** Statuses by which a server says that it has not looked at the request yet. */
const LATER = new Set([408, 423, 425, 429]);

/**
 * What a trouble means. `makes`: the request makes something that must not be made twice, so whatever leaves open
 * whether it was made is `lost`; a question can be asked again (`deferred`).
 */
export function faultOf(trouble: Trouble, makes: boolean): DeskFault {
  const open = makes ? 'lost' : 'deferred';
  const { detail } = trouble;
  switch (trouble.kind) {
    case 'unreachable':
      return new DeskFault('deferred', { code: trouble.tls ? 'tls' : 'no-connection', detail });
    case 'broken':
      return new DeskFault(open, { code: makes ? 'cut-off' : 'no-connection', detail });
    case 'unreadable':
      return new DeskFault(open, { code: 'unreadable', detail });
    case 'redirected':
      // Desks send whoever is not signed in to a page for it.
      return new DeskFault(makes ? 'lost' : 'refused', { code: makes ? 'unreadable' : 'authentication', detail });
    case 'status':
      return new DeskFault(...statusFault(trouble.status, makes, detail), trouble.waitMs);
  }
}

function statusFault(status: number, makes: boolean, detail: string): [DeskFault['outcome'], AttemptCause] {
  if (status >= 500) return [makes ? 'lost' : 'deferred', { code: 'server-error', detail }];
  if (LATER.has(status)) return ['deferred', { code: 'deferred', detail }];
  if (status === 401 || status === 403) return ['refused', { code: 'authentication', detail }];
  if (status === 404 || status === 410) return ['refused', { code: 'not-found', detail }];
  if (status === 413) return ['refused', { code: 'too-large', detail }];
  return ['refused', { code: 'rejected', detail }];
}
