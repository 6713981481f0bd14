/** Where a process is when it is killed. */
export interface KillPoint {
  /** As the table names it. */
  name: string;
  role: 'web' | 'worker';
  at: Moment;
}

/** A place in the database's work that a breakpoint can hold (`breakpoints.ts`). */
export type Commit = 'claim' | 'mark' | 'sent' | 'case';

/**
 * How a point is known from outside, with nothing built into the service: a commit that is held until the process is dead, and
 * then `undone` or `kept` as a real server may do either; the news of a commit; a step of the talk with the mail server; a request
 * on its way; the start; any moment.
 */
export type Moment =
  | { kind: 'commit'; of: Commit; then: 'undone' | 'kept' }
  | { kind: 'news'; of: Commit; withinMs: number }
  | { kind: 'mail'; step: 'MAIL' | 'RCPT' | 'DATA' | 'body' | 'end'; taken: boolean }
  | { kind: 'request'; withinMs: number }
  | { kind: 'start' }
  | { kind: 'any'; withinMs: number };

/** Every named point. */
const KILL_POINTS: readonly KillPoint[] = [
  { role: 'worker', name: 'before the claim', at: { kind: 'commit', of: 'claim', then: 'undone' } },
  { role: 'worker', name: 'just claimed', at: { kind: 'commit', of: 'claim', then: 'kept' } },
  { role: 'worker', name: 'while the letter is made', at: { kind: 'news', of: 'claim', withinMs: 20 } },
  { role: 'worker', name: 'before DATA: at MAIL', at: { kind: 'mail', step: 'MAIL', taken: false } },
  { role: 'worker', name: 'before DATA: at RCPT', at: { kind: 'mail', step: 'RCPT', taken: false } },
  { role: 'worker', name: 'before DATA: at DATA itself', at: { kind: 'mail', step: 'DATA', taken: false } },
  { role: 'worker', name: 'after 354, hand-over not noted', at: { kind: 'commit', of: 'mark', then: 'undone' } },
  { role: 'worker', name: 'after 354, hand-over noted', at: { kind: 'commit', of: 'mark', then: 'kept' } },
  { role: 'worker', name: 'after DATA: in the message', at: { kind: 'mail', step: 'body', taken: false } },
  { role: 'worker', name: 'after DATA: final dot, kept', at: { kind: 'mail', step: 'end', taken: true } },
  { role: 'worker', name: 'after DATA: final dot, thrown away', at: { kind: 'mail', step: 'end', taken: false } },
  { role: 'worker', name: 'after 250, before the commit', at: { kind: 'commit', of: 'sent', then: 'undone' } },
  { role: 'worker', name: 'after 250, after the commit', at: { kind: 'commit', of: 'sent', then: 'kept' } },
  { role: 'worker', name: 'worker, any moment', at: { kind: 'any', withinMs: 1_000 } },
  { role: 'worker', name: 'worker, while it starts', at: { kind: 'start' } },
  { role: 'web', name: 'while a request is read', at: { kind: 'request', withinMs: 60 } },
  { role: 'web', name: 'before the commit of a case', at: { kind: 'commit', of: 'case', then: 'undone' } },
  { role: 'web', name: 'after that commit, before 201', at: { kind: 'commit', of: 'case', then: 'kept' } },
  { role: 'web', name: 'web, any moment', at: { kind: 'any', withinMs: 1_000 } },
  { role: 'web', name: 'web, while it starts', at: { kind: 'start' } },
];

/** An order in which all points of a role come equally often, the same for the same chance. */
export function* kills(role: KillPoint['role'], random: () => number): Generator<KillPoint, never> {
  for (;;) {
    const left = KILL_POINTS.filter((point) => point.role === role);
    while (left.length > 0) yield left.splice(Math.floor(random() * left.length), 1)[0] as KillPoint;
  }
}
