import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { AuditService } from '../accounts/audit.service.js';
import { ClockService } from '../platform/clock.service.js';
import { DomainError } from '../platform/domain-error.js';
import { checkInput } from '../platform/input-faults.js';
import { TransactionsService, type Tx } from '../platform/transactions.service.js';
import { INCIDENT_PAGE, type IncidentCase, type IncidentSummary } from './incident-view.js';
import { IncidentsQueries } from './incidents.queries.js';

/** More open incidents at a time are a mistake of the thresholds. */
const MOST_OPEN = 50;
/** Work of an operator on incidents is committed together with its entry in the audit log. */
type Deed = 'incident.tied' | 'incident.untied' | 'incident.closed';

const noteSchema = z.object({ note: z.string().trim().min(1).max(2000) });
const numberSchema = z.object({ number: z.string().trim().min(1).max(40) });

/** What operators do with incidents. Whether somebody may is decided before. */
@Injectable()
export class IncidentsService {
  constructor(
    private readonly queries: IncidentsQueries,
    private readonly transactions: TransactionsService,
    private readonly audit: AuditService,
    private readonly clock: ClockService,
  ) {}

  open(): Promise<IncidentSummary[]> {
    return this.queries.summaries('open', MOST_OPEN);
  }

  /** Closed ones, the last closed first; a page has {@link INCIDENT_PAGE}, one more tells that there is another. */
  closed(page: number): Promise<IncidentSummary[]> {
    return this.queries.summaries('closed', INCIDENT_PAGE + 1, page * INCIDENT_PAGE);
  }

  /** @throws DomainError `incident-not-found`. */
  async get(id: string, page: number): Promise<{ incident: IncidentSummary; cases: IncidentCase[] }> {
    const incident = await this.queries.summary(id);
    if (!incident) throw new DomainError('not-found', 'incident-not-found');
    return { incident, cases: await this.queries.casesOf(id, INCIDENT_PAGE + 1, page * INCIDENT_PAGE) };
  }

  /** Incidents that a case is tied to. */
  ofCase(caseId: string): Promise<Pick<IncidentSummary, 'id' | 'kind' | 'label' | 'closedAt'>[]> {
    return this.queries.ofCase(caseId);
  }

  /**
   * Ties a case by its number.
   * @throws DomainError `validation-failed` when there is no such case, `incident-closed`.
   */
  async tie(id: string, typed: { number: string }, accountId: string): Promise<void> {
    const { number } = checkInput(numberSchema, typed);
    const caseId = await this.queries.caseIdOf(number);
    if (!caseId) throw new DomainError('invalid', 'validation-failed', { faults: [{ path: 'number', code: 'no-case' }] });
    await this.change(id, 'incident.tied', accountId, (tx, now) => this.queries.tie(tx.manager, id, caseId, accountId, now));
  }

  /** The case has nothing to do with it; it is not tied again by itself. @throws DomainError `incident-closed`. */
  async untie(id: string, caseId: string, accountId: string): Promise<void> {
    await this.change(id, 'incident.untied', accountId, (tx, now) => this.queries.untie(tx.manager, id, caseId, accountId, now));
  }

  /** @throws DomainError `validation-failed` without a note, `incident-closed`. */
  async close(id: string, typed: { note: string; version: number }, accountId: string): Promise<void> {
    const { note } = checkInput(noteSchema, { note: typed.note });
    await this.change(id, 'incident.closed', accountId, async (tx, now) => {
      if (!(await this.queries.close(tx.manager, id, typed.version, accountId, note, now))) throw new DomainError('conflict', 'incident-closed');
    });
  }

  private async change(id: string, action: Deed, accountId: string, work: (tx: Tx, now: Date) => Promise<void>): Promise<void> {
    await this.transactions.run(async (tx) => {
      if (!(await this.queries.isOpen(tx.manager, id))) throw new DomainError('conflict', 'incident-closed');
      await work(tx, this.clock.now());
      await this.audit.record(tx, { by: accountId, action, subject: `incident:${id}` });
    });
  }
}
