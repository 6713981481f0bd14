import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { randomUUID } from 'node:crypto';
import { DataSource, IsNull, MoreThan } from 'typeorm';
import { Config } from '../config/config.js';
import { ClockService } from '../platform/clock.service.js';
import { DomainError } from '../platform/domain-error.js';
import type { Tx } from '../platform/transactions.service.js';
import { Account, AccountLink, type AccountLinkKind } from './account.entity.js';
import { AccountKeysService } from './account-keys.service.js';

const HOUR_MS = 3_600_000;
const LIFETIME_HOURS: Record<AccountLinkKind, number> = { invitation: 72, 'password-reset': 1, 'first-sign-in': 24, rescue: 1 };
const PATHS: Record<AccountLinkKind, string> = { invitation: 'invite', 'password-reset': 'reset', 'first-sign-in': 'first', rescue: 'rescue' };

/** A link that still works, and whose it is. */
export interface OpenLink {
  link: AccountLink;
  /** None for the first administrator. */
  account: Account | null;
}

/** One-time links into the desk. */
@Injectable()
export class AccountLinksService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly keys: AccountKeysService,
    private readonly clock: ClockService,
    @Inject(Config) private readonly config: Config,
  ) {}

  async create(tx: Tx, kind: AccountLinkKind, accountId: string | null): Promise<AccountLink> {
    const now = this.clock.now();
    const link: AccountLink = { id: randomUUID(), kind, accountId, expiresAt: new Date(now.getTime() + LIFETIME_HOURS[kind] * HOUR_MS), usedAt: null, createdAt: now };
    await tx.manager.insert(AccountLink, link);
    return link;
  }

  /** Where a link leads. The token is derived each time, it is stored nowhere. */
  url({ id, kind }: Pick<AccountLink, 'id' | 'kind'>): string {
    return `${this.config.baseUrl}/desk/${PATHS[kind]}/${this.keys.linkToken(id)}`;
  }

  /**
   * The link of a token.
   * @throws DomainError `link-expired`: used, too old, taken back, of a disabled account, or never made; all look the same.
   */
  async open(token: string, kind: AccountLinkKind): Promise<OpenLink> {
    const found = await this.read(this.keys.linkId(token), kind);
    if (!found) throw new DomainError('not-found', 'link-expired');
    return found;
  }

  /** The same by id, for composing a mail; `null` when it works no longer. */
  async read(id: string | null, kind?: AccountLinkKind): Promise<OpenLink | null> {
    const link = id && (await this.dataSource.manager.findOneBy(AccountLink, { id, ...(kind && { kind }), usedAt: IsNull(), expiresAt: MoreThan(this.clock.now()) }));
    if (!link) return null;
    const account = link.accountId ? await this.dataSource.manager.findOneBy(Account, { id: link.accountId, disabledAt: IsNull() }) : null;
    return link.accountId && !account ? null : { link, account };
  }

  /**
   * Uses a link up, in the transaction of what it is for; of two at once one fails.
   * @throws DomainError `link-expired`.
   */
  async use(tx: Tx, { id }: AccountLink): Promise<void> {
    const now = this.clock.now();
    const { affected } = await tx.manager.update(AccountLink, { id, usedAt: IsNull(), expiresAt: MoreThan(now) }, { usedAt: now });
    if (affected !== 1) throw new DomainError('not-found', 'link-expired');
  }

  /** Takes back every link of an account that was not used. */
  async takeBack(tx: Tx, accountId: string, kind?: AccountLinkKind): Promise<void> {
    await tx.manager.update(AccountLink, { accountId, usedAt: IsNull(), ...(kind && { kind }) }, { usedAt: this.clock.now() });
  }
}
