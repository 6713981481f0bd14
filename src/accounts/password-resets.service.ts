import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource, IsNull, Not } from 'typeorm';
import { TransactionsService } from '../platform/transactions.service.js';
import { AccountLinksService } from './account-links.service.js';
import { AccountMailsService } from './account-mails.service.js';
import { Account } from './account.entity.js';
import { AuditService } from './audit.service.js';
import { PasswordLinksService } from './password-links.service.js';
import { type RateLimit, RateLimitsService } from './rate-limits.service.js';

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
    private readonly passwords: PasswordLinksService,
    private readonly audit: AuditService,
  ) {}

  /** Sends a link if there is somebody to send it to. Says nothing and takes the same time either way. */
  async request(email: string, address: string): Promise<void> {
    const work = this.send(email, address).catch((error: Error) => this.logger.error(`password reset: ${error.name}`));
    await Promise.all([work, sleep(ANSWER_AFTER_MS)]);
  }

  /** Whose password a link resets; see {@link AccountLinksService.open} for its errors. */
  whose(token: string): Promise<string> {
    return this.passwords.whose(token, 'password-reset');
  }

  /** A second factor is still asked. @throws DomainError as {@link PasswordLinksService.set}. */
  reset(token: string, password: string): Promise<void> {
    return this.passwords.set(token, 'password-reset', password);
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
