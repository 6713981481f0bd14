import { getQueueToken } from '@nestjs/bullmq';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Queue } from 'bullmq';
import { DataSource } from 'typeorm';
import { Config } from '../config/config.js';
import { OutboxRow } from './outbox.entity.js';

type HandedOver = Pick<OutboxRow, 'id' | 'queue' | 'data' | 'round'>;

const SWEEP_EVERY_MS = 5_000;
/** How long a row that was handed over is left to its queue before the sweep looks after it. */
const GRACE_SECONDS = 15;
const SWEEP_BATCH = 500;
/** More than this is left to the sweep, so that a queue that does not answer cannot fill the memory. */
const BACKLOG_LIMIT = 10_000;
/** On PostgreSQL BullMQ makes two temporary tables for a bulk: dear for a few jobs, cheap only for many. */
const BULK_FROM = 16;
/** States in which BullMQ still has the job. */
const ALIVE = new Set(['waiting', 'active', 'delayed', 'prioritized', 'waiting-children']);

/**
 * Relay between our rows and BullMQ. Rows are handed over right after their commit; a sweep hands over what was
 * left: due later, lost with Redis, or owed by a process that died in between. The job id is the row's id and its round,
 * because BullMQ ignores an add whose id it still knows, finished jobs included.
 */
@Injectable()
export class OutboxService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(OutboxService.name);
  private readonly queues = new Map<string, Queue>();
  private backlog: HandedOver[] = [];
  private relaying: Promise<void> | null = null;
  private sweeping: Promise<void> | null = null;
  private timer: NodeJS.Timeout | null = null;
  private stopped = false;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(Config) private readonly config: Config,
    private readonly modules: ModuleRef,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.runsWorker) return;
    this.sweep(0);
    this.timer = setInterval(() => this.sweep(GRACE_SECONDS), SWEEP_EVERY_MS);
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    if (this.timer) clearInterval(this.timer);
    const patience = new Promise((resolve) => setTimeout(resolve, 3_000).unref());
    await Promise.race([Promise.all([this.relaying, this.sweeping]), patience]);
  }

  /** Hands committed rows to their queues without making the caller wait. */
  handOver(rows: HandedOver[]): void {
    if (rows.length === 0 || this.stopped || this.backlog.length > BACKLOG_LIMIT) return;
    this.backlog.push(...rows);
    this.relaying ??= this.relay().finally(() => (this.relaying = null));
  }

  /** The work is done. */
  async done(id: string): Promise<void> {
    await this.dataSource.manager.delete(OutboxRow, { id });
  }

  /** The work cannot be done yet: it is handed over again at `dueAt`. */
  async postpone(id: string, dueAt: Date): Promise<void> {
    await this.dataSource.query('UPDATE outbox SET due_at = $2, enqueued_at = NULL, round = round + 1 WHERE id = $1', [id, dueAt]);
  }

  /** Hands work over at once, whatever its time, unless its queue has it already: `done` when nothing is owed under this id. */
  async hurry(id: string): Promise<'handed-over' | 'under-way' | 'done'> {
    const [owed] = await this.dataSource.query<HandedOver[]>('SELECT id, queue, data, round FROM outbox WHERE id = $1', [id]);
    if (!owed) return 'done';
    const state = await this.queue(owed.queue).getJobState(`${owed.id}-${owed.round}`);
    if (ALIVE.has(state)) return 'under-way';
    const [rows] = await this.dataSource.query<[HandedOver[], number]>(
      'UPDATE outbox SET due_at = least(due_at, now()), enqueued_at = now(), round = round + 1 WHERE id = $1 AND round = $2 RETURNING id, queue, data, round',
      [id, owed.round],
    );
    this.handOver(rows);
    return rows.length > 0 ? 'handed-over' : 'under-way';
  }

  private async relay(): Promise<void> {
    while (this.backlog.length > 0) {
      const rows = this.backlog.splice(0, SWEEP_BATCH);
      await this.add(rows).catch((error: unknown) => this.logger.warn(`hand-over left to the sweep: ${(error as Error).message}`));
    }
  }

  private async add(rows: HandedOver[]): Promise<void> {
    for (const name of new Set(rows.map(({ queue }) => queue))) {
      const group = rows.filter(({ queue }) => queue === name);
      const jobs = group.map(({ id, data, round }) => ({
        name,
        data: { ...data, outboxId: id },
        opts: { jobId: `${id}-${round}`, removeOnComplete: true, removeOnFail: 1_000 },
      }));
      if (jobs.length >= BULK_FROM) await this.queue(name).addBulk(jobs);
      else await Promise.all(jobs.map((job) => this.queue(name).add(job.name, job.data, job.opts)));
    }
  }

  private sweep(graceSeconds: number): void {
    this.sweeping ??= this.sweepOnce(graceSeconds)
      .catch((error: unknown) => this.logger.error(`sweep failed: ${(error as Error).message}`))
      .finally(() => (this.sweeping = null));
  }

  /** Never handed over first, then whatever was looked at longest ago: rows that wait in a long queue must not hide the others. */
  private async sweepOnce(graceSeconds: number): Promise<void> {
    const [rows] = await this.dataSource.query<[(HandedOver & { again: boolean })[], number]>(
      `UPDATE outbox SET enqueued_at = now()
         FROM (SELECT id, enqueued_at FROM outbox
                WHERE due_at <= now() AND (enqueued_at IS NULL OR enqueued_at <= now() - make_interval(secs => $1))
                ORDER BY enqueued_at NULLS FIRST, due_at LIMIT ${SWEEP_BATCH} FOR UPDATE SKIP LOCKED) AS due
        WHERE outbox.id = due.id
        RETURNING outbox.id, queue, data, round, due.enqueued_at IS NOT NULL AS again`,
      [graceSeconds],
    );
    for (const row of rows.filter(({ again }) => again)) {
      const state = await this.queue(row.queue).getJobState(`${row.id}-${row.round}`);
      if (ALIVE.has(state)) continue;
      row.round += 1;
      row.again = false;
      await this.dataSource.query('UPDATE outbox SET round = $2 WHERE id = $1', [row.id, row.round]);
    }
    await this.add(rows.filter(({ again }) => !again));
  }

  private queue(name: string): Queue {
    let queue = this.queues.get(name);
    if (!queue) this.queues.set(name, (queue = this.modules.get<Queue>(getQueueToken(name), { strict: false })));
    return queue;
  }
}
