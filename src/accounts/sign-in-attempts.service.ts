import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { ClockService } from '../platform/clock.service.js';
import { DomainError } from '../platform/domain-error.js';
import { AccountKeysService } from './account-keys.service.js';
import { decideAttempt, type Failures, lockedUntil } from './lockout.js';

/** An attempt that counts as failed until it is taken back. */
export interface Attempt {
  /** The step was right, others follow: this attempt does not count, earlier failures do. */
  takeBack(): Promise<void>;
  /** Everything was right: nothing counts any more. */
  forgive(): Promise<void>;
}

/**
 * Lock-out by e-mail, known or not, for all processes together: nobody learns from it who has an account,
 * and guesses made at once are counted before they are checked.
 */
@Injectable()
export class SignInAttemptsService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly keys: AccountKeysService,
    private readonly clock: ClockService,
  ) {}

  /** @throws DomainError `sign-in-locked` while the e-mail is locked. */
  async begin(email: string): Promise<Attempt> {
    const hash = this.hash(email);
    const now = this.clock.now();
    const { decision, before } = await this.dataSource.transaction(async (manager) => {
      await manager.query('INSERT INTO sign_in_failures (email_hash, failures, last_failed_at) VALUES ($1, 0, $2) ON CONFLICT DO NOTHING', [hash, now]);
      const known = await this.read(manager, hash, true);
      const decided = decideAttempt(known, now);
      if (decided.allowed)
        await manager.query('UPDATE sign_in_failures SET failures = $2, last_failed_at = $3 WHERE email_hash = $1', [hash, decided.next.failures, decided.next.lastFailedAt]);
      return { decision: decided, before: known };
    });
    if (!decision.allowed) {
      const minutes = Math.max(1, Math.ceil((decision.until.getTime() - now.getTime()) / 60_000));
      throw new DomainError('too-many', 'sign-in-locked', { params: { minutes } });
    }
    return {
      takeBack: async () => {
        await this.dataSource.query('UPDATE sign_in_failures SET failures = greatest(failures - 1, 0), last_failed_at = $2 WHERE email_hash = $1', [hash, before?.lastFailedAt ?? now]);
      },
      forgive: () => this.forgive(email),
    };
  }

  /** A new password, or an administrator, opens the lock. */
  async forgive(email: string, manager: EntityManager = this.dataSource.manager): Promise<void> {
    await manager.query('DELETE FROM sign_in_failures WHERE email_hash = $1', [this.hash(email)]);
  }

  /** Until when an e-mail is locked, for the list of operators. */
  async lockOf(email: string): Promise<Date | null> {
    const known = await this.read(this.dataSource.manager, this.hash(email), false);
    const until = known && lockedUntil(known);
    return until && until > this.clock.now() ? until : null;
  }

  private async read(manager: EntityManager, hash: Buffer, lock: boolean): Promise<Failures | null> {
    const [row] = await manager.query<Failures[]>(
      `SELECT failures, last_failed_at AS "lastFailedAt" FROM sign_in_failures WHERE email_hash = $1${lock ? ' FOR UPDATE' : ''}`,
      [hash],
    );
    return row ?? null;
  }

  private hash(email: string): Buffer {
    return this.keys.hash('sign-in failures', email);
  }
}
