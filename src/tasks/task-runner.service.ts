import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { ClockService } from '../platform/clock.service.js';
import { describeError } from '../platform/describe-error.js';
import { DomainError } from '../platform/domain-error.js';
import { insertRows } from '../platform/insert-rows.queries.js';
import type { JobData } from '../platform/job-contract.js';
import { OutboxService } from '../platform/outbox.service.js';
import { TransactionsService, type Tx } from '../platform/transactions.service.js';
import { WorkersService } from '../platform/workers.service.js';
import { decideClaim } from './task-claim.js';
import type { TaskReportRow } from './task-record.js';
import { Task, TaskReport } from './task.entity.js';

const LEASE_MS = 20_000;
const HEARTBEAT_MS = 5_000;
/** How soon a task is looked for again that was put down because this process stops. */
const SOON_MS = 1_000;

/** What one step came to. */
export interface TaskStep {
  /** Where to go on when this process dies right after the step. */
  cursor: object;
  /** Things done, and things that could not be done, in this step; 0 when left out. */
  done?: number;
  failed?: number;
  /** How many things there are, as soon as that is known. */
  total?: number;
  /** One row for each thing that was not done, and for what somebody has to know. */
  report?: readonly TaskReportRow[];
}

/** A task that this worker holds. */
export interface TaskRun {
  readonly id: string;
  readonly accountId: string | null;
  readonly input: unknown;
  /** As the last step saved it; `null` = at the beginning. Also after a restart, or when another worker's task was taken over. */
  readonly cursor: unknown;
  readonly done: number;
  readonly failed: number;
  /**
   * Does one piece of work: what it changes through `tx`, its count, its cursor and its report rows are committed together, or nothing is.
   * Keep it short (seconds): between two steps a wish to cancel is seen and a stopping process puts the task down.
   * Whatever it throws, let it pass: `attempt` knows what to do.
   */
  step(work: (tx: Tx) => Promise<TaskStep>): Promise<void>;
}

/** What a task does; the result fills the sentence of its end. */
export type TaskWork = (run: TaskRun) => Promise<Record<string, string | number>>;

/** Ends the work of a task that is not ours any more, that shall end, or that has to be put down: no error. */
class TaskPutDown extends Error {
  constructor(readonly again: Date | null) {
    super('task put down');
  }
}

interface Held {
  id: string;
  token: string;
}

