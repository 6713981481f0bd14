import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { LessThan, type Repository } from 'typeorm';
import { Config } from '../config/config.js';
import { ClockService } from '../platform/clock.service.js';
import { describeError } from '../platform/describe-error.js';
import { TransactionsService } from '../platform/transactions.service.js';
import { WebhookDelivery } from './webhook.entity.js';
import { FORGET_WEBHOOKS } from './webhooks.jobs.js';

const EVERY_MS = 60 * 60_000;
const FIRST_MS = 90_000;
const DAY_MS = 86_400_000;

/** Forgets deliveries that ended long ago. */
@Injectable()
export class WebhookForgettingService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('webhooks');
  private timers: NodeJS.Timeout[] = [];
  private asking: Promise<void> = Promise.resolve();

  constructor(
    @InjectRepository(WebhookDelivery) private readonly deliveries: Repository<WebhookDelivery>,
    private readonly transactions: TransactionsService,
    private readonly clock: ClockService,
    @Inject(Config) private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.runsWorker) return;
    this.timers = [setTimeout(() => this.ask(), FIRST_MS).unref(), setInterval(() => this.ask(), EVERY_MS).unref()];
  }

  /** Waits for a question under way, so that the pool is not closed beneath it. */
  async onModuleDestroy(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await this.asking;
  }

  /** What waits is kept, however old. */
  async forget(): Promise<void> {
    await this.deliveries.delete({ endedAt: LessThan(new Date(this.clock.now().getTime() - this.config.webhookKeepDays * DAY_MS)) });
  }

  private ask(): void {
    this.asking = this.transactions
      .run(async (tx) => tx.enqueue(FORGET_WEBHOOKS, {}))
      .catch((error: unknown) => this.logger.warn(`old webhooks are not forgotten: ${describeError(error)}`));
  }
}
