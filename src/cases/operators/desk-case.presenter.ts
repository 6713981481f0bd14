import { Inject, Injectable } from '@nestjs/common';
import { CertificatePresenter } from '../../certificates/certificate.presenter.js';
import { Config } from '../../config/config.js';
import type { DeliveryAttemptRecord, DeliveryRecord } from '../../delivery/delivery-record.js';
import { DeliveryPresenter } from '../../delivery/delivery.presenter.js';
import { EvidencePresenter } from '../../directory/evidence.presenter.js';
import type { Deadline } from '../../deadlines/deadline.js';
import { DeadlinePresenter } from '../../deadlines/deadline.presenter.js';
import type { TicketRecord } from '../../delivery/ticket-watch.js';
import { TemplatesService } from '../../platform/templates.service.js';
import { VerdictPresenter } from '../../triage/verdict.presenter.js';
import type { Case, CaseEvent, CaseFile } from '../case.entity.js';
import { CasePresenter } from '../case.presenter.js';
import { CaseFailoverService } from '../case-failover.service.js';
import type { DeskCaseView, DeskDeliveryView, DeskFileView, DeskTicketView, DeskTimelineEntry } from './desk-case-view.js';
import type { Lookalike } from './lookalikes.queries.js';
import { ticketDetails } from '../ticket-details.js';

/** Rows that one desk page is made of. */
export interface DeskCaseRows {
  row: Case;
  deliveries: DeliveryRecord[];
  attempts: DeliveryAttemptRecord[];
  tickets: TicketRecord[];
  events: CaseEvent[];
  files: Pick<CaseFile, 'id' | 'kind' | 'fileName' | 'mediaType' | 'size' | 'createdAt'>[];
  lookalikes: Lookalike[];
  formerLetters: { version: number; replacedAt: Date }[];
  deadlines: Deadline[];
  mergedInto: string | null;
  mergedFrom: string[];
  letterFor: string[];
}

const CLOSED = ['resolved', 'closed', 'cancelled'];
/** What a browser shows by itself; never anything that could carry a script. */
const SHOWN: Record<string, DeskFileView['shown']> = { 'application/pdf': 'pdf', 'image/jpeg': 'image', 'image/png': 'image' };

/** Shapes a case for the operators' desk. */
@Injectable()
export class DeskCasePresenter {
  constructor(
    private readonly templates: TemplatesService,
    private readonly cases: CasePresenter,
    private readonly certificates: CertificatePresenter,
    private readonly verdicts: VerdictPresenter,
    private readonly deliveries: DeliveryPresenter,
    private readonly evidence: EvidencePresenter,
    private readonly deadlines: DeadlinePresenter,
    private readonly failover: CaseFailoverService,
    @Inject(Config) private readonly config: Config,
  ) {}

