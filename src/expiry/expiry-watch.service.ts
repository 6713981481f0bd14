import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Config } from '../config/config.js';
import { foldName } from '../directory/folded-name.js';
import { soughtPerson } from '../directory/sought-person.js';
import { ClockService } from '../platform/clock.service.js';
import { describeError } from '../platform/describe-error.js';
import { TransactionsService } from '../platform/transactions.service.js';
import { type EndingCase, EndingCertificatesQueries, type EndingRow } from './ending-certificates.queries.js';
import { ExpiryQueries } from './expiry.queries.js';
import { freshSince, horizon } from './expiry-step.js';
import { WATCH_EXPIRY } from './expiry.jobs.js';

const EVERY_MS = 60 * 60_000;
const FIRST_MS = 60_000;
const CASES_A_PAGE = 500;
const NO_ID = '00000000-0000-0000-0000-000000000000';

/** Keeps the list of certificates that end soon. */
@Injectable()
export class ExpiryWatchService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('expiry');
  private timers: NodeJS.Timeout[] = [];
  private asking: Promise<void> = Promise.resolve();

  constructor(
    private readonly queries: EndingCertificatesQueries,
    private readonly notices: ExpiryQueries,
    private readonly transactions: TransactionsService,
    private readonly clock: ClockService,
    @Inject(Config) private readonly config: Config,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (!this.config.runsWorker) return;
    await this.notices.hideRefusals();
    this.timers = [setTimeout(() => this.ask(), FIRST_MS).unref(), setInterval(() => this.ask(), EVERY_MS).unref()];
  }

  /** Waits for a question under way, so that the pool is not closed beneath it. */
  async onModuleDestroy(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await this.asking;
  }

  /** Makes the list anew; readers see the old or the new one. */
  async refresh(): Promise<void> {
    const now = this.clock.now();
    const until = horizon(now);
    await this.transactions.run(async ({ manager }) => {
      if (!(await this.queries.begin(manager))) return;
      const fresh = await this.notices.isFresh(manager, freshSince(now, this.config.directoryFreshDays));
      if (fresh) await this.queries.addAccounts(manager, now, until);
      let after = { notAfter: now, id: NO_ID };
      for (let more = true; more; ) {
        const page = await this.queries.cases(manager, after, until, CASES_A_PAGE);
        await this.queries.addCases(manager, page.flatMap(rowOf), fresh);
        const last = page.at(-1);
        more = last !== undefined && page.length === CASES_A_PAGE;
        if (last) after = { notAfter: last.notAfter, id: last.id };
      }
      // What is known from a case too is known from the case then.
      if (!fresh) await this.queries.addAccounts(manager, now, until);
    });
  }

  private ask(): void {
    this.asking = this.transactions
      .run(async (tx) => tx.enqueue(WATCH_EXPIRY, {}))
      .catch((error: unknown) => this.logger.warn(`the ends of certificates are not looked at: ${describeError(error)}`));
  }
}

function rowOf({ number, notAfter, facts, request }: EndingCase): EndingRow[] {
  const { fullName, inn, organizationInn, organizationName, emails, thumbprint } = soughtPerson({ facts, snils: null }, request);
  if (!fullName) return [];
  return [{ number, notAfter, thumbprint, person: fullName, nameKey: foldName(fullName).key, inn, organizationInn, organizationName, email: emails[0] ?? null }];
}
