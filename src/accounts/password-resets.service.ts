import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource, IsNull, Not } from 'typeorm';
import { DomainError } from '../platform/domain-error.js';
import { TransactionsService } from '../platform/transactions.service.js';
import { passwordFaults } from './account-input.js';
import { AccountLinksService } from './account-links.service.js';
import { AccountMailsService } from './account-mails.service.js';
import { Account } from './account.entity.js';
import { AuditService } from './audit.service.js';
import { hashPassword } from './passwords.adapter.js';
import { type RateLimit, RateLimitsService } from './rate-limits.service.js';
import { SessionsService } from './sessions.service.js';
import { SignInAttemptsService } from './sign-in-attempts.service.js';

const HOUR_MS = 3_600_000;
const PER_ACCOUNT: RateLimit = { purpose: 'reset of account', most: 3, windowMs: HOUR_MS };
const PER_ADDRESS: RateLimit = { purpose: 'reset from address', most: 30, windowMs: HOUR_MS };
/** Every request takes at least this long, whatever was done: several times what a mail takes to plan. */
const ANSWER_AFTER_MS = 400;

/** A new password by mail. */
@Injectable()
export class PasswordResetsService {
  private readonly logger = new Logger(PasswordResetsService.name);

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly transactions: TransactionsService,
    private readonly links: AccountLinksService,
    private readonly mails: AccountMailsService,
    private readonly limits: RateLimitsService,
    private readonly attempts: SignInAttemptsService,
    private readonly sessions: SessionsService,
    private readonly audit: AuditService,
  ) {}

  /** Sends a link if there is somebody to send it to. Says nothing and takes the same time either way. */
  async request(email: string, address: string): Promise<void> {
    const work = this.send(email, address).catch((error: Error) => this.logger.error(`password reset: ${error.name}`));
    await Promise.all([work, sleep(ANSWER_AFTER_MS)]);
  }

  /** Whose password a link resets; see {@link AccountLinksService.open} for its errors. */
  async whose(token: string): Promise<string> {
    return (await this.links.open(token, 'password-reset')).account?.email ?? '';
  }

  /**
   * Sets the password that the link was asked for. All sessions end, the lock opens; a second factor is still asked.
   * @throws DomainError `link-expired`, or with faults of the field `password`.
   */
  async reset(token: string, password: string): Promise<void> {
    const { link, account } = await this.links.open(token, 'password-reset');
    if (!account) throw new DomainError('not-found', 'link-expired');
    const faults = passwordFaults(password, account);
    if (faults.length > 0) throw new DomainError('invalid', 'validation-failed', { faults });
    const passwordHash = await hashPassword(password);
    await this.transactions.run(async (tx) => {
      await this.links.use(tx, link);
      await this.links.takeBack(tx, account.id);
      await tx.manager.update(Account, { id: account.id }, { passwordHash });
      await this.sessions.endAll(account.id, { manager: tx.manager });
      await this.attempts.forgive(account.email, tx.manager);
      await this.audit.record(tx, { by: account.id, action: 'account.password-reset', subject: `account:${account.id}` });
    });
  }

  private async send(email: string, address: string): Promise<void> {
    const allowed = (await this.limits.take(PER_ADDRESS, address)) && (await this.limits.take(PER_ACCOUNT, email));
    const account = await this.dataSource.manager.findOneBy(Account, { email, disabledAt: IsNull(), activatedAt: Not(IsNull()) });
    if (!allowed || !account) return;
    await this.transactions.run(async (tx) => {
      const link = await this.links.create(tx, 'password-reset', account.id);
      await this.mails.send(tx, link, account.email);
      await this.audit.record(tx, { by: null, action: 'account.password-reset-asked', subject: `account:${account.id}` });
    });
  }
}
