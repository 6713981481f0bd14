import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { DeliveriesService } from '../delivery/deliveries.service.js';
import { TicketsService } from '../delivery/tickets.service.js';
import { DomainError } from '../platform/domain-error.js';
import { CaseFilesService } from './case-files.service.js';
import { Case, CaseEvent, CaseFile, FormerLetter } from './case.entity.js';
import type { DeskCaseView } from './desk-case-view.js';
import { DeskCasePresenter } from './desk-case.presenter.js';
import type { CaseFileKind, OutgoingFile } from './new-case.js';
import { OperatorActionsService } from './operator-actions.service.js';

/** What operators read of a case; whether they may is decided before, by the policy of accounts. */
@Injectable()
export class DeskCasesService {
  constructor(
    @InjectRepository(Case) private readonly cases: Repository<Case>,
    @InjectRepository(CaseEvent) private readonly events: Repository<CaseEvent>,
    @InjectRepository(CaseFile) private readonly storedFiles: Repository<CaseFile>,
    @InjectRepository(FormerLetter) private readonly formerLetters: Repository<FormerLetter>,
    private readonly deliveries: DeliveriesService,
    private readonly tickets: TicketsService,
    private readonly actions: OperatorActionsService,
    private readonly files: CaseFilesService,
    private readonly presenter: DeskCasePresenter,
  ) {}

  /** @throws DomainError `case-not-found`. */
  async get(number: string): Promise<DeskCaseView> {
    const row = await this.open(number);
    const deliveries = await this.deliveries.ofCase(row.id);
    const ids = deliveries.map(({ id }) => id);
    const [attempts, tickets, events, files, lookalikes, formerLetters] = await Promise.all([
      this.deliveries.attempts(ids),
      this.tickets.ofDeliveries(ids),
      this.events.find({ where: { caseId: row.id }, order: { id: 'ASC' } }),
      this.storedFiles.find({ where: { caseId: row.id }, order: { createdAt: 'ASC' }, select: { id: true, fileName: true, size: true, createdAt: true } }),
      this.actions.lookalikes(row),
      this.formerLetters.countBy({ caseId: row.id }),
    ]);
    return this.presenter.present({ row, deliveries, attempts, tickets, events, files, lookalikes, formerLetters });
  }

  /** @throws DomainError `case-not-found`, `file-not-found`. */
  async file(number: string, kind: CaseFileKind): Promise<OutgoingFile> {
    return this.files.outgoing(await this.open(number), kind);
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
