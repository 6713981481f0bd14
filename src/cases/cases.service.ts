import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { DeliveriesService } from '../delivery/deliveries.service.js';
import { ClockService } from '../platform/clock.service.js';
import { DomainError } from '../platform/domain-error.js';
import { checkInput } from '../platform/input-faults.js';
import { triage } from '../triage/triage.js';
import { AccessKeysService } from './access-keys.service.js';
import type { CaseActor } from './case-actor.js';
import { CaseChangesService, type CaseChange } from './case-changes.service.js';
import { CaseCreationService } from './case-creation.service.js';
import { CaseEdmsService } from './case-edms.service.js';
import { CaseFilesService } from './case-files.service.js';
import { edmsRegistrationSchema, messageSchema } from './case-request.js';
import type { CaseView, CreatedCaseView } from './case-view.js';
import { Case, CaseEvent, CaseFile } from './case.entity.js';
import { CasePresenter } from './case.presenter.js';
import type { CaseFileKind, NewCase, OutgoingFile, UploadedFile } from './new-case.js';
import { JointLettersService } from './joint-letters.service.js';

const LINK_PAUSE_MS = 3_600_000;
/** A case nobody has; looking it up takes as long as a real one. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

const APPLICANT: CaseActor = { kind: 'applicant' };

/** What an applicant can do with a case; every call but `create` shows the access key. */
@Injectable()
export class CasesService {
  constructor(
    @InjectRepository(Case) private readonly cases: Repository<Case>,
    @InjectRepository(CaseEvent) private readonly events: Repository<CaseEvent>,
    private readonly creation: CaseCreationService,
    private readonly files: CaseFilesService,
    private readonly deliveries: DeliveriesService,
    private readonly changes: CaseChangesService,
    private readonly shared: JointLettersService,
    private readonly presenter: CasePresenter,
    private readonly accessKeys: AccessKeysService,
    private readonly edms: CaseEdmsService,
    private readonly clock: ClockService,
  ) {}

  /** See {@link CaseCreationService.create}. */
  create(input: NewCase): Promise<CreatedCaseView> {
    return this.creation.create(input);
  }

  /** @throws DomainError `case-not-found`, the same for a wrong number and a wrong key. */
  async get(number: string, accessKey: string): Promise<CaseView> {
    return this.view(await this.open(number, accessKey));
  }

  /** @throws DomainError `case-not-found`, `file-not-found`. */
  async file(number: string, accessKey: string, kind: CaseFileKind): Promise<OutgoingFile> {
    return this.files.outgoing(await this.open(number, accessKey), kind);
  }

  /**
   * The signed letter is there: its delivery begins. The same file again changes nothing.
   * @throws DomainError `signed-letter-refused`, `wrong-status`.
   */
  async attachSignedLetter(number: string, accessKey: string, letter: UploadedFile, signature: UploadedFile | null): Promise<CaseView> {
    const { id } = await this.open(number, accessKey);
    const now = this.clock.now();
    const file = this.files.signedLetter(id, number, letter, now);
    if (signature && file.mediaType !== 'application/pdf') throw this.files.refusal('signature-without-pdf', 'signature');
    const signatureFile = signature && (await this.files.signature(id, file, signature, now));
    await this.changeLetter(id, async (change, asked) => {
      const { tx, row: { id: caseId }, move, event } = change;
      if (asked.status !== 'awaiting-signed-letter') {
        if ((await this.files.newest(caseId, 'signed-letter', tx))?.sha256 === file.sha256) return;
        throw this.changes.wrongStatus(asked);
      }
      await tx.manager.insert(CaseFile, (signatureFile ? [file, signatureFile] : [file]).map((each) => ({ ...each, caseId })));
      await this.deliveries.start(tx, caseId, 'email');
      const told = { event: 'letter-signed', actor: 'applicant', params: { fileName: file.fileName } } as const;
      move('queued');
      await event(told.event, told.params);
      await this.shared.follow(tx, change.row, 'queued', told);
    });
    return this.get(number, accessKey);
  }

  /** A message of the applicant; a case that waited for him goes back to the operators. */
  async addMessage(number: string, accessKey: string, text: unknown): Promise<CaseView> {
    const message = checkInput(messageSchema, { text });
    const { id } = await this.open(number, accessKey);
    return this.change(id, async ({ tx, row, now, move, event }) => {
      if (row.status === 'awaiting-applicant' && row.route !== 'letter-edms') move('awaiting-operator');
      await event('message', message);
      // Nobody works on a merged case: those who work on the other see the words there.
      if (row.mergedInto) {
        const copy = { caseId: row.mergedInto, event: 'message-of-merged', actor: 'applicant', accountId: null, internal: true } as const;
        await tx.manager.insert(CaseEvent, { ...copy, at: now, params: { ...message, number } });
      }
    });
  }

