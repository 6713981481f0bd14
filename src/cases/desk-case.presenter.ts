import { Inject, Injectable } from '@nestjs/common';
import { CertificatePresenter } from '../certificates/certificate.presenter.js';
import { Config } from '../config/config.js';
import type { DeliveryAttemptRecord, DeliveryRecord } from '../delivery/delivery-record.js';
import { DeliveryPresenter } from '../delivery/delivery.presenter.js';
import type { TicketRecord } from '../delivery/ticket-watch.js';
import { TemplatesService } from '../platform/templates.service.js';
import { VerdictPresenter } from '../triage/verdict.presenter.js';
import type { Case, CaseEvent, CaseFile } from './case.entity.js';
import { CasePresenter } from './case.presenter.js';
import { CaseFailoverService } from './case-failover.service.js';
import type { DeskCaseView, DeskDeliveryView, DeskTicketView } from './desk-case-view.js';
import { ticketDetails } from './ticket-details.js';

/** Rows that one desk page is made of. */
export interface DeskCaseRows {
  row: Case;
  deliveries: DeliveryRecord[];
  attempts: DeliveryAttemptRecord[];
  tickets: TicketRecord[];
  events: CaseEvent[];
  files: Pick<CaseFile, 'id' | 'fileName' | 'size' | 'createdAt'>[];
  lookalikes: Pick<Case, 'id' | 'number' | 'status' | 'mergedInto'>[];
  formerLetters: number;
}

const CLOSED = ['resolved', 'closed', 'cancelled'];

/** Shapes a case for the operators' desk. */
@Injectable()
export class DeskCasePresenter {
  constructor(
    private readonly templates: TemplatesService,
    private readonly cases: CasePresenter,
    private readonly certificates: CertificatePresenter,
    private readonly verdicts: VerdictPresenter,
    private readonly deliveries: DeliveryPresenter,
    private readonly failover: CaseFailoverService,
    @Inject(Config) private readonly config: Config,
  ) {}

  present({ row, deliveries, attempts, tickets, events, files, lookalikes, formerLetters }: DeskCaseRows): DeskCaseView {
    const { organization, contact, newUser, description } = row.request;
    const decided = events.findLast(({ event }) => event === 'decided');
    return {
      id: row.id,
      number: row.number,
      version: row.version,
      status: { code: row.status, label: this.word(`triage.statuses.${row.status}.label`), text: this.word(`triage.statuses.${row.status}.text`) },
      open: !CLOSED.includes(row.status),
      category: { code: row.category, label: this.word(`triage.categories.${row.category}`) },
      route: { code: row.route, label: this.word(`triage.routes.${row.route}`) },
      ruleId: row.verdict.ruleId,
      reasons: this.verdicts.present(row.verdict, this.config).reasons,
      decision: row.decision && { by: decided?.params['operator'] ?? '', reason: row.decision.reason, at: row.decision.at },
      outcome: row.outcome && this.word(`cases.outcomes.${row.outcome}`),
      assigneeId: row.assigneeId,
      createdAt: row.createdAt.toISOString(),
      dueAt: row.dueAt?.toISOString() ?? null,
      certificate: this.certificates.present(row.certificate),
      facts: ticketDetails(row, (key, params) => this.templates.message(key, params)),
      organization,
      contact,
      newUser,
      description,
      hasLetter: row.letter !== null,
      formerLetters,
      files: files.map(({ id, fileName, size, createdAt }) => ({ id, name: fileName, size, at: createdAt.toISOString() })),
      deliveries: deliveries.map((delivery) => this.delivery(delivery, { deliveries, attempts, tickets })),
      timeline: events
        .map((event) => ({
          at: event.at.toISOString(),
          actor: event.actor,
          by: event.params['operator'] ?? null,
          text: this.cases.words(event),
          internal: event.internal,
          fresh: event.event === 'message',
        }))
        .reverse(),
      lookalikes: lookalikes.map(({ id, number, status, mergedInto }) => ({
        id,
        number,
        status: this.word(`triage.statuses.${status}.label`),
        merged: mergedInto !== null,
      })),
    };
  }

  private delivery(delivery: DeliveryRecord, { deliveries, attempts, tickets }: Pick<DeskCaseRows, 'deliveries' | 'attempts' | 'tickets'>): DeskDeliveryView {
    const { channel, state } = delivery;
    const takenOver = deliveries.some(({ replaces }) => replaces === delivery.id);
    const handedOver = channel !== 'edms-package' && !takenOver;
    const way = takenOver ? null : this.failover.offered(delivery);
    const ticket = tickets.find(({ deliveryId }) => deliveryId === delivery.id);
    return {
      ...this.deliveries.present(delivery),
      label: this.word(`cases.channels.${channel}`),
      canRetry: handedOver && (state === 'failed' || state === 'uncertain' || (state === 'pending' && delivery.cause !== null)),
      canMarkArrived: handedOver && state === 'uncertain',
      replaces: delivery.replaces !== null,
      otherWay: way && { code: way, label: this.word(`cases.ways.${way}`) },
      ticket: ticket ? this.ticket(ticket) : null,
      log: attempts
        .filter(({ deliveryId }) => deliveryId === delivery.id)
        .map(({ number, startedAt, outcome, cause }) => ({
          number,
          at: startedAt.toISOString(),
          outcome: this.word(`desk-case.attempts.${outcome}`),
          cause: cause && this.word(`delivery.causes.${cause.code}`),
          detail: cause?.detail ?? null,
        })),
    };
  }

  private ticket({ page, state, label, lookedAt, endedAt }: TicketRecord): DeskTicketView {
    const words = this.templates.message(`service-desk.states.${state}`, { label: label && label.toLowerCase() !== state ? label : null });
    return { page, state: words, lookedAt: lookedAt?.toISOString() ?? null, open: endedAt === null };
  }

  private word(key: string): string {
    return this.templates.message(key, this.config);
  }
}