/** Runs tasks: one worker at a time, on from where the last one came to. */
@Injectable()
export class TaskRunnerService {
  private readonly logger = new Logger(TaskRunnerService.name);

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly transactions: TransactionsService,
    private readonly workers: WorkersService,
    private readonly outbox: OutboxService,
    private readonly clock: ClockService,
  ) {}

  /**
   * All that the processor of a task does: an attempt, after which the job is over or comes again. `clearAway` runs when the task is over,
   * however it ended, before the job is.
   */
  async process({ taskId, outboxId }: JobData<{ taskId: string }>, work: TaskWork, clearAway?: (taskId: string) => Promise<void>): Promise<void> {
    const again = await this.attempt(taskId, work);
    if (again) return this.outbox.postpone(outboxId, again);
    await clearAway?.(taskId);
    await this.outbox.done(outboxId);
  }

  /**
   * Returns when to come again, `null` when the task is over.
   *
   * `work` begins at `run.cursor`, makes steps until nothing is left, and returns the result (values for the sentence
   * `tasks.kinds.<kind>.done`). A DomainError that it throws ends the task as failed with its code; any other error lets the job fail,
   * and the task is tried again from its cursor, five times without a step that was saved at most.
   */
  async attempt(taskId: string, work: TaskWork): Promise<Date | null> {
    const claimed = await this.begin(taskId);
    if (claimed === null || claimed instanceof Date) return claimed;
    const { row, held } = claimed;
    const heartbeat = setInterval(() => void this.extendLease(held).catch(() => undefined), HEARTBEAT_MS);
    try {
      const result = await work(this.run(row, held));
      await this.end(held, { state: 'done', result });
      return null;
    } catch (error) {
      return await this.broken(held, error);
    } finally {
      clearInterval(heartbeat);
    }
  }

  private begin(id: string): Promise<{ row: Task; held: Held } | Date | null> {
    return this.transactions.run(async ({ manager }) => {
      const row = await manager.findOne(Task, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!row) return null;
      const now = this.clock.now();
      const claim = decideClaim(row, now);
      if (claim.kind === 'over') return null;
      if (claim.kind === 'later') return claim.at;
      if (claim.kind === 'run') {
        const leaseToken = randomUUID();
        const claimedCount = row.done + row.failed;
        Object.assign(row, { state: 'running', tries: row.tries + 1, leaseToken, leaseUntil: this.leaseEnd(now), heartbeatAt: now, startedAt: row.startedAt ?? now, claimedAt: now, claimedCount } satisfies Partial<Task>);
        await manager.save(Task, row);
        return { row, held: { id, token: leaseToken } };
      }
      const end: Partial<Task> = claim.kind === 'cancel' ? { state: 'cancelled' } : { state: 'failed', error: 'internal' };
      await manager.update(Task, { id }, { ...end, endedAt: now, leaseToken: null, leaseUntil: null });
      return null;
    });
  }

  private run(row: Task, held: Held): TaskRun {
    const { id, accountId, input } = row;
    const run = { id, accountId, input: input as unknown, cursor: row.cursor as unknown, done: row.done, failed: row.failed };
    return Object.assign(run, {
      step: async (work: (tx: Tx) => Promise<TaskStep>) => {
        if (this.workers.stopping) throw new TaskPutDown(new Date(this.clock.now().getTime() + SOON_MS));
        Object.assign(run, await this.step(held, work));
      },
    });
  }

  /** The row stays locked while the step works: nobody takes the task over in between. */
  private step({ id, token }: Held, work: (tx: Tx) => Promise<TaskStep>): Promise<Pick<Task, 'cursor' | 'done' | 'failed'>> {
    return this.transactions.run(async (tx) => {
      const row = await tx.manager.findOne(Task, { where: { id, leaseToken: token }, lock: { mode: 'pessimistic_write' } });
      if (!row || row.cancelAskedAt) throw new TaskPutDown(this.clock.now());
      const { cursor, done = 0, failed = 0, total = row.total, report = [] } = await work(tx);
      const now = this.clock.now();
      await insertRows(tx.manager, TaskReport, report.map((entry, index) => ({ taskId: id, seq: row.reported + index + 1, ...entry })));
      const counts = { cursor, done: row.done + done, failed: row.failed + failed };
      await tx.manager.update(Task, { id }, { ...counts, total, reported: row.reported + report.length, tries: 0, leaseUntil: this.leaseEnd(now), heartbeatAt: now });
      return counts;
    });
  }

  private async end({ id, token }: Held, end: Pick<Task, 'state'> & Partial<Task>): Promise<void> {
    await this.dataSource.manager.update(Task, { id, leaseToken: token }, { ...end, endedAt: this.clock.now(), leaseToken: null, leaseUntil: null });
  }

  /** @throws what is none of our words: the job has failed and is handed over again. */
  private async broken(held: Held, error: unknown): Promise<Date | null> {
    if (error instanceof DomainError) {
      await this.end(held, { state: 'failed', error: error.code });
      return null;
    }
    await this.dataSource.manager.update(Task, { id: held.id, leaseToken: held.token }, { leaseToken: null, leaseUntil: null });
    if (error instanceof TaskPutDown) return error.again;
    this.logger.error(`task ${held.id}: ${describeError(error)}`);
    throw error;
  }

  private async extendLease({ id, token }: Held): Promise<void> {
    const now = this.clock.now();
    await this.dataSource.manager.update(Task, { id, leaseToken: token }, { leaseUntil: this.leaseEnd(now), heartbeatAt: now });
  }

  private leaseEnd(now: Date): Date {
    return new Date(now.getTime() + LEASE_MS);
  }
}
