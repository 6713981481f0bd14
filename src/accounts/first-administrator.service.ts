import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, IsNull, MoreThan, Not, type Repository } from 'typeorm';
import { Config } from '../config/config.js';
import { ClockService } from '../platform/clock.service.js';
import { DomainError } from '../platform/domain-error.js';
import { inputFaults } from '../platform/input-faults.js';
import { TransactionsService } from '../platform/transactions.service.js';
import { emailSchema } from './account-input.js';
import { AccountLinksService } from './account-links.service.js';
import { normalEmail } from './account-record.js';
import { Account, AccountLink } from './account.entity.js';
import { AuditService } from './audit.service.js';
import { acceptable, type Acceptance, newAccount } from './invitations.service.js';
import { hashPassword } from './passwords.adapter.js';
import { SessionsService } from './sessions.service.js';

/** Processes that start at once make one administrator, one link. */
const FIRST_LOCK = 7_200_154;

/** The first administrator: by the settings, or by a one-time link on the console. */
@Injectable()
export class FirstAdministratorService implements OnApplicationBootstrap {
  constructor(
    @Inject(Config) private readonly config: Config,
    private readonly transactions: TransactionsService,
    @InjectRepository(Account) private readonly accounts: Repository<Account>,
    private readonly links: AccountLinksService,
    private readonly sessions: SessionsService,
    private readonly audit: AuditService,
    private readonly clock: ClockService,
  ) {}

  /** Makes the administrator of the settings unless somebody has that e-mail; his password is not overwritten. */
  async onApplicationBootstrap(): Promise<void> {
    const { adminEmail, adminPassword } = this.config;
    if (!this.config.runsWeb || adminEmail === null || adminPassword === null) return;
    const email = normalEmail(adminEmail);
    if (await this.accounts.existsBy({ email })) return;
    const passwordHash = await hashPassword(adminPassword);
    await this.transactions.run(async (tx) => {
      await tx.manager.query('SELECT pg_advisory_xact_lock($1)', [FIRST_LOCK]);
      if (await tx.manager.existsBy(Account, { email })) return;
      const now = this.clock.now();
      const row: Account = { ...newAccount(email, 'administrator', now), fullName: email, passwordHash, activatedAt: now };
      await tx.manager.insert(Account, row);
      await this.audit.record(tx, { by: null, action: 'account.made-by-settings', subject: `account:${row.id}` });
    });
  }

  /** The link to print while there is no administrator: the same one until it is used or a day old. `null` when none is needed. */
  async link(): Promise<string | null> {
    if (this.config.adminEmail !== null) return null;
    return this.transactions.run(async (tx) => {
      await tx.manager.query('SELECT pg_advisory_xact_lock($1)', [FIRST_LOCK]);
      if (await hasAdministrator(tx.manager)) return null;
      const known = await tx.manager.findOneBy(AccountLink, { kind: 'first-sign-in', usedAt: IsNull(), expiresAt: MoreThan(this.clock.now()) });
      return this.links.url(known ?? (await this.links.create(tx, 'first-sign-in', null)));
    });
  }

  /** @throws DomainError `link-expired`, also when there is an administrator by now. */
  async check(token: string): Promise<AccountLink> {
    const { link } = await this.links.open(token, 'first-sign-in');
    if (await hasAdministrator(this.accounts.manager)) throw new DomainError('not-found', 'link-expired');
    return link;
  }

  /**
   * Makes the first administrator and signs him in; gives the cookie.
   * @throws DomainError `link-expired`, or with faults of the fields `email`, `fullName` and `password`.
   */
  async accept(token: string, typedEmail: string, { fullName, password, userAgent }: Acceptance): Promise<string> {
    const link = await this.check(token);
    const email = emailSchema.safeParse(typedEmail, { reportInput: true });
    if (!email.success) throw new DomainError('invalid', 'validation-failed', { faults: inputFaults(email.error).slice(0, 1).map((fault) => ({ ...fault, path: 'email' })) });
    const checked = await acceptable(email.data, fullName, password);
    return this.transactions.run(async (tx) => {
      await tx.manager.query('SELECT pg_advisory_xact_lock($1)', [FIRST_LOCK]);
      if (await hasAdministrator(tx.manager)) throw new DomainError('not-found', 'link-expired');
      await this.links.use(tx, link);
      const now = this.clock.now();
      const known = await tx.manager.findOneBy(Account, { email: email.data });
      const row: Account = { ...(known ?? newAccount(email.data, 'administrator', now)), ...checked, role: 'administrator', activatedAt: now, disabledAt: null };
      await tx.manager.save(Account, row);
      await this.sessions.endAll(row.id, { manager: tx.manager });
      await this.audit.record(tx, { by: row.id, action: 'account.activated', subject: `account:${row.id}`, details: { first: true } });
      return this.sessions.begin(tx.manager, row.id, 'password', userAgent);
    });
  }
}

function hasAdministrator(manager: EntityManager): Promise<boolean> {
  return manager.existsBy(Account, { role: 'administrator', activatedAt: Not(IsNull()), disabledAt: IsNull() });
}
