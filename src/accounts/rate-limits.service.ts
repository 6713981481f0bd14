import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { ClockService } from '../platform/clock.service.js';
import { AccountKeysService } from './account-keys.service.js';

/** So many in so long. */
export interface RateLimit {
  purpose: string;
  most: number;
  windowMs: number;
}

const KEEP_MS = 24 * 3_600_000;

/** Counts in PostgreSQL, so that two web processes count together. Addresses are kept only as keyed hashes, for a day. */
@Injectable()
export class RateLimitsService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly keys: AccountKeysService,
    private readonly clock: ClockService,
  ) {}

  /** Counts one more; false when that is too many. */
  async take({ purpose, most, windowMs }: RateLimit, ...who: string[]): Promise<boolean> {
    const now = this.clock.now();
    const [row] = await this.dataSource.query<{ count: number }[]>(
      `INSERT INTO rate_limits AS known (key_hash, began_at, count) VALUES ($1, $2, 1)
       ON CONFLICT (key_hash) DO UPDATE SET
         count = CASE WHEN known.began_at <= $3 THEN 1 ELSE known.count + 1 END,
         began_at = CASE WHEN known.began_at <= $3 THEN $2 ELSE known.began_at END
       RETURNING count`,
      [this.keys.hash(purpose, ...who), now, new Date(now.getTime() - windowMs)],
    );
    const count = row?.count ?? 1;
    // A window that begins clears away what is long over.
    if (count === 1) {
      const before = new Date(now.getTime() - KEEP_MS);
      await this.dataSource.query('DELETE FROM rate_limits WHERE key_hash IN (SELECT key_hash FROM rate_limits WHERE began_at < $1 LIMIT 100)', [before]);
      await this.dataSource.query('DELETE FROM sign_in_failures WHERE email_hash IN (SELECT email_hash FROM sign_in_failures WHERE last_failed_at < $1 LIMIT 100)', [before]);
    }
    return count <= most;
  }
}
