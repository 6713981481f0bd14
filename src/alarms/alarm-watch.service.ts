import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { Config } from '../config/config.js';
import { DeliveryRunner } from '../delivery/delivery-runner.service.js';
import { describeError } from '../platform/describe-error.js';
import { HealthService } from '../platform/health.service.js';
import { TransactionsService } from '../platform/transactions.service.js';
import { alarmCourse } from './alarm-course.js';
import { AlarmMailsService } from './alarm-mails.service.js';
import { alarmSigns, type AlarmReading } from './alarm-signs.js';
import { AlarmsQueries } from './alarms.queries.js';
import { AlarmsService } from './alarms.service.js';
import { diskSpace } from './disk-space.adapter.js';

/** A busy machine is no alarm: longer than `/health/ready` waits. */
const CHECK_PATIENCE_MS = 10_000;
/** How long a stop waits for a database that may be away. */
const PATIENCE_MS = 5_000;

/**
 * Gives this process's sign of life and looks for alarms, in every process: a dead worker is seen by the others. One look at a time is
 * taken, under a lock; whoever finds that an alarm begins or ends hands its mails over himself, because queues and workers may be what
 * is wrong (ADR 0034).
 */
@Injectable()
export class AlarmWatchService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('alarms');
  private readonly id = randomUUID();
  private readonly startedAt = process.hrtime.bigint();
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<void> | null = null;

  constructor(
    private readonly queries: AlarmsQueries,
    private readonly alarms: AlarmsService,
    private readonly mails: AlarmMailsService,
    private readonly health: HealthService,
    private readonly runner: DeliveryRunner,
    private readonly transactions: TransactionsService,
    @Inject(Config) private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    this.takeTurn();
    this.timer = setInterval(() => this.takeTurn(), this.config.alarms.checkSeconds * 1000).unref();
  }

  /** Waits for a turn under way, so that the pool is not closed beneath it and nothing is missed that ended in order. */
  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS).unref());
    await Promise.race([this.signOff(), patience]);
  }

  /** Sign of life, then one look. */
  async watch(): Promise<void> {
    await this.beat();
    await this.look();
  }

  /** One look; run by two processes at once, one of them leaves it to the other. */
  async look(): Promise<void> {
    const reading = await this.queries.reading();
    const deliveries = await this.decide(reading, reading.at);
    await this.alarms.seen(reading);
    for (const id of deliveries) await this.runner.attemptHere(id);
  }

  private async beat(): Promise<void> {
    const [failing, disk] = await Promise.all([this.health.failing(CHECK_PATIENCE_MS), diskSpace(this.config.dataDir).catch(() => null)]);
    const age = Number(process.hrtime.bigint() - this.startedAt) / 1e9;
    await this.queries.beat({ id: this.id, role: this.config.role, failing: failing.map(({ name }) => name), diskFree: disk?.free ?? null, diskTotal: disk?.total ?? null }, age);
  }

  /** Gives the mails that have to leave now. */
  private async decide(reading: AlarmReading, now: Date): Promise<string[]> {
    const { checkSeconds, calmSeconds } = this.config.alarms;
    const signs = alarmSigns(reading, this.config.alarms);
    const administrators = await this.mails.administrators();
    return this.transactions.run(async (tx) => {
      if (!(await this.queries.lock(tx.manager))) return [];
      await this.queries.sample(tx.manager, reading.due);
      const open = await this.queries.open(tx.manager);
      const deliveries: string[] = [];
      for (const step of alarmCourse(open, new Set(signs.keys()), now, { hold: checkSeconds * 500, calm: calmSeconds * 1000 })) {
        const news = await this.queries.take(tx.manager, step, signs.get(step.kind) ?? {});
        if (!news) continue;
        this.logger.warn(`${step.kind}: ${news.alarmMoment}`);
        deliveries.push(...(await this.mails.plan(tx, news, administrators)));
      }
      return deliveries;
    });
  }

  private async signOff(): Promise<void> {
    await this.turn;
    await this.queries.signOff(this.id).catch((error: unknown) => this.logger.warn(`not signed off: ${describeError(error)}`));
  }

  private takeTurn(): void {
    this.turn ??= this.watch()
      .catch((error: unknown) => this.logger.warn(`not looked: ${describeError(error)}`))
      .finally(() => (this.turn = null));
  }
}
