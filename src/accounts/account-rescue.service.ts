import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, IsNull, Not } from 'typeorm';
import { DomainError } from '../platform/domain-error.js';
import { TransactionsService } from '../platform/transactions.service.js';
import { AccountLinksService } from './account-links.service.js';
import { normalEmail } from './account-record.js';
import { Account } from './account.entity.js';
import { AuditService } from './audit.service.js';
import { PasswordLinksService } from './password-links.service.js';
import { SecondFactorService } from './second-factor.service.js';

/** A way back in for an administrator whom no other administrator can help; only whoever runs commands on the server can open it. */
@Injectable()
export class AccountRescueService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly transactions: TransactionsService,
    private readonly links: AccountLinksService,
    private readonly secondFactor: SecondFactorService,
    private readonly passwords: PasswordLinksService,
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
  whose(token: string): Promise<string> {
    return this.passwords.whose(token, 'rescue');
  }

  /**
   * A new password; the second factor and its recovery codes are gone too. At the next sign-in an administrator has to set up a second
   * factor, as always.
   * @throws DomainError as {@link PasswordLinksService.set}.
   */
  rescue(token: string, password: string): Promise<void> {
    return this.passwords.set(token, 'rescue', password, (tx, accountId) => this.secondFactor.remove(tx.manager, accountId));
  }

  /** E-mails of the administrators who can be rescued, for whoever mistyped one. */
  async administrators(): Promise<string[]> {
    const rows = await this.dataSource.manager.find(Account, { where: { role: 'administrator', disabledAt: IsNull(), activatedAt: Not(IsNull()) }, order: { email: 'ASC' } });
    return rows.map(({ email }) => email);
  }
}
