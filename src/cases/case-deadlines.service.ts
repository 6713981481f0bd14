import { Injectable } from '@nestjs/common';
import { In, IsNull, type EntityManager } from 'typeorm';
import type { CaseTimes } from '../deadlines/deadline.js';
import { DeadlinesService } from '../deadlines/deadlines.service.js';
import { Case, CaseEvent, CaseStatusChange } from './case.entity.js';

/** Words of operators that stop the clock of the first answer though the status stays. */
const ANSWERS = ['answer', 'question'] as const;

/** When each case is due, kept with the case so that the worklist can sort by it. */
@Injectable()
export class CaseDeadlinesService {
  constructor(private readonly deadlines: DeadlinesService) {}

  /** Puts the due time that follows from the case as it stands now into the row; whoever calls saves it. */
  async renew(manager: EntityManager, row: Case, now: Date): Promise<void> {
    this.write(row, await this.times(manager, row, now), now);
  }

  /** The same for a case that is just being made. */
  begin(row: Case, now: Date): void {
    this.write(row, { category: row.category, history: [{ status: row.status, at: now }] }, now);
  }

  /** What the deadlines of a case follow from; a status that is not saved yet counts from `now`. */
  async times(manager: EntityManager, row: Pick<Case, 'id' | 'category' | 'status'>, now: Date): Promise<CaseTimes> {
    const changes = await manager.find(CaseStatusChange, { where: { caseId: row.id }, order: { id: 'ASC' } });
    const answers = await manager.find(CaseEvent, { where: { caseId: row.id, event: In(ANSWERS), actor: 'operator', undoneAt: IsNull() }, select: { id: true, at: true } });
    const history = changes.map(({ status, at }) => ({ status, at }));
    if (history.at(-1)?.status !== row.status) history.push({ status: row.status, at: now });
    return { category: row.category, history, answers: answers.map(({ at }) => at) };
  }

  private write(row: Case, times: CaseTimes, now: Date): void {
    const next = this.deadlines.next(times, now);
    row.dueAt = next?.dueAt ?? null;
    row.warnAt = next?.warnAt ?? null;
  }
}
