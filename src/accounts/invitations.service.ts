import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ClockService } from '../platform/clock.service.js';
import { DomainError } from '../platform/domain-error.js';
import { checkInput, inputFaults } from '../platform/input-faults.js';
import { TransactionsService } from '../platform/transactions.service.js';
import { emailSchema, fullNameSchema, passwordFaults } from './account-input.js';
import { AccountLinksService } from './account-links.service.js';
import { AccountMailsService } from './account-mails.service.js';
import { Account } from './account.entity.js';
import { AuditService } from './audit.service.js';
import { hashPassword } from './passwords.adapter.js';
import { type Actor, assertCan } from './policy.js';
import { SessionsService } from './sessions.service.js';

const invitationSchema = z.object({ email: emailSchema, role: z.enum(['operator', 'administrator']) });

/** What somebody fills in who accepts an invitation. */
export interface Acceptance {
  fullName: string;
  password: string;
  userAgent: string | undefined;
}

/** The only way to an account: an administrator invites, a link by mail lets in. */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly transactions: TransactionsService,
    private readonly links: AccountLinksService,
    private readonly mails: AccountMailsService,
    private readonly sessions: SessionsService,
    private readonly audit: AuditService,
    private readonly clock: ClockService,
  ) {}

  /**
   * Makes the account and owes the mail.
   * @throws DomainError `forbidden`, or with faults of the fields `email` (`taken`) and `role`.
   */
  async invite(actor: Actor, input: unknown): Promise<void> {
    assertCan(actor, 'manage', 'operators');
    const { email, role } = checkInput(invitationSchema, input);
    await this.transactions.run(async (tx) => {
      const row = newAccount(email, role, this.clock.now());
      const inserted: { raw: unknown } = await tx.manager.createQueryBuilder().insert().into(Account).values(row).orIgnore().returning('id').execute();
      if ((inserted.raw as unknown[]).length === 0) throw new DomainError('invalid', 'validation-failed', { faults: [{ path: 'email', code: 'taken' }] });
      const link = await this.links.create(tx, 'invitation', row.id);
      await this.mails.send(tx, link, email);
      await this.audit.record(tx, { by: actor.accountId, action: 'account.invited', subject: `account:${row.id}`, details: { role } });
    });
  }

  /** A new link for somebody who has not come yet; the old one works no longer. */
  async inviteAgain(actor: Actor, accountId: string): Promise<void> {
    assertCan(actor, 'manage', 'operators');
    await this.transactions.run(async (tx) => {
      const account = await tx.manager.findOneBy(Account, { id: accountId });
      if (!account || account.disabledAt || account.activatedAt) throw new DomainError('not-found', 'account-not-found');
      await this.links.takeBack(tx, account.id, 'invitation');
      const link = await this.links.create(tx, 'invitation', account.id);
      await this.mails.send(tx, link, account.email);
      await this.audit.record(tx, { by: actor.accountId, action: 'account.invited', subject: `account:${account.id}`, details: { again: true } });
    });
  }

  /** Whom a link invites; see {@link AccountLinksService.open} for its errors. */
  async invited(token: string): Promise<string> {
    return (await this.links.open(token, 'invitation')).account?.email ?? '';
  }

  /**
   * Sets name and password and signs in; gives the cookie.
   * @throws DomainError `link-expired`, or with faults of the fields `fullName` and `password`.
   */
  async accept(token: string, { fullName, password, userAgent }: Acceptance): Promise<string> {
    const { link, account } = await this.links.open(token, 'invitation');
    if (!account) throw new DomainError('not-found', 'link-expired');
    const checked = await acceptable(account.email, fullName, password);
    return this.transactions.run(async (tx) => {
      await this.links.use(tx, link);
      await this.links.takeBack(tx, account.id);
      await tx.manager.update(Account, { id: account.id }, { ...checked, activatedAt: this.clock.now() });
      await this.audit.record(tx, { by: account.id, action: 'account.activated', subject: `account:${account.id}` });
      return this.sessions.begin(tx.manager, account.id, 'password', userAgent);
    });
  }
}

/** A row for somebody who has no way in yet. */
export function newAccount(email: string, role: Account['role'], now: Date): Account {
  return {
    id: randomUUID(),
    email,
    fullName: '',
    role,
    passwordHash: null,
    totpSecret: null,
    totpConfirmedAt: null,
    totpLastStep: null,
    oidcSubject: null,
    activatedAt: null,
    disabledAt: null,
    createdAt: now,
  };
}

/** Checks name and password together, then hashes. */
export async function acceptable(email: string, fullName: string, password: string): Promise<{ fullName: string; passwordHash: string }> {
  const name = fullNameSchema.safeParse(fullName, { reportInput: true });
  const faults = [
    ...(name.success ? [] : inputFaults(name.error).map((fault) => ({ ...fault, path: 'fullName' }))),
    ...passwordFaults(password, { email, fullName: name.data ?? '' }),
  ];
  if (!name.success || faults.length > 0) throw new DomainError('invalid', 'validation-failed', { faults });
  return { fullName: name.data, passwordHash: await hashPassword(password) };
}
