import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { randomUUID } from 'node:crypto';
import { LessThan, type Repository } from 'typeorm';
import { type Actor, assertCan } from '../accounts/policy.js';
import { AccountsService } from '../accounts/accounts.service.js';
import { answerFaults } from '../answers/answer-template.js';
import type { CaseStanding } from '../cases/worklist/worklist-query.js';
import { WorklistService, type WorklistRequest } from '../cases/worklist/worklist.service.js';
import { ClockService } from '../platform/clock.service.js';
import { DomainError, type InputFault } from '../platform/domain-error.js';
import { checkInput } from '../platform/input-faults.js';
import { insertRows } from '../platform/insert-rows.queries.js';
import { TransactionsService } from '../platform/transactions.service.js';
import { TasksService } from '../tasks/tasks.service.js';
import { BULK_RIGHTS, type BulkAction, bulkActionSchema } from './bulk-action.js';
import { type BulkAim, type BulkForecast, countForecasts, forecast } from './bulk-forecast.js';
import { BULK, type BulkData } from './bulk.jobs.js';
import { BulkSelection, BulkSelectionCase } from './bulk.entity.js';

/** More than this at once nobody oversees; the list can be narrowed. */
const MOST_CASES = 5_000;
const KEEP_DAYS = 30;
const DAY_MS = 86_400_000;
/** Numbers that are named before it is done. */
const EXAMPLES = 10;
/** Rows of one INSERT. */
const BATCH = 1_000;

/** A chosen set as faces may see it. */
export type ChosenCases = Readonly<Pick<BulkSelection, 'id' | 'back' | 'size' | 'taskId'>>;

/** What an action would do to a chosen set now. */
export interface BulkOutlook {
  counts: ReadonlyMap<BulkForecast, number>;
  /** How many of those that it will be done to have an assignee now. */
  taken: number;
  /** Numbers of the first cases that it will be done to. */
  examples: string[];
}

/** Chooses cases for one action and starts it as a task of kind `bulk`. */
@Injectable()
export class BulkService {
  constructor(
    @InjectRepository(BulkSelection) private readonly selections: Repository<BulkSelection>,
    @InjectRepository(BulkSelectionCase) private readonly cases: Repository<BulkSelectionCase>,
    private readonly worklist: WorklistService,
    private readonly accounts: AccountsService,
    private readonly tasks: TasksService,
    private readonly transactions: TransactionsService,
    private readonly clock: ClockService,
  ) {}

  /** Keeps the cases of a list as they are now. @throws DomainError `bulk-empty`, `bulk-too-many`. */
  async chooseList(request: WorklistRequest, back: string): Promise<string> {
    return this.keep(request.accountId, await this.worklist.all(request, MOST_CASES + 1), back);
  }

  /** Keeps single cases as they are now. @throws DomainError `bulk-empty`, `bulk-too-many`. */
  async choose(accountId: string, ids: readonly string[], back: string): Promise<string> {
    const standings = new Map((await this.worklist.standings(ids)).map((standing) => [standing.id, standing]));
    return this.keep(accountId, [...new Set(ids)].flatMap((id) => standings.get(id) ?? []), back);
  }

  /** @throws DomainError `bulk-selection-not-found`, also when it is somebody else's. */
  async get(id: string, accountId: string): Promise<ChosenCases> {
    const row = await this.selections.findOneBy({ id, accountId });
    if (!row) throw new DomainError('not-found', 'bulk-selection-not-found');
    return row;
  }

  /** What an action would do to each case of the set as they all are now. */
  async outlook(selectionId: string, aim: BulkAim): Promise<BulkOutlook> {
    const chosen = await this.cases.find({ where: { selectionId }, order: { place: 'ASC' } });
    const standings = new Map((await this.worklist.standings(chosen.map(({ caseId }) => caseId))).map((standing) => [standing.id, standing]));
    const rows = chosen.flatMap(({ caseId, version }) => {
      const standing = standings.get(caseId);
      return standing ? [{ ...standing, forecast: forecast(standing, version, aim) }] : [];
    });
    const will = rows.filter((row) => row.forecast === 'will');
    return {
      counts: countForecasts(rows.map((row) => row.forecast)),
      taken: will.filter(({ assigneeId }) => assigneeId !== null).length,
      examples: will.slice(0, EXAMPLES).map(({ number }) => number),
    };
  }

  /** An action as it was typed. @throws DomainError `validation-failed`. */
  async check(input: unknown): Promise<BulkAction> {
    const action = checkInput(bulkActionSchema, input);
    const faults: InputFault[] = action.kind === 'answer' || action.kind === 'resolve' ? answerFaults(action.text, 'text') : [];
    if (action.kind === 'assign' && !(await this.accounts.find(action.assignee).then((account) => account?.activatedAt && !account.disabledAt))) faults.push({ path: 'assignee', code: 'choice' });
    if (faults.length > 0) throw new DomainError('invalid', 'validation-failed', { faults });
    return action;
  }

  /**
   * Starts the action over the set and gives the task's id; a set that was started before gives the task of then.
   * @throws DomainError `forbidden`, `bulk-selection-not-found`.
   */
  async start(selectionId: string, actor: Actor, action: BulkAction): Promise<string> {
    assertCan(actor, 'bulk', 'case');
    assertCan(actor, BULK_RIGHTS[action.kind], 'case');
    return this.transactions.run(async (tx) => {
      const selection = await tx.manager.findOne(BulkSelection, { where: { id: selectionId, accountId: actor.accountId }, lock: { mode: 'pessimistic_write' } });
      if (!selection) throw new DomainError('not-found', 'bulk-selection-not-found');
      if (selection.taskId) return selection.taskId;
      const { size: total } = selection;
      const taskId = await this.tasks.start(tx, { kind: 'bulk', accountId: actor.accountId, total, input: { selectionId, action }, words: { variant: action.kind, count: total } });
      await tx.manager.update(BulkSelection, { id: selectionId }, { taskId });
      tx.enqueue(BULK, { taskId } satisfies BulkData);
      return taskId;
    });
  }

  private async keep(accountId: string, chosen: readonly Pick<CaseStanding, 'id' | 'version'>[], back: string): Promise<string> {
    if (chosen.length === 0) throw new DomainError('invalid', 'bulk-empty');
    if (chosen.length > MOST_CASES) throw new DomainError('invalid', 'bulk-too-many', { params: { most: MOST_CASES.toLocaleString('ru-RU') } });
    const id = randomUUID();
    const now = this.clock.now();
    await this.transactions.run(async ({ manager }) => {
      await manager.delete(BulkSelection, { createdAt: LessThan(new Date(now.getTime() - KEEP_DAYS * DAY_MS)) });
      await manager.insert(BulkSelection, { id, accountId, back, size: chosen.length, createdAt: now });
      const rows = chosen.map((row, index) => ({ selectionId: id, place: index + 1, caseId: row.id, version: row.version }));
      for (let at = 0; at < rows.length; at += BATCH) await insertRows(manager, BulkSelectionCase, rows.slice(at, at + BATCH));
    });
    return id;
  }
}
