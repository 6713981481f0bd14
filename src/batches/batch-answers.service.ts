import { Injectable } from '@nestjs/common';
import { In, IsNull } from 'typeorm';
import { AccountsService } from '../accounts/accounts.service.js';
import { type Actor, assertCan } from '../accounts/policy.js';
import { DomainError } from '../platform/domain-error.js';
import { checkInput } from '../platform/input-faults.js';
import { TransactionsService } from '../platform/transactions.service.js';
import type { TaskRun } from '../tasks/task-runner.service.js';
import { TasksService } from '../tasks/tasks.service.js';
import { answer, batchAnswersSchema, saidOf, WHAT_MAY_HELP } from './batch-answers.js';
import { BatchItemsQueries, type OpenItem } from './batch-items.queries.js';
import type { CommonAnswers } from './batch-row.js';
import { ANSWER_BATCH, type BatchTaskData } from './batch.jobs.js';
import { Batch, BatchItem } from './batch.entity.js';
import { ItemTriageService } from './item-triage.service.js';

export type { OpenItem } from './batch-items.queries.js';

/** Items of one step: a second or less. */
const PORTION = 100;

interface AnswersInput {
  batchId: string;
  places: number[];
  /** Those of them that were left to a person when the answers were given; an item that came to be so since was answered by somebody else. */
  left: number[];
  given: CommonAnswers;
}

/** Which items are meant: those at the places, all that ask the same, as {@link OpenItem.missing} has it, or all that were left to a person. */
export type AskedItems = { places: readonly number[] } | { missing: readonly string[] } | { leftToPerson: true };

/** Answers what a batch leaves open, for many items at once, and sorts them anew as a task. */
@Injectable()
export class BatchAnswersService {
  constructor(
    private readonly items: BatchItemsQueries,
    private readonly triage: ItemTriageService,
    private readonly accounts: AccountsService,
    private readonly tasks: TasksService,
    private readonly transactions: TransactionsService,
  ) {}

  /** Items that can be answered for and of which no case was made, in order; `null`: all that triage asks about. */
  open(batchId: string, which: AskedItems | null): Promise<OpenItem[]> {
    if (which && 'places' in which) return this.items.open(batchId, ['undecided', 'needs-triage'], which.places, null);
    if (which && 'leftToPerson' in which) return this.items.open(batchId, ['needs-triage'], null, null);
    return this.items.open(batchId, ['undecided'], null, which && which.missing);
  }

  /** Gives the task. @throws DomainError `validation-failed`, `batch-nothing-asked`. */
  async start(actor: Actor, batchId: string, which: AskedItems, typed: unknown): Promise<string> {
    assertCan(actor, 'manage', 'batches');
    const given = checkInput(batchAnswersSchema, typed);
    const open = await this.open(batchId, which);
    const places = open.map(({ place }) => place);
    const left = open.flatMap(({ place, kind }) => (kind === 'needs-triage' ? [place] : []));
    if (places.length === 0) throw new DomainError('invalid', 'batch-nothing-asked');
    return this.transactions.run(async (tx) => {
      const taskId = await this.tasks.start(tx, { kind: 'batch-answers', accountId: actor.accountId, total: places.length, input: { batchId, places, left, given } satisfies AnswersInput });
      tx.enqueue(ANSWER_BATCH, { taskId } satisfies BatchTaskData);
      return taskId;
    });
  }

  /** Goes on from the run's cursor. @throws DomainError `forbidden`, `batch-not-found`. */
  async go(run: TaskRun): Promise<Record<string, number>> {
    const { batchId, places, left, given } = run.input as AnswersInput;
    const leftToPerson = new Set(left);
    for (;;) {
      const index = (run.cursor as { index: number } | null)?.index ?? 0;
      const portion = places.slice(index, index + PORTION);
      if (portion.length === 0) return {};
      assertCan(run.accountId === null ? null : await this.accounts.actor(run.accountId), 'manage', 'batches');
      await run.step(async ({ manager }) => {
        const batch = await manager.findOneBy(Batch, { id: batchId });
        if (!batch) throw new DomainError('not-found', 'batch-not-found');
        const open = await manager.find(BatchItem, { where: { batchId, place: In(portion), kind: In(['undecided', 'needs-triage']), caseNumber: IsNull() }, order: { place: 'ASC' }, lock: { mode: 'pessimistic_write' } });
        const found = open.filter(({ place, kind }) => kind === 'undecided' || leftToPerson.has(place));
        const items = found.map((item) => ({ ...item, answered: answer(item.answered, saidOf(item, batch.common), given, item.verdict?.decided === false ? item.verdict.missing : WHAT_MAY_HELP) }));
        const sorted = await this.triage.study(items, batch.common);
        await this.items.saveSorted(manager, batchId, sorted);
        const before = new Map(found.map(({ place, kind }) => [place, kind]));
        const now = new Map(sorted.map(({ place, kind }) => [place, kind]));
        const why = (place: number): string | null => (!now.has(place) ? 'answered-already' : now.get(place) === 'undecided' ? 'still-open' : before.get(place) === now.get(place) ? 'still-left' : null);
        const report = portion.flatMap((place) => {
          const code = why(place);
          return code ? [{ subject: String(place), code, params: {} }] : [];
        });
        return { cursor: { index: index + portion.length }, done: portion.length - report.length, failed: report.length, report };
      });
    }
  }
}
