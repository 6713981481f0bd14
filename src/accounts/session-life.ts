import type { Role } from './policy.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** However busy, after this somebody signs in anew. */
const ABSOLUTE_MS = 12 * HOUR_MS;
/** Without a request for so long, a session is over. */
const IDLE_MS = 2 * HOUR_MS;
/** How long the second step of signing in may take. */
const HALF_WAY_MS = 10 * MINUTE_MS;

/** What vouched first: a password of ours (also one just set by a link), or the organisation's provider. */
export type SignInMethod = 'password' | 'oidc';

/** What is still missing: nothing, a code, or a second factor that has to be set up. */
export type SessionStage = 'full' | 'code' | 'enrolment';

/** What of a session and its account decides how far somebody is in. */
export interface SessionFacts {
  method: SignInMethod;
  secondFactorAt: Date | null;
  createdAt: Date;
  lastSeenAt: Date;
  endedAt: Date | null;
  role: Role;
  hasSecondFactor: boolean;
  disabledAt: Date | null;
}

/** How far a session has come: a second factor is asked of everybody who has one and required of administrators; a provider has asked itself. */
export function stageOf({ method, secondFactorAt, role, hasSecondFactor }: SessionFacts): SessionStage {
  if (method === 'oidc') return 'full';
  if (hasSecondFactor) return secondFactorAt ? 'full' : 'code';
  return role === 'administrator' ? 'enrolment' : 'full';
}

/** Whether a session still holds. */
export function isAlive(session: SessionFacts, now: Date): boolean {
  if (session.endedAt !== null || session.disabledAt !== null) return false;
  const age = now.getTime() - session.createdAt.getTime();
  if (stageOf(session) === 'code' && age > HALF_WAY_MS) return false;
  return age <= ABSOLUTE_MS && now.getTime() - session.lastSeenAt.getTime() <= IDLE_MS;
}
