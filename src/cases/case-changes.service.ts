import { Inject, Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { ClockService } from '../platform/clock.service.js';
import { DomainError } from '../platform/domain-error.js';
import { TemplatesService } from '../platform/templates.service.js';
import { TransactionsService, type Tx } from '../platform/transactions.service.js';
import type { CaseActor } from './case-actor.js';
import { CaseDeadlinesService } from './case-deadlines.service.js';
import { CaseHeraldService } from './case-herald.service.js';
import type { CaseEventName } from './case-events.js';
import { canMove, type CaseStatus } from './case-status.js';
import { Case, CaseEvent } from './case.entity.js';

/** One change to one locked case: everything in it is committed together. */
export interface CaseChange {
  tx: Tx;
  row: Case;
  now: Date;
  /** When what this change sends may leave: an operator can take it back until then. */
  leavesAt: Date;
  /** The status that other systems know of, the one before the change unless the change says otherwise. */
  knownStatus: CaseStatus;
  /** @throws DomainError `wrong-status` when the table does not allow it. */
  move: (status: CaseStatus) => void;
  /** Writes what happened; `internal` is not for the applicant's eyes. */
  event: (name: CaseEventName, params?: Record<string, string>, internal?: boolean) => Promise<void>;
}

/** The only way to change a case: locked, checked against its status table, told in its timeline, its version counted up. */
@Injectable()
export class CaseChangesService {
  constructor(
    private readonly transactions: TransactionsService,
    private readonly templates: TemplatesService,
    private readonly deadlines: CaseDeadlinesService,
    private readonly herald: CaseHeraldService,
    private readonly clock: ClockService,
    @Inject(Config) private readonly config: Config,
  ) {}

  /**
   * `expectedVersion` is the version that the actor saw; `null` where he need not have seen any.
   * @throws DomainError `changed-meanwhile` when somebody was faster; nothing is saved then.
   */
  async change(id: string, actor: CaseActor, expectedVersion: number | null, work: (change: CaseChange) => Promise<void>): Promise<Case> {
    return this.transactions.run((tx) => this.changeIn(tx, id, actor, expectedVersion, work));
  }

  /** The same within a transaction that has begun already. */
  async changeIn(tx: Tx, id: string, actor: CaseActor, expectedVersion: number | null, work: (change: CaseChange) => Promise<void>): Promise<Case> {
    const row = await this.lock(tx, id);
    if (expectedVersion !== null && row.version !== expectedVersion) throw new DomainError('conflict', 'changed-meanwhile');
    const now = this.clock.now();
    const change: CaseChange = {
      tx,
      row,
      now,
      leavesAt: new Date(now.getTime() + (actor.kind === 'operator' ? this.config.undoSeconds * 1000 : 0)),
      knownStatus: row.status,
      move: (status) => {
        if (!canMove(row.status, status)) throw this.wrongStatus(row);
        row.status = status;
      },
      event: async (event, params = {}, internal = false) => {
        const accountId = actor.kind === 'operator' ? actor.accountId : null;
        const named = actor.kind === 'operator' ? { ...params, operator: actor.name } : params;
        await tx.manager.insert(CaseEvent, { caseId: id, at: now, event, actor: actor.kind, accountId, internal, params: named });
      },
    };
    await work(change);
    row.version += 1;
    row.updatedAt = now;
    await this.deadlines.renew(tx.manager, row, now);
    await this.herald.status(tx, row, change.knownStatus, { at: now, from: change.leavesAt });
    return tx.manager.save(Case, row);
  }

  /** The case as it is now; nobody else changes it before the transaction ends. */
  lock(tx: Tx, id: string): Promise<Case> {
    return tx.manager.findOneOrFail(Case, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  /** The case is in a status in which this cannot be done. */
  wrongStatus(row: Case): DomainError {
    return new DomainError('conflict', 'wrong-status', { params: { status: this.templates.message(`triage.statuses.${row.status}.label`) } });
  }
}
