import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { DomainError } from '../platform/domain-error.js';
import { TransactionsService } from '../platform/transactions.service.js';
import { normalEmail } from './account-record.js';
import { Account } from './account.entity.js';
import { AuditService } from './audit.service.js';
import { verifyPassword } from './passwords.adapter.js';
import { type RateLimit, RateLimitsService } from './rate-limits.service.js';
import { SessionsService } from './sessions.service.js';
import { SignInAttemptsService } from './sign-in-attempts.service.js';

const PER_ADDRESS: RateLimit = { purpose: 'sign-in', most: 20, windowMs: 15 * 60_000 };

/** What the sign-in page sends, and from where. */
export interface SignInRequest {
  email: string;
  password: string;
  /** Network address; kept only as a keyed hash. */
  address: string;
  userAgent: string | undefined;
}

/** The first step of signing in. */
@Injectable()
export class SignInService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly transactions: TransactionsService,
    private readonly limits: RateLimitsService,
    private readonly attempts: SignInAttemptsService,
    private readonly sessions: SessionsService,
    private readonly audit: AuditService,
  ) {}

  /**
   * Begins a session; whether a code follows, its stage says. Gives the cookie.
   * @throws DomainError `sign-in-refused` whatever was wrong: no such e-mail, another password, disabled; `sign-in-locked`.
   */
  async withPassword({ email: typed, password, address, userAgent }: SignInRequest): Promise<string> {
    const email = normalEmail(typed).slice(0, 254);
    if (!(await this.limits.take(PER_ADDRESS, address, email))) throw new DomainError('too-many', 'sign-in-locked', { params: { minutes: 15 } });
    const attempt = await this.attempts.begin(email);
    const account = await this.dataSource.manager.findOneBy(Account, { email });
    const right = await verifyPassword(account?.passwordHash ?? null, password);
    const open = account !== null && right && account.disabledAt === null;
    const token = await this.transactions.run(async (tx) => {
      const complete = account?.totpConfirmedAt === null;
      if (account) {
        const action = !open ? 'account.sign-in-failed' : complete ? 'account.signed-in' : 'account.password-given';
        await this.audit.record(tx, { by: open ? account.id : null, action, subject: `account:${account.id}`, details: { step: 'password' } });
      }
      return open ? this.sessions.begin(tx.manager, account.id, 'password', userAgent) : null;
    });
    if (token === null) throw new DomainError('invalid', 'sign-in-refused');
    await (account?.totpConfirmedAt ? attempt.takeBack() : attempt.forgive());
    return token;
  }
}
