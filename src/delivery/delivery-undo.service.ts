import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Tx } from '../platform/transactions.service.js';
import { DELIVER, type DeliverData } from './deliver.jobs.js';
import { Delivery } from './delivery.entity.js';
import type { DeliveryMoment, DeliveryTrace } from './delivery-trace.js';

/** Takes back what an action did to the deliveries of a case, while none of it has left. */
@Injectable()
export class DeliveryUndoService {
  /** Where the deliveries of a case stand; locked, no worker takes one until the transaction ends. */
  async moments(manager: EntityManager, caseId: string, { locked = false } = {}): Promise<DeliveryMoment[]> {
    const rows = await manager.find(Delivery, { where: { caseId }, order: { id: 'ASC' }, ...(locked && { lock: { mode: 'pessimistic_write' } }) });
    return rows.map(momentOf);
  }

  /** Cancels what was planned, puts the rest where it stood. Whoever calls has locked the rows and asked `canTakeBack`. */
  async takeBack(tx: Tx, traces: readonly DeliveryTrace[]): Promise<void> {
    // Only one live delivery of a channel is allowed: the new ones go first.
    for (const { before, after } of traces) if (!before) await tx.manager.update(Delivery, { id: after.id }, { state: 'cancelled', nextAttemptAt: null });
    for (const { before } of traces) {
      if (!before) continue;
      const { id, state, attempts, cause } = before;
      const nextAttemptAt = date(before.nextAttemptAt);
      // Typed as JSON of unknown depth, a cause does not fit `update`.
      const row = await tx.manager.findOneByOrFail(Delivery, { id });
      await tx.manager.save(Delivery, Object.assign(row, { state, attempts, cause, nextAttemptAt, firstAttemptAt: date(before.firstAttemptAt), sentAt: date(before.sentAt) } satisfies Partial<Delivery>));
      if (nextAttemptAt) tx.enqueue(DELIVER, { deliveryId: id } satisfies DeliverData, nextAttemptAt);
    }
  }
}

function momentOf({ id, state, attempts, firstAttemptAt, nextAttemptAt, sentAt, cause }: Delivery): DeliveryMoment {
  return { id, state, attempts, cause, firstAttemptAt: iso(firstAttemptAt), nextAttemptAt: iso(nextAttemptAt), sentAt: iso(sentAt) };
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
const date = (at: string | null): Date | null => (at === null ? null : new Date(at));
