import { Inject, Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { randomUUID } from 'node:crypto';
import { DataSource, type FindOptionsWhere } from 'typeorm';
import { describeError } from '../platform/describe-error.js';
import { ClockService } from '../platform/clock.service.js';
import { TransactionsService, type Tx } from '../platform/transactions.service.js';
import { decideAfterAttempt, decideAfterDraft, decideClaim } from './attempt-decision.js';
import type { AttemptOutcome } from './attempt-outcome.js';
import type { Channel } from './channels/channel.js';
import { CHANNELS, channelOf, type Channels } from './channels/channels.js';
import { DELIVER, type DeliverData } from './deliver.jobs.js';
import { Delivery, DeliveryAttempt } from './delivery.entity.js';
import { DeliveryOwnersService } from './delivery-owners.service.js';
import { TicketsService } from './tickets.service.js';

const LEASE_MS = 15_000;
const HEARTBEAT_MS = 5_000;
/** How often the end of an attempt is tried to be saved while the database is away: for some two minutes, long after the lease. */
const SAVE_TRIES = 16;
const SAVE_PAUSE_MS = 10_000;

interface Claimed {
  delivery: Delivery;
  token: string;
  startedAt: Date;
}

/** Makes one attempt at one delivery: claim → parcel → hand over → settle. May run twice for the same row. */
@Injectable()
export class DeliveryRunner {
  private readonly logger = new Logger(DeliveryRunner.name);

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly transactions: TransactionsService,
    private readonly owners: DeliveryOwnersService,
    private readonly tickets: TicketsService,
    private readonly clock: ClockService,
    @Inject(CHANNELS) private readonly channels: Channels,
  ) {}

  /** Returns when to look at the row again, `null` when this job has nothing left to do. */
  async attempt(deliveryId: string): Promise<Date | null> {
    const claimed = await this.claim(deliveryId);
    if (claimed === null || claimed instanceof Date) return claimed;
    const heartbeat = setInterval(() => void this.extendLease(claimed).catch(() => undefined), HEARTBEAT_MS);
    try {
      const outcome = await this.handOver(claimed);
      await this.save(claimed, outcome);
    } finally {
      clearInterval(heartbeat);
    }
    return null;
  }

  /**
   * The same in this very process, for a mail that must leave when queues and workers are what is wrong. The job that is owed for it
   * stays owed unless the attempt came to an end.
   */
  async attemptHere(deliveryId: string): Promise<void> {
    const startedAt = this.clock.now();
    if ((await this.attempt(deliveryId)) !== null) return;
    await this.dataSource.query(`DELETE FROM outbox WHERE queue = $1 AND data ->> 'deliveryId' = $2 AND due_at <= $3`, [DELIVER.queue, deliveryId, startedAt]);
  }

  private claim(deliveryId: string): Promise<Claimed | Date | null> {
    return this.transactions.run(async (tx) => {
      const delivery = await tx.manager.findOne(Delivery, { where: { id: deliveryId }, lock: { mode: 'pessimistic_write' } });
      if (!delivery) return null;
      const now = this.clock.now();
      const claim = decideClaim(delivery, this.channel(delivery).idempotent, now);
      if (claim.kind === 'skip') return null;
      if (claim.kind === 'later') return claim.at;
      if (claim.kind === 'lost') {
        await this.settle(tx, delivery, now, { kind: 'lost', cause: { code: 'worker-lost', detail: null } });
        return null;
      }
      const token = randomUUID();
      await this.write(tx, delivery, {
        // What is uncertain stays so until the other side was searched: a worker that dies on the way has not settled it.
        handingOver: delivery.state === 'uncertain',
        state: 'sending',
        attempts: delivery.attempts + 1,
        firstAttemptAt: delivery.firstAttemptAt ?? now,
        nextAttemptAt: null,
        leaseToken: token,
        leaseUntil: new Date(now.getTime() + LEASE_MS),
      });
      return { delivery, token, startedAt: now };
    });
  }

  /** Never throws: an error is an outcome too, and which one depends on whether anything was given away. */
  private async handOver(claimed: Claimed): Promise<AttemptOutcome | null> {
    const { delivery } = claimed;
    let givenAway = false;
    try {
      const parcel = await this.owners.parcel(delivery);
      const channel = this.channel(delivery);
      if (parcel === null) return null;
      const outcome = await channel.deliver(parcel, delivery.firstAttemptAt ?? claimed.startedAt, async () => {
        await this.markHandingOver(claimed);
        givenAway = true;
      });
      // The search has not come to its end: whether an earlier try has arrived is as unknown as before.
      return delivery.handingOver && !givenAway && outcome.kind !== 'accepted' ? { kind: 'lost', cause: outcome.cause } : outcome;
    } catch (error) {
      this.logger.error(`delivery ${delivery.id}: ${describeError(error)}`);
      const cause = { code: 'internal' as const, detail: null };
      return givenAway || delivery.handingOver ? { kind: 'lost', cause } : { kind: 'deferred', cause };
    }
  }

  private channel(delivery: Delivery): Channel {
    return this.channels[channelOf(delivery)];
  }

  /** @throws when the lease was lost: then another worker may be at it, and nothing may be given away. */
  private async markHandingOver({ delivery, token }: Claimed): Promise<void> {
    const leaseUntil = new Date(this.clock.now().getTime() + LEASE_MS);
    const marked = await this.dataSource.manager.update(Delivery, { id: delivery.id, leaseToken: token }, { handingOver: true, leaseUntil });
    if (marked.affected !== 1) throw new Error('lease lost before handing over');
  }

  private async extendLease({ delivery, token }: Claimed): Promise<void> {
    const leaseUntil = new Date(this.clock.now().getTime() + LEASE_MS);
    await this.dataSource.manager.update(Delivery, { id: delivery.id, leaseToken: token }, { leaseUntil });
  }

  /** What is known about an attempt must not be lost: saving it is tried again while the database is away. */
  private async save(claimed: Claimed, outcome: AttemptOutcome | null): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        await this.transactions.run(async (tx) => {
          const delivery = await tx.manager.findOne(Delivery, { where: this.stillOurs(claimed, outcome), lock: { mode: 'pessimistic_write' } });
          if (delivery) await this.settle(tx, delivery, claimed.startedAt, outcome);
        });
        return;
      } catch (error) {
        if (tries === SAVE_TRIES) throw error;
        await new Promise((resolve) => setTimeout(resolve, Math.min(250 * 2 ** tries, SAVE_PAUSE_MS)));
      }
    }
  }

  /**
   * The row while we hold its lease. When the lease was lost on the way (process blocked, database away), another worker
   * has called this very attempt uncertain: that the parcel was accepted is then the proof that was missing.
   */
  private stillOurs({ delivery, token }: Claimed, outcome: AttemptOutcome | null): FindOptionsWhere<Delivery>[] {
    const { id, attempts } = delivery;
    const leased = { id, leaseToken: token };
    return outcome?.kind === 'accepted' ? [leased, { id, attempts, state: 'uncertain' }] : [leased];
  }

  private async settle(tx: Tx, delivery: Delivery, startedAt: Date, outcome: AttemptOutcome | null): Promise<void> {
    const now = this.clock.now();
    const channel = this.channel(delivery);
    const after: Partial<Delivery> = outcome === null ? { state: 'cancelled' } : this.after(delivery, outcome, channel, now);
    await this.write(tx, delivery, { leaseToken: null, leaseUntil: null, handingOver: outcome?.kind === 'lost', ...after });
    if (outcome !== null) {
      await tx.manager.insert(DeliveryAttempt, {
        deliveryId: delivery.id,
        number: delivery.attempts,
        startedAt,
        endedAt: now,
        outcome: outcome.kind,
        cause: outcome.kind === 'accepted' ? null : outcome.cause,
      });
    }
    if (delivery.nextAttemptAt) tx.enqueue(DELIVER, { deliveryId: delivery.id } satisfies DeliverData, delivery.nextAttemptAt);
    if (outcome?.kind === 'accepted') await this.tickets.begin(tx, delivery);
    await this.owners.settled(tx, delivery);
  }

  private after(delivery: Delivery, outcome: AttemptOutcome, channel: Channel, now: Date): Partial<Delivery> {
    const decided = decideAfterAttempt(outcome, delivery.attempts, delivery.firstAttemptAt ?? now, now, channel.searches);
    const after = channel.drafts ? decideAfterDraft(decided) : decided;
    return after.state === 'sent' ? { ...after, sentAt: now, receipt: channel.receipt } : after;
  }

  /** Not `save`, which reads the row once more to see what is new. */
  private async write(tx: Tx, delivery: Delivery, changes: Partial<Delivery>): Promise<void> {
    Object.assign(delivery, changes);
    await tx.manager.update(Delivery, { id: delivery.id }, changes);
  }
}
