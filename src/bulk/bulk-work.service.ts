import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { MoreThan, type Repository } from 'typeorm';
import type { AccountRecord } from '../accounts/account-record.js';
import { AccountsService } from '../accounts/accounts.service.js';
import { assertCan } from '../accounts/policy.js';
import { AnswerFillingService } from '../answers/answer-filling.service.js';
import { OperatorActionsService, type Operator, type Seen } from '../cases/operators/operator-actions.service.js';
import { OperatorDeliveriesService } from '../cases/operators/operator-deliveries.service.js';
import type { CaseStanding } from '../cases/worklist/worklist-query.js';
import { WorklistService } from '../cases/worklist/worklist.service.js';
import { DeliveriesService } from '../delivery/deliveries.service.js';
import { DomainError } from '../platform/domain-error.js';
import { TransactionsService } from '../platform/transactions.service.js';
import type { TaskReportRow } from '../tasks/task-record.js';
import type { TaskRun, TaskStep } from '../tasks/task-runner.service.js';
import { BULK_RIGHTS, type BulkAction } from './bulk-action.js';
import { forecast } from './bulk-forecast.js';
import { BulkSelectionCase } from './bulk.entity.js';

/** Cases looked up at once; each is a step of its own. */
const BATCH = 100;

interface BulkInput {
  selectionId: string;
  action: BulkAction;
}

/** Who acts, and for `assign` to whom. */
interface Hands {
  operator: Operator;
  assignee: { id: string; name: string };
}

/** Does one action with every case of a chosen set, through the same services as single actions. */
@Injectable()
export class BulkWorkService {
  constructor(
    @InjectRepository(BulkSelectionCase) private readonly cases: Repository<BulkSelectionCase>,
    private readonly accounts: AccountsService,
    private readonly actions: OperatorActionsService,
    private readonly operatorDeliveries: OperatorDeliveriesService,
    private readonly deliveries: DeliveriesService,
    private readonly answers: AnswerFillingService,
    private readonly worklist: WorklistService,
    private readonly transactions: TransactionsService,
  ) {}

  /**
   * Goes on from the run's cursor to the end of the set. One case is one step: what is done to it and that it is done are one transaction.
   * @throws DomainError `forbidden` as soon as whoever started it may not do it any more.
   */
  async go(run: TaskRun): Promise<Record<string, number>> {
    const { selectionId, action } = run.input as BulkInput;
    for (;;) {
      const place = (run.cursor as { place: number } | null)?.place ?? 0;
      const chosen = await this.cases.find({ where: { selectionId, place: MoreThan(place) }, order: { place: 'ASC' }, take: BATCH });
      if (chosen.length === 0) return {};
      for (const each of chosen) await run.step(async (tx) => {
        const hands = await this.hands(run.accountId, action);
        const refused = await this.transactions.within(tx, () => this.act(each, action, hands));
        return { cursor: { place: each.place }, ...(refused ? { failed: 1, report: [refused] } : { done: 1 }) } satisfies TaskStep;
      });
    }
  }

  /** Rights are read anew for each case: somebody may lose them half-way. */
  private async hands(accountId: string | null, action: BulkAction): Promise<Hands> {
    const actor = accountId && (await this.accounts.actor(accountId));
    assertCan(actor || null, 'bulk', 'case');
    assertCan(actor || null, BULK_RIGHTS[action.kind], 'case');
    const account = accountId ? await this.accounts.find(accountId) : null;
    if (!account) throw new DomainError('forbidden', 'forbidden');
    const assignee = action.kind === 'assign' ? await this.accounts.find(action.assignee) : account;
    if (!assignee || assignee.disabledAt) throw new DomainError('conflict', 'bulk-assignee-gone');
    return { operator: { kind: 'operator', accountId: account.id, name: nameOf(account) }, assignee: { id: assignee.id, name: nameOf(assignee) } };
  }

  /** Acts upon one case; a row for the report when nothing was done. */
  private async act({ caseId, version }: BulkSelectionCase, action: BulkAction, hands: Hands): Promise<TaskReportRow | null> {
    const [standing] = await this.worklist.standings([caseId]);
    if (!standing) return null;
    const expected = forecast(standing, version, { kind: action.kind, assigneeId: hands.assignee.id, route: action.kind === 'reroute' ? action.route : null });
    if (expected !== 'will') return { subject: standing.number, code: expected, params: {} };
    try {
      await this.transactions.run(() => this.apply(standing, action, hands));
      return null;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return { subject: standing.number, code: error.code, params: error.options.params ?? {} };
    }
  }

  private async apply(standing: CaseStanding, action: BulkAction, { operator, assignee }: Hands): Promise<unknown> {
    const seen: Seen = { id: standing.id, version: standing.version };
    switch (action.kind) {
      case 'take':
      case 'assign':
        return this.actions.assign(seen, assignee, operator);
      case 'release':
        return this.actions.assign(seen, null, operator);
      case 'resolve':
        return this.actions.resolve(seen, { outcome: action.outcome, text: await this.answers.fill(action.text, standing.number, operator.name) }, operator);
      case 'answer':
        return this.actions.answer(seen, await this.answers.fill(action.text, standing.number, operator.name), operator);
      case 'note':
        return this.actions.note(seen, action.text, operator);
      case 'reroute':
        return this.operatorDeliveries.reroute(seen, action.route, operator);
      case 'retry':
        return this.retry(seen, operator);
    }
  }

  /** What failed goes again. What is uncertain does not: for that a person has to look at the single case. */
  private async retry(seen: Seen, operator: Operator): Promise<void> {
    const failed = (await this.deliveries.ofCase(seen.id)).filter(({ state, channel }) => state === 'failed' && channel !== 'edms-package');
    if (failed.length === 0) throw new DomainError('conflict', 'nothing-failed');
    let { version } = seen;
    for (const { id } of failed) ({ version } = await this.operatorDeliveries.retry({ id: seen.id, version }, id, operator));
  }
}

function nameOf({ fullName, email }: Pick<AccountRecord, 'fullName' | 'email'>): string {
  return fullName || email;
}
