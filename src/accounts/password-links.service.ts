import { Injectable } from '@nestjs/common';
import { DomainError } from '../platform/domain-error.js';
import { TransactionsService, type Tx } from '../platform/transactions.service.js';
import { passwordFaults } from './account-input.js';
import { AccountLinksService } from './account-links.service.js';
import { Account } from './account.entity.js';
import { AuditService } from './audit.service.js';
import { hashPassword } from './passwords.adapter.js';
import { SessionsService } from './sessions.service.js';
import { SignInAttemptsService } from './sign-in-attempts.service.js';

/** Links that let somebody set a new password, and what the audit log says of it. */
const DEEDS = { 'password-reset': 'account.password-reset', rescue: 'account.rescued' } as const;

type PasswordLink = keyof typeof DEEDS;

/** A new password by a link. */
@Injectable()
export class PasswordLinksService {
  constructor(
    private readonly transactions: TransactionsService,
    private readonly links: AccountLinksService,
    private readonly sessions: SessionsService,
    private readonly attempts: SignInAttemptsService,
    private readonly audit: AuditService,
  ) {}

  /** Whom a link lets in; see {@link AccountLinksService.open} for its errors. */
  async whose(token: string, kind: PasswordLink): Promise<string> {
    return (await this.links.open(token, kind)).account?.email ?? '';
  }

  /**
   * Sets the password that the link was asked for. It and all others of the account are used up, all sessions end, the lock opens; `also`
   * is a part of it.
   * @throws DomainError `link-expired`, or with faults of the field `password`.
   */
  async set(token: string, kind: PasswordLink, password: string, also?: (tx: Tx, accountId: string) => Promise<void>): Promise<void> {
    const { link, account } = await this.links.open(token, kind);
    if (!account) throw new DomainError('not-found', 'link-expired');
    const faults = passwordFaults(password, account);
    if (faults.length > 0) throw new DomainError('invalid', 'validation-failed', { faults });
    const passwordHash = await hashPassword(password);
    await this.transactions.run(async (tx) => {
      await this.links.use(tx, link);
      await this.links.takeBack(tx, account.id);
      await tx.manager.update(Account, { id: account.id }, { passwordHash });
      await also?.(tx, account.id);
      await this.sessions.endAll(account.id, { manager: tx.manager });
      await this.attempts.forgive(account.email, tx.manager);
      await this.audit.record(tx, { by: account.id, action: DEEDS[kind], subject: `account:${account.id}` });
    });
  }
}
