import { Injectable } from '@nestjs/common';
import { type Actor, assertCan } from '../accounts/policy.js';
import { decisionSchema } from '../cases/operators/operator-input.js';
import { ClockService } from '../platform/clock.service.js';
import { DomainError } from '../platform/domain-error.js';
import { checkInput } from '../platform/input-faults.js';
import type { Category } from '../triage/verdict.js';
import { BatchItemsQueries } from './batch-items.queries.js';

/** Decides over the rules about items of a batch, before cases are made of them: category and way, with a reason. */
@Injectable()
export class BatchDecisionsService {
  constructor(
    private readonly items: BatchItemsQueries,
    private readonly clock: ClockService,
  ) {}

  /** Places of items that can be decided about: those at the places, or all of the kind. @throws DomainError `batch-nothing-chosen`. */
  async decidable(batchId: string, kind: Category | null, places: readonly number[] | null): Promise<number[]> {
    const found = await this.items.makeable(batchId, kind, places);
    if (found.length === 0) throw new DomainError('invalid', 'batch-nothing-chosen');
    return found;
  }

  /** Of which a case was made meanwhile stays as it is; gives the category and how many were decided. @throws DomainError `validation-failed`. */
  async decide(actor: Actor, batchId: string, places: readonly number[], typed: unknown): Promise<{ category: Category; count: number }> {
    assertCan(actor, 'manage', 'batches');
    assertCan(actor, 'decide', 'case');
    const { category, route, reason } = checkInput(decisionSchema, typed);
    const count = await this.items.decide(batchId, places, { category, route, reason, accountId: actor.accountId, at: this.clock.now().toISOString() });
    return { category, count };
  }
}
