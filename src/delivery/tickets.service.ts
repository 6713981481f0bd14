import { Inject, Injectable, Logger } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type Repository } from 'typeorm';
import { Config } from '../config/config.js';
import { ClockService } from '../platform/clock.service.js';
import { DomainError } from '../platform/domain-error.js';
import { HealthService } from '../platform/health.service.js';
import { TransactionsService, type Tx } from '../platform/transactions.service.js';
import { severalLines, withoutSnils } from './channels/mail-text.js';
import { DeskFault } from './channels/service-desk/desk-fault.js';
import type { ServiceDesk, TicketReading } from './channels/service-desk/service-desk.js';
import { SERVICE_DESK } from './channels/service-desk/service-desk-token.js';
import { DeliveriesService } from './deliveries.service.js';
import { Delivery } from './delivery.entity.js';
import { DeliveryOwnersService } from './delivery-owners.service.js';
import { Ticket } from './ticket.entity.js';
import { afterLook, nextLook } from './ticket-watch.js';
import { WATCH_TICKET, type WatchTicketData } from './watch-ticket.jobs.js';

const COMMENT_LIMIT = 4_000;
/** A number that no case has: its search shows that the desk can be reached and lets us in. */
const NO_CASE = '0000-000000';
const HEALTH_MS = 60_000;

/** Tickets at the desk of others: followed until they end, written into, and whether the desk is there at all. */
@Injectable()
export class TicketsService {
  private readonly logger = new Logger(TicketsService.name);
  private health: { at: number; ok: Promise<void> } | null = null;

  constructor(
    @InjectRepository(Ticket) private readonly repository: Repository<Ticket>,
    private readonly deliveries: DeliveriesService,
    private readonly owners: DeliveryOwnersService,
    private readonly transactions: TransactionsService,
    private readonly clock: ClockService,
    @Inject(Config) private readonly config: Config,
    @Inject(SERVICE_DESK) private readonly desk: ServiceDesk | null,
    health: HealthService,
  ) {
    if (desk) health.register({ name: 'serviceDesk', severity: 'alarm', check: () => this.deskAnswers(desk) });
  }

  /** A delivery has made a ticket: from now on it is looked at. Other deliveries are left alone. */
  async begin(tx: Tx, { id: deliveryId, channel, byMail, externalId }: Delivery): Promise<void> {
    if (!this.desk || channel !== 'service-desk' || byMail || externalId === null) return;
    const now = this.clock.now();
    const page = this.desk.page(externalId);
    await tx.manager.upsert(Ticket, { deliveryId, desk: this.name, page, state: 'open', label: null, lastComment: null, failures: 0, changedAt: now, lookedAt: null, endedAt: null }, ['deliveryId']);
    const first = nextLook(now, now, this.config.serviceDeskPollMinutes);
    if (first) tx.enqueue(WATCH_TICKET, { deliveryId } satisfies WatchTicketData, first);
  }

  /** One look; tells the owner what is new. Returns when to look again, `null` when that is over. */
  async look(deliveryId: string): Promise<Date | null> {
    const [known, delivery] = await Promise.all([this.repository.findOneBy({ deliveryId }), this.deliveries.find(deliveryId)]);
    if (!known || known.endedAt || known.desk !== this.name || !this.desk || !delivery?.externalId) return null;
    const reading = await this.read(this.desk, delivery.externalId, known.lastComment);
    return this.transactions.run(async (tx) => {
      const ticket = await tx.manager.findOne(Ticket, { where: { deliveryId }, lock: { mode: 'pessimistic_write' } });
      // Somebody else has looked meanwhile and told the same.
      if (!ticket || ticket.endedAt || ticket.lookedAt?.getTime() !== known.lookedAt?.getTime()) return null;
      const after = afterLook(ticket, reading, this.clock.now(), this.config.serviceDeskPollMinutes);
      await tx.manager.save(Ticket, Object.assign(ticket, after.ticket));
      if (after.news) await this.owners.ticketNews(tx, delivery, { ...after.news, comments: after.news.comments.map(presentable) });
      return after.next;
    });
  }

  /** Writes into a ticket, at once. @throws DomainError `ticket-not-reachable` with what the desk said; whether it was written may be unknown then. */
  async comment(deliveryId: string, text: string): Promise<void> {
    const [ticket, delivery] = await Promise.all([this.repository.findOneBy({ deliveryId }), this.deliveries.find(deliveryId)]);
    if (!this.desk || ticket?.desk !== this.name || !delivery?.externalId) throw new DomainError('conflict', 'no-ticket');
    try {
      await this.desk.comment(delivery.externalId, withoutSnils(severalLines(text)));
    } catch (error) {
      if (!(error instanceof DeskFault)) throw error;
      this.logger.warn(`comment on the ticket of delivery ${deliveryId}: ${error.message}`);
      throw new DomainError('conflict', error.outcome === 'lost' ? 'ticket-comment-uncertain' : 'ticket-not-reachable');
    }
  }

  /** Tickets of some deliveries. */
  ofDeliveries(deliveryIds: string[]): Promise<Ticket[]> {
    return this.repository.findBy({ deliveryId: In(deliveryIds) });
  }

  /** `null` when the desk gave no answer; a ticket that is gone was rejected. */
  private async read(desk: ServiceDesk, externalId: string, after: string | null): Promise<TicketReading | null> {
    try {
      return await desk.read(externalId, after);
    } catch (error) {
      if (!(error instanceof DeskFault)) throw error;
      this.logger.warn(`ticket ${externalId}: ${error.message}`);
      return error.reason.code === 'not-found' ? { state: 'rejected', label: '', comments: [] } : null;
    }
  }

  private get name(): string {
    const { preset, url } = this.config.serviceDeskApi ?? {};
    return `${preset ?? ''} ${url ?? ''}`;
  }

  /** Asked at most once a minute, however often somebody looks at our health. */
  private deskAnswers(desk: ServiceDesk): Promise<void> {
    const at = this.clock.now().getTime();
    if (this.health === null || at - this.health.at > HEALTH_MS) {
      const ok = desk.find(NO_CASE).then(() => undefined);
      ok.catch(() => undefined);
      this.health = { at, ok };
    }
    return this.health.ok;
  }
}

function presentable(text: string): string {
  const clean = withoutSnils(severalLines(text));
  return clean.length > COMMENT_LIMIT ? `${clean.slice(0, COMMENT_LIMIT)}…` : clean;
}
