import { Injectable } from '@nestjs/common';
import { ClockService } from '../platform/clock.service.js';
import { type ExpiryStep, horizon } from './expiry-step.js';
import { type EndingCertificate, ExpiryQueries, type ExpiryScope, type OrganizationCount } from './expiry.queries.js';

const ROWS_A_READ = 500;
const ORGANIZATIONS = 10;

/** What an operator looks for. */
export interface ExpirySearch {
  step: ExpiryStep;
  organization: string;
  after: ExpiryScope['after'];
}

/** Whose certificate ends when; whether somebody may see it is decided before, by the policy of accounts. */
@Injectable()
export class ExpiryService {
  constructor(
    private readonly queries: ExpiryQueries,
    private readonly clock: ClockService,
  ) {}

  list(search: ExpirySearch, limit: number): Promise<EndingCertificate[]> {
    return this.queries.list(this.scope(search), limit);
  }

  /** The organisations with the most ends. */
  organizations(search: ExpirySearch): Promise<OrganizationCount[]> {
    return this.queries.organizations(this.scope(search), ORGANIZATIONS);
  }

  /** All of them, read as they are needed. */
  async *all(search: Omit<ExpirySearch, 'after'>): AsyncGenerator<EndingCertificate> {
    let after: ExpiryScope['after'] = null;
    for (let more = true; more; ) {
      const rows: EndingCertificate[] = await this.list({ ...search, after }, ROWS_A_READ);
      yield* rows;
      const last = rows.at(-1);
      more = last !== undefined && rows.length === ROWS_A_READ;
      if (last) after = { notAfter: last.notAfter.toISOString(), key: last.key };
    }
  }

  private scope({ step, organization, after }: ExpirySearch): ExpiryScope {
    const since = this.clock.now();
    return { since, until: horizon(since, step), organization, after };
  }
}
