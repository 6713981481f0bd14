import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { createHash, randomUUID } from 'node:crypto';
import type { Repository } from 'typeorm';
import { DeliveriesService, type DeliveryPlan } from '../delivery/deliveries.service.js';
import { soughtPerson } from '../directory/sought-person.js';
import { ClockService } from '../platform/clock.service.js';
import { DomainError } from '../platform/domain-error.js';
import { insertRows } from '../platform/insert-rows.queries.js';
import { TransactionsService } from '../platform/transactions.service.js';
import { SettingsService } from '../settings/settings.service.js';
import { type Study, TriageService } from '../triage/triage.service.js';
import type { Verdict } from '../triage/verdict.js';
import { CaseDeadlinesService } from './case-deadlines.service.js';
import { CaseHeraldService } from './case-herald.service.js';
import { CaseFilesService } from './case-files.service.js';
import { completeOrganization, missingFor, needsLetter } from './case-requirements.js';
import { CaseRoutesService } from './case-routes.service.js';
import type { CreatedCaseView, KeylessCaseView } from './case-view.js';
import { Case, CaseEvent, CaseFile, IdempotencyKey } from './case.entity.js';
import { CasePresenter } from './case.presenter.js';
import type { NewCase } from './new-case.js';
import { RemindersService } from './reminders.service.js';
import { sameRequest } from './request-fingerprint.js';
import { tyumenYear } from './tyumen-year.js';

/** Plain SQL, because every new case asks this first and TypeORM's finder takes longer than the database. */
const KNOWN_ANSWER = 'SELECT body_hash AS "bodyHash", case_id AS "caseId", answer FROM idempotency_keys WHERE key_hash = $1';

type Decided = Study & { verdict: Extract<Verdict, { decided: true }> };

/** Makes a case with its files, letter, deliveries and first events in one transaction. */
@Injectable()
export class CaseCreationService {
  constructor(
    @InjectRepository(IdempotencyKey) private readonly keys: Repository<IdempotencyKey>,
    private readonly herald: CaseHeraldService,
    private readonly transactions: TransactionsService,
    private readonly triage: TriageService,
    private readonly routes: CaseRoutesService,
    private readonly deadlines: CaseDeadlinesService,
    private readonly deliveries: DeliveriesService,
    private readonly files: CaseFilesService,
    private readonly presenter: CasePresenter,
    private readonly clock: ClockService,
    private readonly reminders: RemindersService,
    private readonly settings: SettingsService,
  ) {}

  /**
   * @throws DomainError `triage-undecided` when the facts do not decide, `validation-failed` when the route needs more,
   * `idempotency-key-reused` for another request under a known key.
   */
  async create(input: NewCase): Promise<CreatedCaseView> {
    const keyHash = input.idempotencyKey === null ? null : createHash('sha256').update(input.idempotencyKey).digest();
    const bodyHash = sameRequest(input);
    const known = keyHash && (await this.answered(keyHash, bodyHash));
    if (known) return known;
    const decided = await this.decide(input);
    return this.transactions.run(async (tx) => {
      const now = this.clock.now();
      const id = randomUUID();
      const [{ number = '' } = {}] = await tx.manager.query<{ number?: string }[]>('SELECT next_case_number($1) AS number', [tyumenYear(now)]);
      const row = this.newCase(id, number, input, decided, now);
      const stored = this.files.newFiles(id, number, input, now);
      await insertRows(tx.manager, Case, [row]);
      await insertRows(tx.manager, CaseFile, stored);
      const events = this.events(row, stored, input, now);
      await insertRows(tx.manager, CaseEvent, events);
      await this.herald.created(tx, row);
      const planned = await this.deliveries.plan(tx, isShared(row, input) ? [] : this.plans(row, stored));
      if (!isShared(row, input)) this.reminders.owe(tx, row);
      const view = this.presenter.present(row, planned, events);
      if (keyHash) await insertRows(tx.manager, IdempotencyKey, [{ keyHash, bodyHash, caseId: id, answer: view, createdAt: now }]);
      return this.presenter.withKey(view, id);
    }).catch(async (error: unknown) => {
      // Another request with the same key was faster: its answer is ours.
      const answer = keyHash && isDuplicateKey(error) ? await this.answered(keyHash, bodyHash) : null;
      if (answer) return answer;
      throw error;
    });
  }

