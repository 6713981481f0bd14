import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AccountRecord } from './account-record.js';
import type { Role } from './policy.js';
import type { SignInMethod } from './session-life.js';

/** One person at the desk; see the migration for what each column may hold. */
@Entity('accounts')
export class Account {
  @PrimaryColumn('uuid') id!: string;
  /** In small letters. */
  @Column('text') email!: string;
  @Column('text', { name: 'full_name' }) fullName!: string;
  @Column('text') role!: Role;
  @Column('text', { name: 'password_hash', nullable: true }) passwordHash!: string | null;
  @Column('bytea', { name: 'totp_secret', nullable: true }) totpSecret!: Buffer | null;
  @Column('timestamptz', { name: 'totp_confirmed_at', nullable: true }) totpConfirmedAt!: Date | null;
  /** `bigint` comes as text. */
  @Column('bigint', { name: 'totp_last_step', nullable: true }) totpLastStep!: string | null;
  @Column('text', { name: 'oidc_subject', nullable: true }) oidcSubject!: string | null;
  @Column('timestamptz', { name: 'activated_at', nullable: true }) activatedAt!: Date | null;
  @Column('timestamptz', { name: 'disabled_at', nullable: true }) disabledAt!: Date | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
}

/** One browser that is signed in, or on its way. */
@Entity('sessions')
export class Session {
  @PrimaryColumn('uuid') id!: string;
  @Column('bytea', { name: 'token_hash' }) tokenHash!: Buffer;
  @Column('uuid', { name: 'account_id' }) accountId!: string;
  @Column('text') method!: SignInMethod;
  @Column('timestamptz', { name: 'second_factor_at', nullable: true }) secondFactorAt!: Date | null;
  @Column('text', { name: 'user_agent' }) userAgent!: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
  @Column('timestamptz', { name: 'last_seen_at' }) lastSeenAt!: Date;
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt!: Date | null;
}

/** Which one-time link it is. */
export type AccountLinkKind = 'invitation' | 'password-reset' | 'first-sign-in' | 'rescue';

/** A link that works once. */
@Entity('account_links')
export class AccountLink {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') kind!: AccountLinkKind;
  /** None for the first administrator: the link makes the account. */
  @Column('uuid', { name: 'account_id', nullable: true }) accountId!: string | null;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt!: Date;
  @Column('timestamptz', { name: 'used_at', nullable: true }) usedAt!: Date | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
}

/** A way in without the telephone, once. */
@Entity('recovery_codes')
export class RecoveryCode {
  @PrimaryColumn('uuid', { name: 'account_id' }) accountId!: string;
  @PrimaryColumn('bytea', { name: 'code_hash' }) codeHash!: Buffer;
  @Column('timestamptz', { name: 'used_at', nullable: true }) usedAt!: Date | null;
}

/** One thing somebody did that matters later. */
@Entity('audit_log')
export class AuditEntry {
  @PrimaryColumn('bigint', { generated: 'identity' }) id!: string;
  @Column('timestamptz') at!: Date;
  @Column('uuid', { name: 'account_id', nullable: true }) accountId!: string | null;
  @Column('text') action!: string;
  @Column('text') subject!: string;
  @Column('jsonb') details!: object;
}

/** What faces may see of an account. */
export function recordOf(row: Account): AccountRecord {
  const { id, email, fullName, role, activatedAt, disabledAt, createdAt } = row;
  return {
    id,
    email,
    fullName,
    role,
    activatedAt,
    disabledAt,
    createdAt,
    hasPassword: row.passwordHash !== null,
    hasSecondFactor: row.totpConfirmedAt !== null,
    hasProvider: row.oidcSubject !== null,
  };
}