  /** «Не помогло»: self-help was tried; triage again with that fact, which leads to the service desk. */
  async reportSelfHelpFailed(number: string, accessKey: string): Promise<CaseView> {
    const { id } = await this.open(number, accessKey);
    return this.change(id, async ({ tx, row, move, event }) => {
      if (row.status !== 'self-help') throw this.changes.wrongStatus(row);
      row.request = { ...row.request, facts: { ...row.request.facts, loginFailed: 'yes' } };
      const verdict = triage({ ...row.request, directory: { known: false } });
      if (verdict.decided) Object.assign(row, { verdict, category: verdict.category, route: verdict.route } satisfies Partial<Case>);
      await event('self-help-failed');
      if (row.route !== 'service-desk') return move('awaiting-operator');
      await this.deliveries.plan(tx, [{ caseId: id, caseNumber: number, channel: 'service-desk', destination: this.deliveries.serviceDesk }]);
      move('queued');
    });
  }

  /** «Помогло»: the trouble is gone; what has not left yet does not leave. */
  async reportSolved(number: string, accessKey: string): Promise<CaseView> {
    const { id } = await this.open(number, accessKey);
    return this.change(id, async (change) => {
      const { row, now, move, event } = change;
      if (row.status === 'resolved') return;
      move('resolved');
      Object.assign(row, { outcome: 'solved', resolvedAt: now } satisfies Partial<Case>);
      await this.shared.end(change);
      await event('solved');
    });
  }

  /** The letter was registered in the organisation's EDMS; `date` is ISO. */
  async registerInEdms(number: string, accessKey: string, registration: { number: string; date: string }): Promise<CaseView> {
    const checked = checkInput(edmsRegistrationSchema, registration);
    const { id } = await this.open(number, accessKey);
    await this.changeLetter(id, async (change, asked) => {
      if (asked.status !== 'awaiting-applicant' || asked.route !== 'letter-edms') throw this.changes.wrongStatus(asked);
      await this.edms.registered(change, checked);
    });
    return this.get(number, accessKey);
  }

  /** «Прислать мне»: the link by mail to the case's own contact. @throws DomainError `link-sent-recently`. */
  async sendLink(number: string, accessKey: string): Promise<void> {
    const { id } = await this.open(number, accessKey);
    await this.changes.change(id, APPLICANT, null, async ({ tx, row }) => {
      const last = (await this.deliveries.ofCase(id)).filter(({ notice }) => notice === 'link').at(-1);
      if (last && this.clock.now().getTime() - last.createdAt.getTime() < LINK_PAUSE_MS) throw new DomainError('too-many', 'link-sent-recently');
      await this.deliveries.plan(tx, [{ caseId: id, caseNumber: number, channel: 'notice', notice: 'link', destination: row.request.contact.email }]);
    });
  }

  private async open(number: string, accessKey: string): Promise<Case> {
    const found = await this.cases.findOne({ where: { number }, select: { id: true } });
    const fits = this.accessKeys.matches(found?.id ?? NOBODY, accessKey);
    if (!found || !fits) throw new DomainError('not-found', 'case-not-found');
    return this.cases.findOneByOrFail({ id: found.id });
  }

  /** Changes the case that carries the letter of the one that was asked for. */
  private async changeLetter(id: string, work: (change: CaseChange, asked: Case) => Promise<void>): Promise<void> {
    const asked = await this.cases.findOneByOrFail({ id });
    await this.changes.change(this.shared.carrierOf(asked), APPLICANT, null, async (change) => {
      const now = asked.id === change.row.id ? change.row : await this.changes.lock(change.tx, id);
      if (this.shared.carrierOf(now) !== change.row.id) throw new DomainError('conflict', 'changed-meanwhile');
      await work(change, now);
    });
  }

  private async change(id: string, work: (change: CaseChange) => Promise<void>): Promise<CaseView> {
    return this.view(await this.changes.change(id, APPLICANT, null, work));
  }

  /** The other case's address is a key to it: only the same contact gets it. */
  private leadOn(from: Case, { id, number, request }: Case): NonNullable<CaseView['mergedInto']> {
    const mailbox = (contact: { email: string }): string => contact.email.toLowerCase();
    return { number, statusUrl: mailbox(from.request.contact) === mailbox(request.contact) ? this.presenter.statusUrl(number, id) : null };
  }

  private async view(row: Case): Promise<CaseView> {
    const [deliveries, events, mergedInto, sharing] = await Promise.all([
      this.shared.deliveriesOf(row),
      this.events.find({ where: { caseId: row.id, internal: false }, order: { id: 'ASC' } }),
      row.mergedInto && this.cases.findOneBy({ id: row.mergedInto }),
      this.shared.companions(row),
    ]);
    const letterFor = sharing.map(({ id, number }) => ({ number, statusUrl: this.presenter.statusUrl(number, id) }));
    const shown = this.presenter.withStatusUrl(this.presenter.present(row, deliveries, events), row.id);
    const view = letterFor.length > 0 ? { ...shown, letterFor } : shown;
    return mergedInto ? { ...view, mergedInto: this.leadOn(row, mergedInto) } : view;
  }
}
