import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { DeadlinesService } from '../../deadlines/deadlines.service.js';
import { DeliveriesService } from '../../delivery/deliveries.service.js';
import { ClockService } from '../../platform/clock.service.js';
import { TicketsService } from '../../delivery/tickets.service.js';
import { DomainError } from '../../platform/domain-error.js';
import { CaseDeadlinesService } from '../case-deadlines.service.js';
import { CaseFilesService } from '../case-files.service.js';
import { Case, CaseEvent, CaseFile, FormerLetter } from '../case.entity.js';
import type { DeskCaseView } from './desk-case-view.js';
import { DeskCasePresenter } from './desk-case.presenter.js';
import type { CaseFileKind, OutgoingFile } from '../new-case.js';
import { LookalikesQueries } from './lookalikes.queries.js';
import { JointLettersService } from '../joint-letters.service.js';

/** What operators read of a case; whether they may is decided before, by the policy of accounts. */
@Injectable()
export class DeskCasesService {
  constructor(
    @InjectRepository(Case) private readonly cases: Repository<Case>,
    @InjectRepository(CaseEvent) private readonly events: Repository<CaseEvent>,
    @InjectRepository(CaseFile) private readonly storedFiles: Repository<CaseFile>,
    @InjectRepository(FormerLetter) private readonly formerLetters: Repository<FormerLetter>,
    private readonly deliveries: DeliveriesService,
    private readonly shared: JointLettersService,
    private readonly lookalikes: LookalikesQueries,
    private readonly times: CaseDeadlinesService,
    private readonly deadlines: DeadlinesService,
    private readonly tickets: TicketsService,
    private readonly clock: ClockService,
    private readonly files: CaseFilesService,
    private readonly presenter: DeskCasePresenter,
  ) {}

  /** @throws DomainError `case-not-found`. */
  async get(number: string): Promise<DeskCaseView> {
    const row = await this.open(number);
    const deliveries = await this.shared.deliveriesOf(row);
    const now = this.clock.now();
    const ids = deliveries.map(({ id }) => id);
    const [attempts, tickets, events, files, lookalikes, formerLetters, times, mergedInto, mergedFrom, letterFor] = await Promise.all([
      this.deliveries.attempts(ids),
      this.tickets.ofDeliveries(ids),
      this.events.find({ where: { caseId: row.id }, order: { id: 'ASC' } }),
      this.storedFiles.find({ where: { caseId: row.id }, order: { createdAt: 'ASC' }, select: { id: true, kind: true, fileName: true, mediaType: true, size: true, createdAt: true } }),
      this.lookalikes.of(row),
      this.formerLetters.find({ where: { caseId: row.id }, order: { version: 'ASC' }, select: { caseId: true, version: true, replacedAt: true } }),
      this.times.times(this.cases.manager, row, now),
      row.mergedInto && this.cases.findOne({ where: { id: row.mergedInto }, select: { id: true, number: true } }),
      this.cases.find({ where: { mergedInto: row.id }, order: { number: 'ASC' }, select: { id: true, number: true } }),
      this.shared.companions(row),
    ]);
    return this.presenter.present({
      ...{ row, deliveries, attempts, tickets, events, files, lookalikes, formerLetters },
      deadlines: this.deadlines.of(times, now),
      mergedInto: mergedInto ? mergedInto.number : null,
      mergedFrom: mergedFrom.map(({ number: from }) => from),
      letterFor: letterFor.map(({ number: each }) => each),
    });
  }

  /** @throws DomainError `case-not-found`, `file-not-found`. */
  async file(number: string, kind: CaseFileKind): Promise<OutgoingFile> {
    return this.files.outgoing(await this.open(number), kind);
  }

  /** The cases that carry the letters of these, once each, in the order of their numbers; those that were called off are left out. */
  lettersOf(caseIds: readonly string[]): Promise<{ number: string; organization: string }[]> {
    return this.cases.query(
      `SELECT c.number, coalesce(c.request -> 'organization' ->> 'name', '') AS organization FROM cases c
        WHERE c.letter IS NOT NULL AND c.status <> 'cancelled' AND c.id IN (SELECT coalesce(m.letter_of, m.id) FROM cases m WHERE m.id = ANY ($1::uuid[]))
        ORDER BY c.created_at, c.number`,
      [caseIds],
    );
  }

  /** Id of a case by its number, however it was typed; `null` when there is none. */
  async idOf(number: string): Promise<string | null> {
    const found = await this.cases.findOne({ where: { number: number.replace(/[^0-9-]/g, '') }, select: { id: true } });
    return found?.id ?? null;
  }

  /** How the letter was before it was made again at this version of the case. @throws DomainError `case-not-found`, `file-not-found`. */
  async formerLetter(number: string, version: number): Promise<OutgoingFile> {
    const row = await this.open(number);
    const former = await this.formerLetters.findOneBy({ caseId: row.id, version });
    if (!former) throw new DomainError('not-found', 'file-not-found');
    return this.files.letterPdf(row, former.data);
  }

  /** A file that was brought. @throws DomainError `case-not-found`, `file-not-found`. */
  async storedFile(number: string, fileId: string): Promise<OutgoingFile> {
    const { id } = await this.open(number);
    const file = await this.storedFiles.findOneBy({ id: fileId, caseId: id });
    if (!file) throw new DomainError('not-found', 'file-not-found');
    return { fileName: file.fileName, mediaType: file.mediaType, bytes: file.content };
  }

  private async open(number: string): Promise<Case> {
    const row = await this.cases.findOneBy({ number });
    if (!row) throw new DomainError('not-found', 'case-not-found');
    return row;
  }
}
