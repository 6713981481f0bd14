import type { Role } from './policy.js';
import type { SessionStage, SignInMethod } from './session-life.js';

/** An account as faces may see it. */
export interface AccountRecord {
  readonly id: string;
  readonly email: string;
  /** Empty until the invitation is accepted. */
  readonly fullName: string;
  readonly role: Role;
  readonly hasPassword: boolean;
  readonly hasSecondFactor: boolean;
  /** Whether a provider has vouched for this account. */
  readonly hasProvider: boolean;
  readonly activatedAt: Date | null;
  readonly disabledAt: Date | null;
  readonly createdAt: Date;
}

/** Somebody with a living session, as of this request. */
export interface SignedIn {
  readonly sessionId: string;
  readonly stage: SessionStage;
  readonly method: SignInMethod;
  readonly account: AccountRecord;
}

/** One living session, for its owner. */
export interface SessionRecord {
  readonly id: string;
  readonly method: SignInMethod;
  readonly userAgent: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
}

/** E-mail addresses are told apart without regard to case. */
export function normalEmail(email: string): string {
  return email.trim().toLowerCase();
}
