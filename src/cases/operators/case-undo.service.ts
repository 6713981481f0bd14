import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, MoreThan, type Repository } from 'typeorm';
import { tracesOf } from '../../delivery/delivery-trace.js';
import { DeliveryUndoService } from '../../delivery/delivery-undo.service.js';
import { DomainError } from '../../platform/domain-error.js';
import type { CaseActor } from '../case-actor.js';
import { CaseHeraldService } from '../case-herald.service.js';
import { CaseChangesService, type CaseChange } from '../case-changes.service.js';
import { whyNotUndo, type CaseBefore, type UndoableAction } from './case-undo.js';
import { CaseUndo } from './case-undo.entity.js';
import { Case, CaseEvent, CaseStatusChange } from '../case.entity.js';

/** With a letter for several these change other cases too, and are not taken back. */
const TOUCHING_LETTERS: readonly UndoableAction[] = ['decide', 'resolve', 'merge', 'reroute', 'arrived'];

/** An action that could be taken back now. */
export interface OpenUndo {
  action: UndoableAction;
  /** When a mail by it leaves; `null` when none does. */
  leavesAt: string | null;
}

/** Takes the last action on a case back, while nothing has happened since and nothing has left the house. */
@Injectable()
export class CaseUndoService {
  constructor(
    @InjectRepository(CaseUndo) private readonly undos: Repository<CaseUndo>,
    private readonly changes: CaseChangesService,
    private readonly deliveries: DeliveryUndoService,
    private readonly herald: CaseHeraldService,
  ) {}

  /** Does an operator's action within a change, and remembers how everything stood before. */
  async record({ tx: { manager }, row, now }: CaseChange, action: UndoableAction, accountId: string, work: () => Promise<void>): Promise<void> {
    const before = beforeOf(row);
    const sharedLetter = row.letterOf !== null && TOUCHING_LETTERS.includes(action);
    const moments = await this.deliveries.moments(manager, row.id);
    const newest = await manager.findOne(CaseStatusChange, { where: { caseId: row.id }, order: { id: 'DESC' }, select: { id: true } });
    await work();
    const deliveries = tracesOf(moments, await this.deliveries.moments(manager, row.id));
    await manager.delete(CaseUndo, { caseId: row.id });
    if (sharedLetter) return;
    await manager.insert(CaseUndo, { caseId: row.id, version: row.version + 1, accountId, action, at: now, before, deliveries, lastStatusChange: newest?.id ?? '0' });
  }

  /** What this operator could take back now; `null` when nothing. */
  async offered(row: Pick<Case, 'id' | 'version'>, accountId: string): Promise<OpenUndo | null> {
    const undo = await this.undos.findOneBy({ caseId: row.id, accountId, version: row.version });
    if (!undo || whyNotUndo(undo, { version: row.version, accountId, deliveries: await this.deliveries.moments(this.undos.manager, row.id) })) return null;
    const leaving = undo.deliveries.flatMap(({ before, after }) => (!before && after.nextAttemptAt ? [after.nextAttemptAt] : []));
    return { action: undo.action, leavesAt: leaving.sort()[0] ?? null };
  }

  /** @throws DomainError `undo-gone`, `undo-not-yours`, `undo-changed`, `undo-left`. */
  undo(caseId: string, operator: Extract<CaseActor, { kind: 'operator' }>): Promise<Case> {
    const { accountId } = operator;
    return this.changes.change(caseId, operator, null, async (change) => {
      const { tx, row, now, event } = change;
      const undo = await tx.manager.findOneBy(CaseUndo, { caseId });
      const deliveries = await this.deliveries.moments(tx.manager, caseId, { locked: true });
      const refusal = whyNotUndo(undo, { version: row.version, accountId, deliveries });
      if (!undo || refusal) throw new DomainError('conflict', `undo-${refusal ?? 'gone'}`);
      await this.deliveries.takeBack(tx, undo.deliveries);
      const cases = [caseId, ...(row.mergedInto ? [row.mergedInto] : [])];
      await tx.manager.update(CaseEvent, { caseId: In(cases), accountId, at: undo.at }, { undoneAt: now, internal: true });
      // The clock goes on as if nothing had been: a resolved case that is taken back was never resolved.
      await tx.manager.delete(CaseStatusChange, { caseId, id: MoreThan(undo.lastStatusChange) });
      if (await this.herald.withdrew(tx, caseId, undo.at)) change.knownStatus = undo.before.status;
      putBack(row, undo.before);
      await tx.manager.delete(CaseUndo, { caseId });
      await event('undone', { action: undo.action }, true);
    });
  }
}

function beforeOf(row: Case): CaseBefore {
  const { status, assigneeId, category, route, decision, outcome, mergedInto, resolvedAt, firstAnswerAt, letter } = row;
  const times = { resolvedAt: resolvedAt?.toISOString() ?? null, firstAnswerAt: firstAnswerAt?.toISOString() ?? null };
  return { status, assigneeId, category, route, decision, outcome, mergedInto, ...times, hadLetter: letter !== null };
}

function putBack(row: Case, { hadLetter, resolvedAt, firstAnswerAt, ...before }: CaseBefore): void {
  const times = { resolvedAt: resolvedAt === null ? null : new Date(resolvedAt), firstAnswerAt: firstAnswerAt === null ? null : new Date(firstAnswerAt) };
  Object.assign(row, before, times);
  if (!hadLetter) row.letter = null;
}
