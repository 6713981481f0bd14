import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { DataSource, type EntityManager } from 'typeorm';
import { ClockService } from './clock.service.js';
import { insertRows } from './insert-rows.queries.js';
import type { JobContract } from './job-contract.js';
import { OutboxRow } from './outbox.entity.js';
import { OutboxService } from './outbox.service.js';

/** One transaction: its manager, and a way to owe work that is only seen by workers after the commit. */
export interface Tx {
  manager: EntityManager;
  /** Owes a job from `dueAt` (now when left out); nothing is handed to a queue before the commit. */
  enqueue(job: JobContract, data: object, dueAt?: Date): void;
}

const MOST_TRIES = 3;

function isDeadlock(error: unknown): boolean {
  return (error as { driverError?: { code?: string } }).driverError?.code === '40P01';
}

/** Runs a change and the work it causes as one: both are committed or neither. */
@Injectable()
export class TransactionsService {
  private readonly joined = new AsyncLocalStorage<Tx>();

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly outbox: OutboxService,
    private readonly clock: ClockService,
  ) {}

  /**
   * Makes every transaction that `work` begins a part of `tx`: committed with it, and undone alone when it fails.
   * For doing with many things what services do with one, together with the note that it is done.
   */
  within<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
    return this.joined.run(tx, work);
  }

  /**
   * A deadlock, which PostgreSQL ends by undoing one side, is tried again: so `work` may run more than once, each time from what the
   * database holds then.
   */
  async run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const outer = this.joined.getStore();
    if (outer) return this.part(outer, work);
    for (let tries = 1; ; tries++) {
      try {
        return await this.whole(work);
      } catch (error) {
        if (tries === MOST_TRIES || !isDeadlock(error)) throw error;
      }
    }
  }

  /** A savepoint; what it owes is owed by the whole, unless it fails. */
  private async part<T>(outer: Tx, work: (tx: Tx) => Promise<T>): Promise<T> {
    const owed: Parameters<Tx['enqueue']>[] = [];
    const value = await outer.manager.transaction((manager) => {
      const inner: Tx = { manager, enqueue: (...job) => void owed.push(job) };
      return this.within(inner, () => work(inner));
    });
    for (const job of owed) outer.enqueue(...job);
    return value;
  }

  private async whole<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const owed: OutboxRow[] = [];
    const result = await this.dataSource.transaction(async (manager) => {
      const value = await work({
        manager,
        enqueue: (job, data, dueAt = this.clock.now()) => {
          const now = this.clock.now();
          owed.push({ id: randomUUID(), queue: job.queue, data, dueAt, enqueuedAt: dueAt <= now ? now : null, round: 0 });
        },
      });
      await insertRows(manager, OutboxRow, owed);
      return value;
    });
    this.outbox.handOver(owed.filter((row) => row.enqueuedAt !== null));
    return result;
  }
}
