import { Inject, Injectable, Logger } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type Repository } from 'typeorm';
import { Config } from '../config/config.js';
import { ClockService } from '../platform/clock.service.js';
import { DomainError } from '../platform/domain-error.js';
import { HealthService } from '../platform/health.service.js';
import { TransactionsService, type Tx } from '../platform/transactions.service.js';
import { outwardLines } from './channels/mail-text.js';
import { DeskFault } from './channels/service-desk/desk-fault.js';
import type { ServiceDesk } from './channels/service-desk/service-desk.js';
import { SERVICE_DESK } from './channels/service-desk/service-desk-token.js';
import { DeliveriesService } from './deliveries.service.js';
import { Delivery } from './delivery.entity.js';
import { DeliveryOwnersService } from './delivery-owners.service.js';
import { Ticket } from './ticket.entity.js';
import { EdmsSystemsService } from './edms-systems.service.js';
import { afterLook, nextLook, readingOfDraft, type WatchReading } from './ticket-watch.js';
import { WATCH_TICKET, type WatchTicketData } from './watch-ticket.jobs.js';

const COMMENT_LIMIT = 4_000;
/** A number that no case has: its search shows that the desk can be reached and lets us in. */
const NO_CASE = '0000-000000';
const HEALTH_MS = 60_000;

/** Another system that can be asked how it goes on with what we made there. */
interface Keeper {
  /** Kept with the ticket: after a change of the settings it is no longer asked. */
  name: string;
  page(id: string): string | null;
  read(id: string, after: string | null): Promise<WatchReading>;
}

/** Tickets at the desk of others and drafts in an EDMS: followed until they end, tickets also written into, and whether the desk is there at all. */
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
    private readonly edms: EdmsSystemsService,
    health: HealthService,
  ) {
    if (desk) health.register({ name: 'serviceDesk', severity: 'alarm', check: () => this.deskAnswers(desk) });
  }

  /** A delivery has made a ticket or a draft: from now on it is looked at. Other deliveries are left alone. */
  async begin(tx: Tx, delivery: Delivery): Promise<void> {
    const { id: deliveryId, externalId } = delivery;
    const keeper = this.keeperOf(delivery);
    if (!keeper || externalId === null) return;
    const now = this.clock.now();
    const page = keeper.page(externalId);
    await tx.manager.upsert(Ticket, { deliveryId, desk: keeper.name, page, state: 'open', label: null, lastComment: null, failures: 0, changedAt: now, lookedAt: null, endedAt: null }, ['deliveryId']);
    const first = nextLook(now, now, this.config.serviceDeskPollMinutes);
    if (first) tx.enqueue(WATCH_TICKET, { deliveryId } satisfies WatchTicketData, first);
  }

  /** One look; tells the owner what is new. Returns when to look again, `null` when that is over. */
  async look(deliveryId: string): Promise<Date | null> {
    const [known, delivery] = await Promise.all([this.repository.findOneBy({ deliveryId }), this.deliveries.find(deliveryId)]);
    const keeper = delivery && this.keeperOf(delivery);
    if (!known || known.endedAt || !keeper || known.desk !== keeper.name || !delivery.externalId) return null;
    if (delivery.channel === 'edms-package' && delivery.state !== 'pending') return this.unlessTakenBack(known, delivery);
    const reading = await this.read(keeper, delivery.externalId, known.lastComment);
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
      await this.desk.comment(delivery.externalId, outwardLines(text));
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

  private keeperOf({ channel, byMail, destination }: Delivery): Keeper | null {
    const system = channel === 'edms-package' ? this.edms.named(destination) : null;
    if (system) return { name: `${system.name} ${system.url}`, page: () => null, read: async (id) => readingOfDraft(await system.edms.read(id)) };
    const { desk } = this;
    return desk && channel === 'service-desk' && !byMail ? { name: this.name, page: (id) => desk.page(id), read: (id, after) => desk.read(id, after) } : null;
  }

  /** A draft whose way was given up is not asked about, but the operator who did so may take that back. */
  private unlessTakenBack({ changedAt }: Ticket, { state }: Delivery): Date | null {
    return state === 'cancelled' ? nextLook(changedAt, this.clock.now(), this.config.serviceDeskPollMinutes) : null;
  }

  /** `null` when there was no answer; a ticket that is gone was rejected. */
  private async read(keeper: Keeper, externalId: string, after: string | null): Promise<WatchReading | null> {
    try {
      return await keeper.read(externalId, after);
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
  const clean = outwardLines(text);
  return clean.length > COMMENT_LIMIT ? `${clean.slice(0, COMMENT_LIMIT)}…` : clean;
}
