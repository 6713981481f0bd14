import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { randomUUID } from 'node:crypto';
import { LessThan, MoreThan, type Repository } from 'typeorm';
import type { Actor } from '../accounts/policy.js';
import { ClockService } from '../platform/clock.service.js';
import { DomainError } from '../platform/domain-error.js';
import { TransactionsService, type Tx } from '../platform/transactions.service.js';
import { mayHandle } from './task-access.js';
import type { TaskRecord, TaskReportEntry } from './task-record.js';
import { isOver } from './task-state.js';
import { Task, TaskReport } from './task.entity.js';

/** What was done is known for so long; input and report go with it. */
const KEEP_DAYS = 30;
const DAY_MS = 86_400_000;

/** Work to be started. */
export interface NewTask {
  /** Names its words in `templates/messages/tasks.json`, `tasks.kinds.<kind>.*` (see there for which are needed). */
  kind: string;
  /** Who starts it; `null` = the service itself. Rights are not kept: the work reads them anew (`AccountsService.actor`). */
  accountId: string | null;
  /** What the work needs to know; ids, not names. Deleted with the task after thirty days. */
  input: object;
  /** How many things there are, where that is known. */
  total?: number | null;
  /** Values for the sentences that name the task on its page; nothing personal. */
  words?: Record<string, string | number>;
}

/** A place in a list of tasks: they are listed from the newest on. */
export interface TaskPlace {
  createdAt: Date;
  id: string;
}

/**
 * Long work that people start and come back to. What a feature with such work has to do:
 *
 * 1. a job contract of its own with `{ taskId }`; in one transaction `const taskId = await tasks.start(tx, …); tx.enqueue(JOB, { taskId })`,
 *    then a redirect to the task's page, `/desk/tasks/<id>`;
 * 2. a processor that gives its job's data to `TaskRunnerService.process`;
 * 3. words in `templates/messages/tasks.json`: `tasks.kinds.<kind>` with `title`, `things` («Обращений», before «120 из 214»), `done`
 *    (the outcome; values: `done failed total`, `words`, the result), `subject` (heading of the report's first column),
 *    `report.<code>` for codes that have no sentence in `errors.json`, `back` when `task-places.ts` of the desk has a way back,
 *    and, where it needs them, `errors.<code>`. A task with `words.variant` uses `title.<variant>` and `done.<variant>`.
 */
@Injectable()
export class TasksService {
  constructor(
    @InjectRepository(Task) private readonly tasks: Repository<Task>,
    @InjectRepository(TaskReport) private readonly reports: Repository<TaskReport>,
    private readonly transactions: TransactionsService,
    private readonly clock: ClockService,
  ) {}

  /** Writes the task and gives its id; the caller enqueues its job with `{ taskId: id }` in the same transaction. */
  async start(tx: Tx, { kind, accountId, input, total = null, words = {} }: NewTask): Promise<string> {
    const now = this.clock.now();
    await tx.manager.delete(Task, { endedAt: LessThan(new Date(now.getTime() - KEEP_DAYS * DAY_MS)) });
    const id = randomUUID();
    await tx.manager.insert(Task, { id, kind, accountId, state: 'waiting', total, input, words, done: 0, failed: 0, reported: 0, tries: 0, claimedCount: 0, createdAt: now });
    return id;
  }

  /** @throws DomainError `task-not-found`, also when it is somebody else's. */
  async get(id: string, actor: Actor | null): Promise<TaskRecord> {
    const row = await this.tasks.findOneBy({ id });
    if (!row || !mayHandle(actor, row)) throw new DomainError('not-found', 'task-not-found');
    return row;
  }

  /** The same for the work itself, which acts for nobody; `null` when it is gone, or was never started. */
  async find(id: string | null): Promise<TaskRecord | null> {
    return id === null ? null : this.tasks.findOneBy({ id });
  }

  /** Tasks of one person, or of everybody (`null`), the newest first, after a place; at most `limit`. Whether he may is decided before. */
  list(accountId: string | null, after: TaskPlace | null, limit: number): Promise<TaskRecord[]> {
    const query = this.tasks.createQueryBuilder('t').orderBy('t.createdAt', 'DESC').addOrderBy('t.id', 'DESC').limit(limit);
    if (accountId !== null) query.andWhere('t.accountId = :accountId', { accountId });
    if (after) query.andWhere('(t.createdAt, t.id) < (:createdAt, :id)', { ...after });
    return query.getMany();
  }

  /** Rows of the report after `seq` (0 = from the first), at most `limit`. */
  report(taskId: string, afterSeq: number, limit: number): Promise<TaskReportEntry[]> {
    return this.reports.find({ where: { taskId, seq: MoreThan(afterSeq) }, order: { seq: 'ASC' }, take: limit });
  }

  /**
   * Asks for the end: a task that waits ends now, one that runs before its next step; what was done stays done. Repeating it changes nothing.
   * @throws DomainError `task-not-found`.
   */
  async cancel(id: string, actor: Actor): Promise<void> {
    await this.transactions.run(async ({ manager }) => {
      const row = await manager.findOne(Task, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!row || !mayHandle(actor, row)) throw new DomainError('not-found', 'task-not-found');
      if (isOver(row.state)) return;
      const now = this.clock.now();
      const ended: Partial<Task> = row.state === 'waiting' ? { state: 'cancelled', endedAt: now } : {};
      await manager.update(Task, { id }, { cancelAskedAt: row.cancelAskedAt ?? now, ...ended });
    });
  }
}
