import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { IsNull, type Repository } from 'typeorm';
import { AuditService } from '../../accounts/audit.service.js';
import { type Actor, assertCan } from '../../accounts/policy.js';
import { ClockService } from '../../platform/clock.service.js';
import { DomainError } from '../../platform/domain-error.js';
import { TransactionsService } from '../../platform/transactions.service.js';
import { DirectoryToken, type TokenPurpose } from './directory-import.entity.js';

/** So that whoever finds one knows what it is for. */
const PREFIXES: Readonly<Record<TokenPurpose, string>> = { directory: 'cdd_', batches: 'cdb_' };
const LONGEST_NAME = 80;

/** A program that may send the directory or give batches; the token itself is kept nowhere. */
export type TokenRecord = Omit<DirectoryToken, 'tokenHash'>;

/** Tokens of programs. */
@Injectable()
export class DirectoryTokensService {
  constructor(
    @InjectRepository(DirectoryToken) private readonly tokens: Repository<DirectoryToken>,
    private readonly transactions: TransactionsService,
    private readonly audit: AuditService,
    private readonly clock: ClockService,
  ) {}

  /** The newest first, those that were revoked too. */
  list(): Promise<TokenRecord[]> {
    return this.tokens.find({ order: { createdAt: 'DESC' }, take: 100 });
  }

  /** Makes a token and gives it: the only time that anybody sees it. @throws DomainError with a fault of `name`. */
  async create(actor: Actor, name: string, purpose: TokenPurpose = 'directory'): Promise<string> {
    assertCan(actor, 'manage', 'directory');
    const trimmed = name.trim();
    if (trimmed === '' || trimmed.length > LONGEST_NAME) throw new DomainError('invalid', 'validation-failed', { faults: [{ path: 'name', code: trimmed === '' ? 'token-name' : 'too-long', params: { max: LONGEST_NAME } }] });
    const token = PREFIXES[purpose] + randomBytes(32).toString('base64url');
    const id = randomUUID();
    await this.transactions.run(async (tx) => {
      await tx.manager.insert(DirectoryToken, { id, name: trimmed, purpose, tokenHash: hash(token), createdBy: actor.accountId, createdAt: this.clock.now() });
      await this.audit.record(tx, { by: actor.accountId, action: 'directory.token-created', subject: `directory-token:${id}` });
    });
    return token;
  }

  /** Repeating it changes nothing. */
  async revoke(actor: Actor, id: string): Promise<void> {
    assertCan(actor, 'manage', 'directory');
    await this.transactions.run(async (tx) => {
      const { affected } = await tx.manager.update(DirectoryToken, { id, revokedAt: IsNull() }, { revokedAt: this.clock.now() });
      if (affected === 1) await this.audit.record(tx, { by: actor.accountId, action: 'directory.token-revoked', subject: `directory-token:${id}` });
    });
  }

  /** Id of the token that a program showed. @throws DomainError `directory-token-invalid`, `batch-token-invalid`, the same for a missing, an unknown and a revoked one. */
  async check(token: string | null, purpose: TokenPurpose = 'directory'): Promise<string> {
    const found = token === null ? null : await this.tokens.findOneBy({ tokenHash: hash(token), purpose, revokedAt: IsNull() });
    if (!found) throw new DomainError('unauthenticated', purpose === 'directory' ? 'directory-token-invalid' : 'batch-token-invalid');
    await this.tokens.update({ id: found.id }, { lastUsedAt: this.clock.now() });
    return found.id;
  }
}

const hash = (token: string): Buffer => createHash('sha256').update(token).digest();
