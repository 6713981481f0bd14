import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { DeliveriesService } from '../../delivery/deliveries.service.js';
import type { NoticeKind } from '../../delivery/parcel.js';
import { DomainError } from '../../platform/domain-error.js';
import { checkInput } from '../../platform/input-faults.js';
import type { Category, Route } from '../../triage/verdict.js';
import type { CaseActor } from '../case-actor.js';
import { CaseChangesService, type CaseChange } from '../case-changes.service.js';
import { completeOrganization, missingFor } from '../case-requirements.js';
import { Case, CaseEvent } from '../case.entity.js';
import { CaseHeraldService } from '../case-herald.service.js';
import { CaseRoutesService } from '../case-routes.service.js';
import type { UndoableAction } from './case-undo.js';
import { CaseUndoService } from './case-undo.service.js';
import { decisionSchema, resolutionSchema, textSchema } from './operator-input.js';
import { JointLettersService } from '../joint-letters.service.js';

/** An operator, as far as cases care. */
export type Operator = Extract<CaseActor, { kind: 'operator' }>;

/** Which case, as which version of it the operator saw it. */
export interface Seen {
  id: string;
  version: number;
}

/**
 * What an operator does to a case. Whether he may is decided before, by the policy of accounts.
 * Every call fails with `changed-meanwhile` when the case is newer than what he saw, and with `wrong-status` when it does not fit.
 */
@Injectable()
export class OperatorActionsService {
  constructor(
    private readonly changes: CaseChangesService,
    private readonly deliveries: DeliveriesService,
    private readonly routes: CaseRoutesService,
    private readonly undos: CaseUndoService,
    private readonly herald: CaseHeraldService,
    private readonly letters: JointLettersService,
  ) {}

  /** Takes the case, also from another operator. */
  take(seen: Seen, operator: Operator): Promise<Case> {
    return this.give('take', seen, { id: operator.accountId, name: operator.name }, operator);
  }

  /** Gives the case to an operator, or to nobody. */
  assign(seen: Seen, assignee: { id: string; name: string } | null, operator: Operator): Promise<Case> {
    return this.give('assign', seen, assignee, operator);
  }

  /**
   * Decides over the rules: category and route, with a reason; the case goes that way at once.
   * @throws DomainError `validation-failed` when the route still lacks data (a letter without a head).
   */
  decide(seen: Seen, input: { category: Category; route: Route; reason: string }, operator: Operator): Promise<Case> {
    const { category, route, reason } = checkInput(decisionSchema, input);
    return this.change('decide', seen, operator, async (change) => {
      const { row, now, event } = change;
      this.mustBeOpen(row);
      const faults = missingFor(route, row.request, completeOrganization(row.request.organization, row.certificate));
      if (faults.length > 0) throw new DomainError('invalid', 'validation-failed', { faults });
      row.decision = { category, route, reason, accountId: operator.accountId, at: now.toISOString() };
      Object.assign(row, { category, route } satisfies Partial<Case>);
      await event('decided', { category, reason });
      await this.letters.leave(change);
      await this.routes.follow(change);
      this.answered(change);
    });
  }

  /** Asks the applicant: the case waits for him. */
  ask(seen: Seen, text: string, operator: Operator): Promise<Case> {
    return this.say(seen, text, 'question', operator, ({ move }) => move('awaiting-applicant'));
  }

  /** Answers the applicant; the case stays where it is. */
  answer(seen: Seen, text: string, operator: Operator): Promise<Case> {
    return this.say(seen, text, 'answer', operator, () => undefined);
  }

  /** A note among operators. */
  note(seen: Seen, text: string, operator: Operator): Promise<Case> {
    const checked = checkInput(textSchema, { text });
    return this.change('note', seen, operator, ({ event }) => event('note', checked, true));
  }