  private async decide({ request, certificate, decided }: NewCase): Promise<Decided> {
    const study = await this.triage.study(request, soughtPerson(certificate, request));
    const { verdict } = study;
    if (!verdict.decided) {
      const view = this.presenter.verdict(verdict);
      const code = verdict.contradiction ? 'contradictory' : 'required';
      throw new DomainError('invalid', 'triage-undecided', {
        params: { reason: view.reasons[0] ?? '' },
        faults: verdict.missing.map((path) => ({ path, code })),
      });
    }
    const faults = missingFor(decided?.decision.route ?? verdict.route, request, completeOrganization(request.organization, certificate.facts));
    if (!this.settings.consentOf(request.consent.version)) faults.push({ path: 'consent.version', code: 'unknown' });
    if (faults.length > 0) throw new DomainError('invalid', 'validation-failed', { faults });
    return { ...study, verdict };
  }

  private newCase(id: string, number: string, input: NewCase, { verdict, answer }: Decided, now: Date): Case {
    const { request, certificate, source, signedLetter } = input;
    const decision = input.decided?.decision ?? null;
    const { category, route } = decision ?? verdict;
    const organization = completeOrganization(request.organization, certificate.facts);
    const row: Case = {
      id,
      number,
      status: this.routes.firstStatus(route, signedLetter !== null),
      source,
      category,
      route,
      verdict,
      request: { ...request, organization },
      certificate: certificate.facts,
      thumbprint: certificate.facts.thumbprint,
      directory: answer.version === null ? null : answer,
      letter: null,
      letterOf: null,
      assigneeId: null,
      decision,
      outcome: null,
      mergedInto: null,
      firstAnswerAt: null,
      resolvedAt: null,
      createdAt: now,
      updatedAt: now,
      dueAt: null,
      warnAt: null,
      version: 1,
    };
    this.deadlines.begin(row, now);
    return { ...row, letter: isShared(row, input) ? null : this.routes.letter(row, certificate.der) };
  }

  private plans(row: Case, stored: CaseFile[]): DeliveryPlan[] {
    const signed = stored.some(({ kind }) => kind === 'signed-letter');
    const notice = { caseId: row.id, caseNumber: row.number, channel: 'notice', notice: 'received', destination: row.request.contact.email } as const;
    return [...this.routes.plans(row, signed), notice];
  }

  private events(row: Case, stored: CaseFile[], { decided }: NewCase, at: Date): CaseEvent[] {
    const event = (name: CaseEvent['event'], actor: CaseEvent['actor'], params: CaseEvent['params'] = {}) =>
      ({ caseId: row.id, at, event: name, actor, accountId: null, internal: false, params }) as CaseEvent;
    const signed = stored.find(({ kind }) => kind === 'signed-letter');
    return [
      event('created', 'applicant'),
      event('sorted', 'service', { category: row.verdict.category, ruleId: row.verdict.ruleId }),
      ...(decided ? [{ ...event('decided', 'operator', { category: row.category, reason: decided.decision.reason, operator: decided.operator }), accountId: decided.decision.accountId }] : []),
      ...(row.letter ? [event('letter-written', 'service')] : []),
      ...(signed ? [event('letter-signed', 'applicant', { fileName: signed.fileName })] : []),
    ];
  }

  private async answered(keyHash: Buffer, bodyHash: Buffer): Promise<CreatedCaseView | null> {
    const [known] = await this.keys.query<Pick<IdempotencyKey, 'bodyHash' | 'caseId' | 'answer'>[]>(KNOWN_ANSWER, [keyHash]);
    if (!known) return null;
    if (!known.bodyHash.equals(bodyHash)) throw new DomainError('invalid', 'idempotency-key-reused');
    return this.presenter.withKey(known.answer as KeylessCaseView, known.caseId);
  }
}

/** The letter comes later, for this case and others together. */
function isShared({ route }: Case, { sharesLetter }: NewCase): boolean {
  return sharesLetter === true && needsLetter(route);
}

function isDuplicateKey(error: unknown): boolean {
  const { code, constraint } = (error as { driverError?: { code?: string; constraint?: string } }).driverError ?? {};
  return code === '23505' && constraint === 'idempotency_keys_pkey';
}
