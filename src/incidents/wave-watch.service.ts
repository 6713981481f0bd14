import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { Config } from '../config/config.js';
import { ClockService } from '../platform/clock.service.js';
import { TransactionsService } from '../platform/transactions.service.js';
import { DETECT_WAVES } from './detect-waves.jobs.js';
import { IncidentsQueries } from './incidents.queries.js';
import { newWaves, possibleWaves, USUAL_DAYS, waveStart } from './wave-detection.js';
import { signalKey, signalsOf, type WaveSignal } from './wave-signals.js';

const EVERY_MS = 5 * 60_000;
const DAY_MS = 86_400_000;

/** Looks for waves every few minutes, brings them up as incidents and ties new cases to those that are open. */
@Injectable()
export class WaveWatchService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(WaveWatchService.name);
  private timer: NodeJS.Timeout | undefined;
  private asking: Promise<void> = Promise.resolve();

  constructor(
    private readonly queries: IncidentsQueries,
    private readonly transactions: TransactionsService,
    private readonly config: Config,
    private readonly clock: ClockService,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.runsWorker) return;
    this.timer = setInterval(() => this.ask(), EVERY_MS).unref();
  }

  /** Waits for a question under way, so that the pool is not closed beneath it. */
  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.asking;
  }

  /** One look; tells how many incidents it brought up. Run twice, it finds nothing the second time. */
  async look(): Promise<number> {
    return this.transactions.run(async ({ manager }) => {
      if (!(await this.queries.lock(manager))) return 0;
      const now = this.clock.now();
      const dayAgo = new Date(now.getTime() - DAY_MS);
      const signals = (await this.queries.cases(dayAgo, new Date(now.getTime() + 1), manager)).flatMap(signalsOf);
      for (const { id, kind, fingerprint, foundAt } of await this.queries.openIncidents(manager)) {
        const own = signals.filter((signal) => signal.kind === kind && signal.fingerprint === fingerprint && signal.at >= waveStart(foundAt));
        if (own.length > 0) await this.queries.tieAll(manager, id, own.map(({ caseId }) => caseId), now);
      }
      const possible = possibleWaves(signals, await this.queries.known(dayAgo, manager), now);
      if (possible.length === 0) return 0;
      const since = waveStart(now);
      const before = await this.queries.cases(new Date(since.getTime() - USUAL_DAYS * DAY_MS), since, manager);
      const waves = newWaves(possible, countByKey(before.flatMap(signalsOf)), new Set(await this.queries.explained(dayAgo, manager)));
      for (const wave of waves) {
        const id = await this.queries.bringUp(manager, randomUUID(), wave, now);
        if (id) await this.queries.tieAll(manager, id, wave.caseIds, now);
      }
      return waves.length;
    });
  }

  private ask(): void {
    this.asking = this.transactions
      .run(async (tx) => tx.enqueue(DETECT_WAVES, {}))
      .catch((error: unknown) => this.logger.warn(`waves are not looked for: ${(error as Error).name}`));
  }
}

function countByKey(signals: readonly WaveSignal[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const signal of signals) counts.set(signalKey(signal), (counts.get(signalKey(signal)) ?? 0) + 1);
  return counts;
}