  /** Ends the case with an outcome; the applicant is told. What has not left does not leave. */
  resolve(seen: Seen, input: { outcome: string; text: string }, operator: Operator): Promise<Case> {
    const { outcome, text } = checkInput(resolutionSchema, input);
    return this.change('resolve', seen, operator, async (change) => {
      const { row, now, move, event } = change;
      move('resolved');
      Object.assign(row, { outcome, resolvedAt: now } satisfies Partial<Case>);
      this.answered(change);
      await this.letters.end(change);
      const messageId = randomUUID();
      await event('resolved', { outcome, text, messageId });
      await this.notify(change, 'resolved', messageId);
    });
  }

  /** Takes a resolved or cancelled case up again. */
  reopen(seen: Seen, reason: string, operator: Operator): Promise<Case> {
    const { text } = checkInput(textSchema, { text: reason });
    return this.change('reopen', seen, operator, async ({ row, move, event }) => {
      if (row.status !== 'resolved' && row.status !== 'cancelled') throw this.changes.wrongStatus(row);
      move('awaiting-operator');
      Object.assign(row, { outcome: null, resolvedAt: null, mergedInto: null } satisfies Partial<Case>);
      await event('reopened', { text });
    });
  }

  /** Closes a duplicate in favour of another case of the same person. */
  merge(seen: Seen, intoId: string, operator: Operator): Promise<Case> {
    return this.change('merge', seen, operator, async (change) => {
      const { tx, row, now, move, event } = change;
      const into = await tx.manager.findOneBy(Case, { id: intoId });
      if (!into || into.id === row.id || into.mergedInto) throw new DomainError('invalid', 'merge-target');
      move('resolved');
      Object.assign(row, { outcome: 'merged', mergedInto: into.id, resolvedAt: now } satisfies Partial<Case>);
      await this.letters.end(change);
      await event('merged', { number: into.number });
      await tx.manager.insert(CaseEvent, {
        caseId: into.id,
        at: now,
        event: 'merged-in',
        actor: 'operator',
        accountId: operator.accountId,
        internal: true,
        params: { number: row.number, operator: operator.name },
      });
    });
  }

  private give(action: UndoableAction, seen: Seen, assignee: { id: string; name: string } | null, operator: Operator): Promise<Case> {
    return this.change(action, seen, operator, async ({ row, event }) => {
      if (row.assigneeId === (assignee?.id ?? null)) return;
      row.assigneeId = assignee?.id ?? null;
      if (!assignee) await event('released', {}, true);
      else await event('assigned', { assignee: assignee.name }, true);
    });
  }

  private say(seen: Seen, text: string, notice: 'question' | 'answer', operator: Operator, then: (change: CaseChange) => void): Promise<Case> {
    const checked = checkInput(textSchema, { text });
    return this.change(notice, seen, operator, async (change) => {
      this.mustBeOpen(change.row);
      then(change);
      this.answered(change);
      const messageId = randomUUID();
      await change.event(notice, { ...checked, messageId });
      await this.herald.answered(change.tx, change.row, notice === 'question', { at: change.now, from: change.leavesAt });
      await this.notify(change, notice, messageId);
    });
  }

  private change(action: UndoableAction, seen: Seen, operator: Operator, work: (change: CaseChange) => Promise<void>): Promise<Case> {
    return this.changes.change(seen.id, operator, seen.version, (change) => this.undos.record(change, action, operator.accountId, () => work(change)));
  }

  private notify({ tx, row, leavesAt }: CaseChange, notice: NoticeKind, about: string): Promise<unknown> {
    const destination = row.request.contact.email;
    return this.deliveries.plan(tx, [{ caseId: row.id, caseNumber: row.number, channel: 'notice', notice, about, destination, from: leavesAt }]);
  }

  private answered({ row, now }: CaseChange): void {
    row.firstAnswerAt ??= now;
  }

  private mustBeOpen(row: Case): void {
    if (row.status === 'resolved' || row.status === 'closed' || row.status === 'cancelled') throw this.changes.wrongStatus(row);
  }
}

