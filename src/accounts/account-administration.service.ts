import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { IsNull, Not, type Repository } from 'typeorm';
import { ClockService } from '../platform/clock.service.js';
import { DomainError } from '../platform/domain-error.js';
import { TransactionsService, type Tx } from '../platform/transactions.service.js';
import { AccountLinksService } from './account-links.service.js';
import { Account } from './account.entity.js';
import { type Audited, AuditService } from './audit.service.js';
import { type Actor, assertCan, type Role } from './policy.js';
import { SecondFactorService } from './second-factor.service.js';
import { SessionsService } from './sessions.service.js';
import { SignInAttemptsService } from './sign-in-attempts.service.js';

/** One administrator's change at a time, so that two cannot take each other's rights away at once. */
const ADMINISTRATION_LOCK = 7_200_153;

/** What administrators do with others' accounts. Each change holds from the next request on, on every process. */
@Injectable()
export class AccountAdministrationService {
  constructor(
    private readonly transactions: TransactionsService,
    @InjectRepository(Account) private readonly accounts: Repository<Account>,
    private readonly sessions: SessionsService,
    private readonly secondFactor: SecondFactorService,
    private readonly attempts: SignInAttemptsService,
    private readonly links: AccountLinksService,
    private readonly audit: AuditService,
    private readonly clock: ClockService,
  ) {}

  /** Another role; the sessions end, because what they may do has changed. */
  async changeRole(actor: Actor, accountId: string, role: Role): Promise<void> {
    await this.change(actor, accountId, 'account.role-changed', async (tx, account) => {
      if (role !== 'administrator') await this.keepOneAdministrator(tx, account);
      await tx.manager.update(Account, { id: account.id }, { role });
      await this.sessions.endAll(account.id, { manager: tx.manager });
      return { role };
    });
  }

  /** Lets somebody in no longer: sessions and links end at once, jobs in his name are refused. */
  async disable(actor: Actor, accountId: string): Promise<void> {
    await this.change(actor, accountId, 'account.disabled', async (tx, account) => {
      await this.keepOneAdministrator(tx, account);
      await tx.manager.update(Account, { id: account.id }, { disabledAt: this.clock.now() });
      await this.links.takeBack(tx, account.id);
      await this.sessions.endAll(account.id, { manager: tx.manager });
    });
  }

  async enable(actor: Actor, accountId: string): Promise<void> {
    await this.change(actor, accountId, 'account.enabled', async (tx, account) => {
      await tx.manager.update(Account, { id: account.id }, { disabledAt: null });
    });
  }

  async endSessions(actor: Actor, accountId: string): Promise<void> {
    await this.change(actor, accountId, 'account.sessions-ended', async (tx, account) => {
      await this.sessions.endAll(account.id, { manager: tx.manager });
    });
  }

  /** After a lost telephone without recovery codes; an administrator has to set up a new one when he comes next. */
  async removeSecondFactor(actor: Actor, accountId: string): Promise<void> {
    await this.change(actor, accountId, 'account.second-factor-removed', async (tx, account) => {
      await this.secondFactor.remove(tx.manager, account.id);
      await this.sessions.endAll(account.id, { manager: tx.manager });
    });
  }

  /** Opens the lock after too many failures. */
  async unlock(actor: Actor, accountId: string): Promise<void> {
    await this.change(actor, accountId, 'account.unlocked', async (tx, account) => {
      await this.attempts.forgive(account.email, tx.manager);
    });
  }

  /** Until when each e-mail of the list is locked. */
  async locks(emails: readonly string[]): Promise<Map<string, Date>> {
    const locks = await Promise.all(emails.map(async (email) => [email, await this.attempts.lockOf(email)] as const));
    return new Map(locks.filter((entry): entry is [string, Date] => entry[1] !== null));
  }

  async activeAdministrators(): Promise<number> {
    return this.accounts.countBy({ role: 'administrator', disabledAt: IsNull(), activatedAt: Not(IsNull()) });
  }

  private async change(actor: Actor, accountId: string, action: Audited['action'], work: (tx: Tx, account: Account) => Promise<Audited['details'] | void>): Promise<void> {
    assertCan(actor, 'manage', 'operators');
    // Nobody locks himself out, or waves his own second factor away.
    if (actor.accountId === accountId) throw new DomainError('conflict', 'own-account');
    await this.transactions.run(async (tx) => {
      await tx.manager.query('SELECT pg_advisory_xact_lock($1)', [ADMINISTRATION_LOCK]);
      const account = await tx.manager.findOne(Account, { where: { id: accountId }, lock: { mode: 'pessimistic_write' } });
      if (!account) throw new DomainError('not-found', 'account-not-found');
      const details = await work(tx, account);
      await this.audit.record(tx, { by: actor.accountId, action, subject: `account:${account.id}`, ...(details && { details }) });
    });
  }

  /** @throws DomainError `last-administrator`. */
  private async keepOneAdministrator(tx: Tx, account: Account): Promise<void> {
    const others = await tx.manager.countBy(Account, { id: Not(account.id), role: 'administrator', disabledAt: IsNull(), activatedAt: Not(IsNull()) });
    if (account.role === 'administrator' && others === 0) throw new DomainError('conflict', 'last-administrator');
  }
}
