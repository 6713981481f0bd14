import { Inject, Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { ClockService } from '../platform/clock.service.js';
import { HealthService } from '../platform/health.service.js';
import { DirectoryMatchQueries } from './directory-match.queries.js';
import { isStale } from './freshness.js';

/** An alarm when the directory is used and its export is too old to say that somebody is missing. */
@Injectable()
export class DirectoryFreshnessService {
  constructor(
    private readonly queries: DirectoryMatchQueries,
    private readonly clock: ClockService,
    @Inject(Config) private readonly config: Config,
    health: HealthService,
  ) {
    health.register({ name: 'directory', severity: 'alarm', check: () => this.check() });
  }

  private async check(): Promise<void> {
    // A database that does not answer says so itself.
    const version = await this.queries.active().catch(() => null);
    if (version && isStale(version.asOf, this.clock.now(), this.config.directoryFreshDays)) throw new Error('directory is old');
  }
}