  present({ row, deliveries, attempts, tickets, events, files, lookalikes, formerLetters, deadlines, mergedInto, mergedFrom, letterFor }: DeskCaseRows): DeskCaseView {
    const { organization, contact, newUser, description } = row.request;
    const decided = events.findLast(({ event, undoneAt }) => event === 'decided' && !undoneAt);
    return {
      id: row.id,
      number: row.number,
      version: row.version,
      status: { code: row.status, label: this.word(`deadlines.statuses.${row.status}`) },
      open: !CLOSED.includes(row.status),
      category: { code: row.category, label: this.word(`triage.categories.${row.category}`) },
      route: { code: row.route, label: this.word(`triage.routes.${row.route}`) },
      rule: { id: row.verdict.ruleId, version: row.verdict.ruleVersion },
      reasons: this.verdicts.present(row.verdict, this.config).reasons,
      decision: row.decision && { by: decided?.params['operator'] ?? '', reason: row.decision.reason, at: row.decision.at },
      outcome: row.outcome && this.word(`cases.outcomes.${row.outcome}`),
      assigneeId: row.assigneeId,
      createdAt: row.createdAt.toISOString(),
      deadlines: deadlines.map((deadline) => this.deadlines.present(deadline)),
      certificate: this.certificates.present(row.certificate),
      facts: ticketDetails(row, (key, params) => this.templates.message(key, params)),
      evidence: this.evidence.present(row.directory),
      organization,
      contact,
      newUser,
      description,
      hasLetter: row.letter !== null || row.letterOf !== null,
      formerLetters: formerLetters.map(({ version, replacedAt }) => ({ version, at: replacedAt.toISOString() })),
      files: files.map(({ id, kind, fileName, mediaType, size, createdAt }) => ({
        id,
        kind: this.word(`desk-case.files.${kind}`),
        name: fileName,
        size,
        at: createdAt.toISOString(),
        shown: SHOWN[mediaType] ?? null,
      })),
      deliveries: deliveries.map((delivery) => this.delivery(delivery, row.id, { deliveries, attempts, tickets })),
      timeline: events.map((event) => this.entry(event)).reverse(),
      lookalikes: lookalikes.map((found) => ({
        id: found.id,
        number: found.number,
        status: this.word(`deadlines.statuses.${found.status}`),
        createdAt: found.createdAt.toISOString(),
        merged: found.mergedInto !== null,
        reasons: found.likenesses.map((sign) => this.word(`desk-case.alike.${sign}`)),
      })),
      mergedInto,
      mergedFrom,
      letterFor,
    };
  }

  private entry(event: CaseEvent): DeskTimelineEntry {
    const fields = event.params['fields']?.split(',').filter(Boolean) ?? [];
    return {
      id: event.id,
      at: event.at.toISOString(),
      event: event.event,
      actor: event.actor,
      by: event.params['operator'] ?? null,
      text: this.cases.words(event, 'desk-case.timeline'),
      details: fields.length > 0 ? this.templates.message('desk-case.corrected', { fields: fields.map((name) => this.word(`desk-case.fieldNames.${name}`)).join(', ') }) : null,
      internal: event.internal,
      undone: event.undoneAt !== null,
    };
  }

  /** What may be done about the delivery of a shared letter is done at the case that carries it. */
  private delivery(delivery: DeliveryRecord, caseId: string, { deliveries, attempts, tickets }: Pick<DeskCaseRows, 'deliveries' | 'attempts' | 'tickets'>): DeskDeliveryView {
    const { channel, state, externalId } = delivery;
    const isDraft = channel === 'edms-package';
    const takenOver = deliveries.some(({ replaces }) => replaces === delivery.id);
    const isOwn = delivery.caseId === caseId;
    const handedOver = !takenOver && isOwn;
    const way = takenOver || !isOwn ? null : this.failover.offered(delivery);
    const followed = !isDraft || (state === 'pending' && externalId !== null);
    const ticket = followed ? tickets.find(({ deliveryId }) => deliveryId === delivery.id) : null;
    return {
      ...this.deliveries.present(delivery),
      ...(channel === 'notice' && { sentence: this.deliveries.sentence(delivery, 'desk-case.deliveries') }),
      label: this.word(`cases.channels.${channel}`),
      canRetry: handedOver && (state === 'failed' || state === 'uncertain' || (state === 'pending' && delivery.cause !== null)),
      canMarkArrived: handedOver && !isDraft && state === 'uncertain',
      isDraft,
      replaces: delivery.replaces !== null,
      otherWay: way && { code: way, label: this.word(`cases.ways.${way}`) },
      ticket: ticket ? this.ticket(ticket, isDraft) : null,
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

  private ticket({ page, state, label, lookedAt, endedAt }: TicketRecord, isDraft: boolean): DeskTicketView {
    const words = isDraft ? this.word('edms.open') : this.templates.message(`service-desk.states.${state}`, { label: label && label.toLowerCase() !== state ? label : null });
    return { page, state: words, lookedAt: lookedAt?.toISOString() ?? null, open: endedAt === null, writable: !isDraft };
  }

  private word(key: string): string {
    return this.templates.message(key, this.config);
  }
}
