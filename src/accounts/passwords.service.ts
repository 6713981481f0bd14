import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { DomainError } from '../platform/domain-error.js';
import { TransactionsService } from '../platform/transactions.service.js';
import { passwordFaults } from './account-input.js';
import { AccountLinksService } from './account-links.service.js';
import type { SignedIn } from './account-record.js';
import { Account } from './account.entity.js';
import { AuditService } from './audit.service.js';
import { hashPassword, verifyPassword } from './passwords.adapter.js';
import { SessionsService } from './sessions.service.js';
import { SignInAttemptsService } from './sign-in-attempts.service.js';

/** Passwords of people who are signed in. */
@Injectable()
export class PasswordsService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly transactions: TransactionsService,
    private readonly attempts: SignInAttemptsService,
    private readonly sessions: SessionsService,
    private readonly links: AccountLinksService,
    private readonly audit: AuditService,
  ) {}

  /**
   * Whoever found an open screen does not know the password: asked before what lasts.
   * @throws DomainError with a fault of the field `current`, `sign-in-locked` after too many.
   */
  async confirm({ account }: SignedIn, current: string): Promise<void> {
    const attempt = await this.attempts.begin(account.email);
    const { passwordHash } = await this.dataSource.manager.findOneByOrFail(Account, { id: account.id });
    if (!(await verifyPassword(passwordHash, current)))
      throw new DomainError('invalid', 'validation-failed', { faults: [{ path: 'current', code: current ? 'wrong' : 'required' }] });
    await attempt.takeBack();
  }

  /**
   * Changes the own password; all other sessions end.
   * @throws DomainError with faults of the fields `current` and `password`.
   */
  async change(who: SignedIn, current: string, password: string): Promise<void> {
    await this.confirm(who, current);
    const { account, sessionId } = who;
    const faults = current === password ? [{ path: 'password', code: 'same' }] : passwordFaults(password, account);
    if (faults.length > 0) throw new DomainError('invalid', 'validation-failed', { faults });
    const passwordHash = await hashPassword(password);
    await this.transactions.run(async (tx) => {
      await tx.manager.update(Account, { id: account.id }, { passwordHash });
      await this.links.takeBack(tx, account.id, 'password-reset');
      await this.sessions.endAll(account.id, { but: sessionId, manager: tx.manager });
      await this.audit.record(tx, { by: account.id, action: 'account.password-changed', subject: `account:${account.id}` });
    });
  }
}
