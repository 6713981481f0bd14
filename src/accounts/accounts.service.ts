import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, IsNull, type Repository } from 'typeorm';
import { z } from 'zod';
import { checkInput } from '../platform/input-faults.js';
import { fullNameSchema } from './account-input.js';
import type { AccountRecord } from './account-record.js';
import { Account, recordOf } from './account.entity.js';
import type { Actor } from './policy.js';

/** Reads accounts for other features. */
@Injectable()
export class AccountsService {
  constructor(@InjectRepository(Account) private readonly accounts: Repository<Account>) {}

  /** Who acts in a job: the role as it is now; `null` when disabled or gone, and then nothing is allowed. */
  async actor(accountId: string): Promise<Actor | null> {
    const row = await this.accounts.findOneBy({ id: accountId, disabledAt: IsNull() });
    return row && { accountId: row.id, role: row.role };
  }

  async find(accountId: string): Promise<AccountRecord | null> {
    const row = await this.accounts.findOneBy({ id: accountId });
    return row && recordOf(row);
  }

  /**
   * Another name for oneself; what was done before keeps the old one.
   * @throws DomainError with a fault of the field `fullName`.
   */
  async rename(accountId: string, input: unknown): Promise<void> {
    const { fullName } = checkInput(z.object({ fullName: fullNameSchema }), input);
    await this.accounts.update({ id: accountId }, { fullName });
  }

  /** Everybody who has or had an account, by name; those who have not come yet last. */
  async list(): Promise<AccountRecord[]> {
    const rows = (await this.accounts.find({ order: { email: 'ASC' } })).map(recordOf);
    return rows.sort((a, b) => Number(!a.activatedAt) - Number(!b.activatedAt) || a.fullName.localeCompare(b.fullName, 'ru'));
  }

  /** Names by id, for lists that show who did what. */
  async names(accountIds: readonly string[]): Promise<Map<string, string>> {
    if (accountIds.length === 0) return new Map();
    const rows = await this.accounts.find({ where: { id: In([...new Set(accountIds)]) }, select: { id: true, fullName: true, email: true } });
    return new Map(rows.map(({ id, fullName, email }) => [id, fullName || email]));
  }
}
