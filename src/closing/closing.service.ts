import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { CaseChangesService, type CaseChange } from '../cases/case-changes.service.js';
import { CaseUndoService } from '../cases/operators/case-undo.service.js';
import type { Operator, Seen } from '../cases/operators/operator-actions.service.js';
import { JointLettersService } from '../cases/joint-letters.service.js';
import { DeliveriesService } from '../delivery/deliveries.service.js';
import { EvidencePresenter } from '../directory/evidence.presenter.js';
import type { EvidenceView } from '../directory/evidence-view.js';
import { DomainError } from '../platform/domain-error.js';
import { russianDate } from '../platform/russian-date.js';
import { TemplatesService } from '../platform/templates.service.js';
import { type GoneCause, OUTCOMES } from './closing-decision.js';
import { ClosingQueries } from './closing.queries.js';

/** A proposal in words. */
export interface ProposalView {
  text: string;
  evidence: EvidenceView;
}

/** Ends cases whose cause is gone, by an operator's word or by the setting. */
@Injectable()
export class ClosingService {
  constructor(
    private readonly queries: ClosingQueries,
    private readonly changes: CaseChangesService,
    private readonly undos: CaseUndoService,
    private readonly deliveries: DeliveriesService,
    private readonly letters: JointLettersService,
    private readonly words: EvidencePresenter,
    private readonly templates: TemplatesService,
  ) {}

  /** What is proposed for a case now; `null`: nothing. */
  async proposal(caseId: string): Promise<ProposalView | null> {
    const found = await this.queries.proposal(caseId);
    return found && { text: this.templates.message(`closing.proposed.${found.cause}`, { asOf: russianDate(found.asOf) }), evidence: this.words.account(found.evidence) };
  }

  /** An operator does what is proposed; he can take it back. @throws DomainError `closing-gone`, `changed-meanwhile`. */
  accept(seen: Seen, operator: Operator): Promise<CaseChange['row']> {
    return this.changes.change(seen.id, operator, seen.version, async (change) => {
      const found = await this.queries.proposal(seen.id, change.tx.manager);
      if (!found) throw new DomainError('conflict', 'closing-gone');
      await this.undos.record(change, 'resolve', operator.accountId, () => this.end(change, found.cause));
    });
  }

  /** Ends the case within a change: what has not left does not leave, and the applicant is told that he can log in. */
  async end(change: CaseChange, cause: GoneCause): Promise<void> {
    const { tx, row, now, move, event, leavesAt } = change;
    const outcome = OUTCOMES[cause];
    move('resolved');
    Object.assign(row, { outcome, resolvedAt: now, firstAnswerAt: row.firstAnswerAt ?? now } satisfies Partial<CaseChange['row']>);
    await this.letters.end(change);
    const about = randomUUID();
    await event('resolved', { outcome, text: this.templates.message(`closing.told.${cause}`), messageId: about });
    await this.deliveries.plan(tx, [{ caseId: row.id, caseNumber: row.number, channel: 'notice', notice: 'can-log-in', about, destination: row.request.contact.email, from: leavesAt }]);
  }
}
