import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Config } from '../config/config.js';
import { DraftService } from './draft.service.js';

const EVERY_MS = 15 * 60 * 1000;

/** Deletes drafts that nobody has touched for a day: at the start and every quarter of an hour. */
@Injectable()
export class DraftSweepService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(DraftSweepService.name);
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly drafts: DraftService,
    private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.runsWeb) return;
    this.sweep();
    this.timer = setInterval(() => this.sweep(), EVERY_MS).unref();
  }

  /** Waits for a deletion under way, so that the pool is not closed beneath it. */
  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  private sweep(): void {
    this.running = this.drafts.deleteExpired().then(
      (deleted) => void (deleted > 0 && this.logger.log(`${deleted} drafts expired`)),
      (error: unknown) => this.logger.warn(`drafts were not swept: ${(error as Error).name}`),
    );
  }
}
