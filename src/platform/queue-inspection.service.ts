import { getQueueToken } from '@nestjs/bullmq';
import { Inject, Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Job, Queue } from 'bullmq';
import { DataSource } from 'typeorm';
import { Config } from '../config/config.js';
import type { JobContract } from './job-contract.js';
import { JOB_CONTRACTS } from './workers.service.js';

const PATIENCE_MS = 3_000;

/** What the rows say: the truth, whatever a queue says. */
export interface OwedWork {
  owed: number;
  /** Its time has come. */
  due: number;
  /** Its time has come, and no queue has it yet. */
  notHandedOver: number;
  oldestDueAt: Date | null;
}

/** What a queue says. */
export interface QueueCounts {
  waiting: number;
  running: number;
  delayed: number;
  failed: number;
}

export interface QueueState extends OwedWork {
  job: JobContract;
  /** `null` when the queue does not answer. */
  counts: QueueCounts | null;
}

/** A job that its processor gave up. */
export interface FailedJob {
  id: string;
  failedAt: Date | null;
  attempts: number;
  /** What was thrown, in the program's own words. */
  reason: string;
  /** The work behind it; `null` when it is not known. */
  outboxId: string | null;
  /** Whether that work is still to be done. */
  owed: boolean;
}

/** One piece of work that is owed. */
export interface OwedRow {
  id: string;
  dueAt: Date;
  /** `null` = never. */
  handedOverAt: Date | null;
  rounds: number;
}

/** What queues and rows say about each other, the same on both backends. */
@Injectable()
export class QueueInspectionService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(Config) private readonly config: Config,
    @Inject(JOB_CONTRACTS) private readonly jobs: readonly JobContract[],
    private readonly modules: ModuleRef,
  ) {}

  /** Where the queues are kept. */
  get backend(): 'postgresql' | 'redis' {
    return this.config.redisUrl === null ? 'postgresql' : 'redis';
  }

  job(name: string): JobContract | null {
    return this.jobs.find(({ queue }) => queue === name) ?? null;
  }

  /** The queues themselves, for a board that looks at them. */
  queues(): { job: JobContract; queue: Queue }[] {
    return this.jobs.map((job) => ({ job, queue: this.queue(job.queue) }));
  }

  /** Every job, in the order of the contracts. */
  async states(): Promise<QueueState[]> {
    const rows = await this.dataSource.query<(OwedWork & { queue: string })[]>(
      `SELECT queue, count(*)::int AS owed, (count(*) FILTER (WHERE due_at <= now()))::int AS due,
              (count(*) FILTER (WHERE due_at <= now() AND enqueued_at IS NULL))::int AS "notHandedOver", min(due_at) FILTER (WHERE due_at <= now()) AS "oldestDueAt"
         FROM outbox GROUP BY queue`,
    );
    const owed = new Map(rows.map(({ queue, ...work }) => [queue, work]));
    const none: OwedWork = { owed: 0, due: 0, notHandedOver: 0, oldestDueAt: null };
    return Promise.all(this.jobs.map(async (job) => ({ job, ...(owed.get(job.queue) ?? none), counts: await this.counts(job.queue) })));
  }

  /** Failed jobs, the last one first; `null` when the queue does not answer. */
  async failed(name: string, from: number, count: number): Promise<FailedJob[] | null> {
    const jobs = await patient(this.queue(name).getFailed(from, from + count - 1));
    if (!jobs) return null;
    const ids = jobs.map((job) => outboxIdOf(job)).filter((id) => id !== null);
    const owed = new Set((await this.dataSource.query<{ id: string }[]>('SELECT id FROM outbox WHERE id = ANY ($1::uuid[])', [ids])).map(({ id }) => id));
    return jobs.map((job) => {
      const outboxId = outboxIdOf(job);
      return {
        id: job.id ?? '',
        failedAt: job.finishedOn ? new Date(job.finishedOn) : null,
        attempts: job.attemptsMade,
        reason: job.failedReason ?? '',
        outboxId,
        owed: outboxId !== null && owed.has(outboxId),
      };
    });
  }

  /** What is owed, due longest first; the key of the next page is the last row's time and id. */
  async owed(name: string, after: { dueAt: Date; id: string } | null, count: number): Promise<OwedRow[]> {
    return this.dataSource.query<OwedRow[]>(
      `SELECT id, due_at AS "dueAt", enqueued_at AS "handedOverAt", round AS rounds FROM outbox
        WHERE queue = $1 AND ($2::timestamptz IS NULL OR (date_trunc('milliseconds', due_at), id) > ($2, $3::uuid)) ORDER BY date_trunc('milliseconds', due_at), id LIMIT $4`,
      [name, after?.dueAt ?? null, after?.id ?? null, count],
    );
  }

  /** The work behind a failed job; `null` when the queue has no such job or it did not fail. */
  async failedJob(name: string, jobId: string): Promise<{ outboxId: string | null } | null> {
    const job = await this.find(name, jobId);
    return job && { outboxId: outboxIdOf(job) };
  }

  /** Takes a failed job's record out of its queue. What is owed stays owed: that stands in our row. */
  async forget(name: string, jobId: string): Promise<void> {
    await (await this.find(name, jobId))?.remove();
  }

  private async find(name: string, jobId: string): Promise<Job | null> {
    const job = (await this.queue(name).getJob(jobId)) as Job | undefined;
    return job && (await job.isFailed()) ? job : null;
  }

  private async counts(name: string): Promise<QueueCounts | null> {
    const counts = await patient(this.queue(name).getJobCounts('waiting', 'prioritized', 'active', 'delayed', 'failed'));
    const of = (state: string): number => counts?.[state] ?? 0;
    return counts && { waiting: of('waiting') + of('prioritized'), running: of('active'), delayed: of('delayed'), failed: of('failed') };
  }

  private queue(name: string): Queue {
    return this.modules.get<Queue>(getQueueToken(name), { strict: false });
  }
}

/** Redis may be away: then nobody waits for its answer, and a late one is passed over. */
function patient<T>(answer: Promise<T>): Promise<T | null> {
  const patience = new Promise<null>((resolve) => setTimeout(() => resolve(null), PATIENCE_MS).unref());
  return Promise.race([answer.catch(() => null), patience]);
}

function outboxIdOf(job: Job): string | null {
  const id = (job.data as { outboxId?: unknown } | undefined)?.outboxId;
  return typeof id === 'string' && /^[0-9a-f-]{36}$/.test(id) ? id : null;
}
