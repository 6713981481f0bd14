import { Inject, Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { Config } from '../config/config.js';
import { HealthService } from '../platform/health.service.js';
import { MetricsService } from '../platform/metrics.service.js';
import type { AlarmRecord } from './alarm-record.js';
import { ALARM_KINDS, type AlarmReading, fullestDisk, workerCount } from './alarm-signs.js';
import { AlarmsQueries } from './alarms.queries.js';

/** What the last look of this process has seen, for pages, `/health/ready` and `/metrics`. */
@Injectable()
export class AlarmsService {
  private held: readonly AlarmRecord[] = [];
  private reading: AlarmReading | null = null;

  constructor(
    private readonly queries: AlarmsQueries,
    @Inject(Config) private readonly config: Config,
    health: HealthService,
    metrics: MetricsService,
  ) {
    health.announce(() => this.held.map(({ kind }) => kind));
    this.measure(metrics);
  }

  /** Alarms that stand, as of the last look: for what is on every page. */
  get standing(): readonly AlarmRecord[] {
    return this.held;
  }

  /** The same as of now, in the order of {@link ALARM_KINDS}. */
  async current(): Promise<readonly AlarmRecord[]> {
    const standing = await this.queries.standing();
    return (this.held = standing.sort((a, b) => ALARM_KINDS.indexOf(a.kind) - ALARM_KINDS.indexOf(b.kind)));
  }

  /** Alarms that have ended, the last one first. */
  ended(from: number, count: number): Promise<AlarmRecord[]> {
    return this.queries.ended(from, count);
  }

  /** What the last look of this process has found; `null` before the first. */
  get lastReading(): AlarmReading | null {
    return this.reading;
  }

  /** A look was taken. */
  async seen(reading: AlarmReading): Promise<void> {
    this.reading = reading;
    await this.current();
  }

  private measure(metrics: MetricsService): void {
    const { silentSeconds } = this.config.alarms;
    const figure = (name: string, help: string, value: (reading: AlarmReading) => number | undefined): void => {
      const own = () => (this.reading ? value(this.reading) : undefined);
      new Gauge({
        name,
        help,
        registers: [metrics.registry],
        collect() {
          const now = own();
          if (now !== undefined) this.set(now);
        },
      });
    };
    const stands = (kind: string) => Number(this.held.some((alarm) => alarm.kind === kind));
    new Gauge({
      name: 'certdesk_alarm',
      help: '1 while an alarm stands',
      labelNames: ['alarm'],
      registers: [metrics.registry],
      collect() {
        for (const alarm of ALARM_KINDS) this.set({ alarm }, stands(alarm));
      },
    });
    figure('certdesk_unsent_oldest_seconds', 'How long the delivery that waits longest is late', ({ oldestUnsent }) => oldestUnsent);
    figure('certdesk_outbox_due', 'Jobs whose time has come', ({ due }) => due);
    figure('certdesk_workers_live', 'Workers that give signs of life', ({ beats }) => workerCount(beats, silentSeconds).live);
    figure('certdesk_workers_silent', 'Workers that stopped without a word and were not replaced', ({ beats }) => workerCount(beats, silentSeconds).silent);
    figure('certdesk_disk_free_bytes', 'Free space of the fullest disk of all processes', ({ beats }) => fullestDisk(beats, silentSeconds)?.free);
    figure('certdesk_disk_total_bytes', 'Size of that disk', ({ beats }) => fullestDisk(beats, silentSeconds)?.total);
    figure('certdesk_database_bytes', 'Size of the database', ({ databaseBytes }) => databaseBytes);
  }
}
