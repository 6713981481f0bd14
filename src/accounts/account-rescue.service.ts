import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, IsNull, Not } from 'typeorm';
import { DomainError } from '../platform/domain-error.js';
import { TransactionsService } from '../platform/transactions.service.js';
import { passwordFaults } from './account-input.js';
import { AccountLinksService } from './account-links.service.js';
import { normalEmail } from './account-record.js';
import { Account } from './account.entity.js';
import { AuditService } from './audit.service.js';
import { hashPassword } from './passwords.adapter.js';
import { SecondFactorService } from './second-factor.service.js';
import { SessionsService } from './sessions.service.js';
import { SignInAttemptsService } from './sign-in-attempts.service.js';

/** A way back in for an administrator whom no other administrator can help; only whoever runs commands on the server can open it. */
@Injectable()
export class AccountRescueService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly transactions: TransactionsService,
    private readonly links: AccountLinksService,
    private readonly secondFactor: SecondFactorService,
    private readonly sessions: SessionsService,
    private readonly attempts: SignInAttemptsService,
    private readonly audit: AuditService,
  ) {}

  /**
   * A link that works once, for an hour; those that were made before work no longer. Nothing else changes until it is used.
   * @throws DomainError `rescue-unknown` when no administrator who may come in has this e-mail.
   */
  async link(email: string): Promise<string> {
    return this.transactions.run(async (tx) => {
      const account = await tx.manager.findOneBy(Account, { email: normalEmail(email), role: 'administrator', disabledAt: IsNull(), activatedAt: Not(IsNull()) });
      if (!account) throw new DomainError('not-found', 'rescue-unknown');
      await this.links.takeBack(tx, account.id, 'rescue');
      const link = await this.links.create(tx, 'rescue', account.id);
      await this.audit.record(tx, { by: null, action: 'account.rescue-asked', subject: `account:${account.id}` });
      return this.links.url(link);
    });
  }

  /** Whom a link lets in; see {@link AccountLinksService.open} for its errors. */
  async whose(token: string): Promise<string> {
    return (await this.links.open(token, 'rescue')).account?.email ?? '';
  }

  /**
   * A new password; the second factor and its recovery codes are gone, sessions end, the lock opens. At the next sign-in
   * an administrator has to set up a second factor, as always.
   * @throws DomainError `link-expired`, or with faults of the field `password`.
   */
  async rescue(token: string, password: string): Promise<void> {
    const { link, account } = await this.links.open(token, 'rescue');
    if (!account) throw new DomainError('not-found', 'link-expired');
    const faults = passwordFaults(password, account);
    if (faults.length > 0) throw new DomainError('invalid', 'validation-failed', { faults });
    const passwordHash = await hashPassword(password);
    await this.transactions.run(async (tx) => {
      await this.links.use(tx, link);
      await this.links.takeBack(tx, account.id);
      await tx.manager.update(Account, { id: account.id }, { passwordHash });
      await this.secondFactor.remove(tx.manager, account.id);
      await this.sessions.endAll(account.id, { manager: tx.manager });
      await this.attempts.forgive(account.email, tx.manager);
      await this.audit.record(tx, { by: account.id, action: 'account.rescued', subject: `account:${account.id}` });
    });
  }

  /** E-mails of the administrators who can be rescued, for whoever mistyped one. */
  async administrators(): Promise<string[]> {
    const rows = await this.dataSource.manager.find(Account, { where: { role: 'administrator', disabledAt: IsNull(), activatedAt: Not(IsNull()) }, order: { email: 'ASC' } });
    return rows.map(({ email }) => email);
  }
}
