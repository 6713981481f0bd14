import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { randomInt } from 'node:crypto';
import { DataSource, type EntityManager, IsNull } from 'typeorm';
import { ClockService } from '../platform/clock.service.js';
import { DomainError } from '../platform/domain-error.js';
import { TransactionsService } from '../platform/transactions.service.js';
import type { SignedIn } from './account-record.js';
import { Account, RecoveryCode } from './account.entity.js';
import { AccountKeysService } from './account-keys.service.js';
import { AuditService } from './audit.service.js';
import { SessionsService } from './sessions.service.js';
import { SignInAttemptsService } from './sign-in-attempts.service.js';
import { newTotpSecret, totpStep, totpUri } from './totp.adapter.js';

const RECOVERY_CODES = 10;
/** No letters that look alike. */
const ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz';

/** What somebody needs to set up an authenticator. */
export interface Enrolment {
  /** Base32. */
  secret: string;
  /** For the QR code. */
  uri: string;
}

/** A full session under a new cookie, and the recovery codes, shown this once. */
export interface Enrolled {
  token: string;
  recoveryCodes: string[];
}

/** One-time codes from a telephone, and recovery codes for the day it is lost. */
@Injectable()
export class SecondFactorService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly transactions: TransactionsService,
    private readonly keys: AccountKeysService,
    private readonly attempts: SignInAttemptsService,
    private readonly sessions: SessionsService,
    private readonly audit: AuditService,
    private readonly clock: ClockService,
  ) {}

  /** The secret to be confirmed, the same until it is; `null` when a second factor is set up already. */
  async enrolment({ account }: SignedIn): Promise<Enrolment | null> {
    const secret = await this.dataSource.transaction(async (manager) => {
      const row = await manager.findOneOrFail(Account, { where: { id: account.id }, lock: { mode: 'pessimistic_write' } });
      if (row.totpConfirmedAt) return null;
      const known = this.secretOf(row);
      if (known) return known;
      const fresh = newTotpSecret();
      await manager.update(Account, { id: row.id }, { totpSecret: this.keys.seal(fresh, `totp:${row.id}`), totpLastStep: null });
      return fresh;
    });
    return secret === null ? null : { secret, uri: totpUri(secret, account.email) };
  }

  /**
   * The first code proves that the authenticator was set up.
   * @throws DomainError with a fault of the field `code`.
   */
  async enrol(who: SignedIn, code: string): Promise<Enrolled> {
    const { account, sessionId } = who;
    const attempt = await this.attempts.begin(account.email);
    const enrolled = await this.transactions.run(async (tx) => {
      const row = await tx.manager.findOneOrFail(Account, { where: { id: account.id }, lock: { mode: 'pessimistic_write' } });
      if (row.totpConfirmedAt) throw new DomainError('conflict', 'second-factor-known');
      if (!(await this.takeStep(tx.manager, row, plain(code)))) return null;
      await tx.manager.update(Account, { id: row.id }, { totpConfirmedAt: this.clock.now() });
      const recoveryCodes = await this.renew(tx.manager, row.id);
      const token = await this.sessions.complete(tx.manager, sessionId);
      await this.audit.record(tx, { by: row.id, action: 'account.second-factor-added', subject: `account:${row.id}` });
      return { token, recoveryCodes };
    });
    if (!enrolled) throw wrongCode(code);
    await attempt.forgive();
    return enrolled;
  }

  /**
   * The second step of signing in: a code of the authenticator or a recovery code, each good once. Gives the new cookie.
   * @throws DomainError with a fault of the field `code`, `sign-in-locked` after too many.
   */
  async pass({ account, sessionId }: SignedIn, code: string): Promise<string> {
    const attempt = await this.attempts.begin(account.email);
    const token = await this.transactions.run(async (tx) => {
      const row = await tx.manager.findOneOrFail(Account, { where: { id: account.id }, lock: { mode: 'pessimistic_write' } });
      const byRecovery = !/^\d{6}$/.test(plain(code));
      const right = byRecovery ? await this.takeRecoveryCode(tx.manager, row.id, plain(code)) : await this.takeStep(tx.manager, row, plain(code));
      await this.audit.record(tx, { by: row.id, action: right ? 'account.signed-in' : 'account.sign-in-failed', subject: `account:${row.id}`, details: { step: byRecovery ? 'recovery-code' : 'code' } });
      return right ? this.sessions.complete(tx.manager, sessionId) : null;
    });
    if (token === null) throw wrongCode(code);
    await attempt.forgive();
    return token;
  }

  /** New recovery codes; the old ones are void. */
  async renewRecoveryCodes({ account }: SignedIn): Promise<string[]> {
    return this.transactions.run(async (tx) => {
      await this.audit.record(tx, { by: account.id, action: 'account.recovery-codes-renewed', subject: `account:${account.id}` });
      return this.renew(tx.manager, account.id);
    });
  }

  async recoveryCodesLeft(accountId: string): Promise<number> {
    return this.dataSource.manager.countBy(RecoveryCode, { accountId, usedAt: IsNull() });
  }

  /** Takes the second factor away: an operator's own wish, or an administrator's help after a lost telephone. */
  async remove(manager: EntityManager, accountId: string): Promise<void> {
    await manager.update(Account, { id: accountId }, { totpSecret: null, totpConfirmedAt: null, totpLastStep: null });
    await manager.delete(RecoveryCode, { accountId });
  }

  /** The own one; administrators must keep theirs. */
  async removeOwn({ account }: SignedIn): Promise<void> {
    if (account.role === 'administrator') throw new DomainError('forbidden', 'forbidden');
    await this.transactions.run(async (tx) => {
      await this.remove(tx.manager, account.id);
      await this.audit.record(tx, { by: account.id, action: 'account.second-factor-removed', subject: `account:${account.id}` });
    });
  }

  private secretOf(row: Account): string | null {
    return row.totpSecret && this.keys.open(row.totpSecret, `totp:${row.id}`);
  }

  /** True when the code is right and newer than the last one that opened. The row is locked. */
  private async takeStep(manager: EntityManager, row: Account, code: string): Promise<boolean> {
    const secret = this.secretOf(row);
    const step = secret && /^\d{6}$/.test(code) ? totpStep(secret, code, this.clock.now()) : null;
    if (step === null || (row.totpLastStep !== null && step <= Number(row.totpLastStep))) return false;
    await manager.update(Account, { id: row.id }, { totpLastStep: String(step) });
    return true;
  }

  private async takeRecoveryCode(manager: EntityManager, accountId: string, code: string): Promise<boolean> {
    const codeHash = this.recoveryHash(accountId, code);
    const { affected } = await manager.update(RecoveryCode, { accountId, codeHash, usedAt: IsNull() }, { usedAt: this.clock.now() });
    return affected === 1;
  }

  private async renew(manager: EntityManager, accountId: string): Promise<string[]> {
    const pick = (): string => Array.from({ length: 5 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
    const codes = Array.from({ length: RECOVERY_CODES }, () => `${pick()}-${pick()}`);
    await manager.delete(RecoveryCode, { accountId });
    await manager.insert(RecoveryCode, codes.map((code) => ({ accountId, codeHash: this.recoveryHash(accountId, plain(code)), usedAt: null })));
    return codes;
  }

  private recoveryHash(accountId: string, code: string): Buffer {
    return this.keys.hash('recovery code', accountId, code);
  }
}

/** As people type it: with spaces, a hyphen, capitals. */
function plain(code: string): string {
  return code.replace(/[\s-]/g, '').toLowerCase();
}

function wrongCode(code: string): DomainError {
  return new DomainError('invalid', 'validation-failed', { faults: [{ path: 'code', code: code.trim() ? 'wrong' : 'required' }] });
}
