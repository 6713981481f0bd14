import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
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

/** Runs a change and the work it causes as one: both are committed or neither. */
@Injectable()
export class TransactionsService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly outbox: OutboxService,
    private readonly clock: ClockService,
  ) {}

  async run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
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
