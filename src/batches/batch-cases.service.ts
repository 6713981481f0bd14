import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { randomUUID } from 'node:crypto';
import { IsNull, Not, type Repository } from 'typeorm';
import { AccountsService } from '../accounts/accounts.service.js';
import { type Actor, assertCan } from '../accounts/policy.js';
import { CasesService } from '../cases/cases.service.js';
import { JointLettersService } from '../cases/joint-letters.service.js';
import { CertificatesService } from '../certificates/certificates.service.js';
import { ClockService } from '../platform/clock.service.js';
import { DomainError } from '../platform/domain-error.js';
import { checkInput } from '../platform/input-faults.js';
import { TemplatesService } from '../platform/templates.service.js';
import { TransactionsService } from '../platform/transactions.service.js';
import { SettingsService } from '../settings/settings.service.js';
import type { TaskReportRow } from '../tasks/task-record.js';
import type { TaskRun } from '../tasks/task-runner.service.js';
import { TasksService } from '../tasks/tasks.service.js';
import { saidOf } from './batch-answers.js';
import { BatchItemsQueries } from './batch-items.queries.js';
import type { BatchKind } from './batch-kind.js';
import { MAKE_BATCH_CASES, type BatchTaskData } from './batch.jobs.js';
import { Batch, BatchItem, BatchMaking } from './batch.entity.js';
import { letterGroups } from './letter-groups.js';
import { lackOf, type MakingForm, makingFormSchema, requestOf } from './making-form.js';

/** A choice as faces may see it. */
export type MakingRecord = Readonly<Omit<BatchMaking, 'form'>>;

/** A case that was made; `sharesLetter`: its letter is still to be written. */
interface Made {
  number: string;
  route: string;
  sharesLetter: boolean;
}

/** Makes cases of chosen items of a batch: chosen, filled in once for all, done as a task. */
@Injectable()
export class BatchCasesService {
  constructor(
    @InjectRepository(BatchMaking) private readonly makings: Repository<BatchMaking>,
    private readonly items: BatchItemsQueries,
    private readonly accounts: AccountsService,
    private readonly cases: CasesService,
    private readonly letters: JointLettersService,
    private readonly certificates: CertificatesService,
    private readonly settings: SettingsService,
    private readonly templates: TemplatesService,
    private readonly tasks: TasksService,
    private readonly transactions: TransactionsService,
    private readonly clock: ClockService,
  ) {}

  /** Keeps which items are meant; `places` `null`: all of the kind. Gives the choice's id. @throws DomainError `batch-nothing-chosen`. */
  async choose(actor: Actor, batchId: string, kind: BatchKind | null, places: readonly number[] | null): Promise<string> {
    assertCan(actor, 'manage', 'batches');
    const chosen = await this.items.makeable(batchId, kind, places);
    if (chosen.length === 0) throw new DomainError('invalid', 'batch-nothing-chosen');
    const id = randomUUID();
    await this.makings.insert({ id, batchId, accountId: actor.accountId, places: chosen, form: null, taskId: null, createdAt: this.clock.now() });
    return id;
  }

  /**
   * Chooses, fills in and starts in one step, for a program: whose batch it is was checked before. Gives how many cases are to be made.
   * @throws DomainError `batch-nothing-chosen`, `validation-failed`.
   */
  async startForProgram(batchId: string, kind: BatchKind | null, places: readonly number[] | null, typed: unknown): Promise<{ taskId: string; count: number }> {
    const form = checkInput(makingFormSchema, typed);
    const chosen = await this.items.makeable(batchId, kind, places);
    if (chosen.length === 0) throw new DomainError('invalid', 'batch-nothing-chosen');
    await this.assertEnough(batchId, chosen, form);
    const id = randomUUID();
    const taskId = await this.transactions.run(async (tx) => {
      const task = await this.tasks.start(tx, { kind: 'batch-cases', accountId: null, total: chosen.length, input: { makingId: id } });
      await tx.manager.insert(BatchMaking, { id, batchId, accountId: null, places: chosen, form, taskId: task, createdAt: this.clock.now() });
      tx.enqueue(MAKE_BATCH_CASES, { taskId: task } satisfies BatchTaskData);
      return task;
    });
    return { taskId, count: chosen.length };
  }

  /** For how many organisations the letters of a choice would speak. */
  async organizations({ batchId, places }: MakingRecord): Promise<number> {
    return (await this.items.outlook(batchId, places)).organizations;
  }

  /** What the same person filled in last for this batch, to go on from it. */
  async lastForm(actor: Actor, batchId: string): Promise<MakingForm | null> {
    const last = await this.makings.findOne({ where: { batchId, accountId: actor.accountId, form: Not(IsNull()) }, order: { createdAt: 'DESC' } });
    return last?.form ?? null;
  }

  /** Says at once what no case could be made without. @throws DomainError `validation-failed`. */
  private async assertEnough(batchId: string, places: readonly number[], form: MakingForm): Promise<void> {
    const faults = lackOf(form, await this.items.outlook(batchId, places));
    if (faults.length > 0) throw new DomainError('invalid', 'validation-failed', { faults });
  }

  /** @throws DomainError `batch-not-found`, also when the choice is somebody else's. */
  async get(actor: Actor, batchId: string, id: string): Promise<MakingRecord> {
    const making = await this.makings.findOneBy({ id, batchId, accountId: actor.accountId });
    if (!making) throw new DomainError('not-found', 'batch-not-found');
    return making;
  }

  /** What was made of a batch so far, the newest last. */
  ofBatch(batchId: string): Promise<MakingRecord[]> {
    return this.makings.find({ where: { batchId }, select: { id: true, batchId: true, accountId: true, places: true, taskId: true, createdAt: true }, order: { createdAt: 'ASC' } });
  }

  /** Starts; a choice that was started before gives the task of then. @throws DomainError `validation-failed`, `batch-not-found`. */
  async start(actor: Actor, batchId: string, id: string, typed: unknown): Promise<string> {
    assertCan(actor, 'manage', 'batches');
    const form = checkInput(makingFormSchema, typed);
    const chosen = await this.get(actor, batchId, id);
    if (chosen.taskId === null) await this.assertEnough(batchId, chosen.places, form);
    return this.transactions.run(async (tx) => {
      const making = await tx.manager.findOne(BatchMaking, { where: { id, batchId, accountId: actor.accountId }, lock: { mode: 'pessimistic_write' } });
      if (!making) throw new DomainError('not-found', 'batch-not-found');
      if (making.taskId) return making.taskId;
      const taskId = await this.tasks.start(tx, { kind: 'batch-cases', accountId: actor.accountId, total: making.places.length, input: { makingId: id } });
      await tx.manager.update(BatchMaking, { id }, { form, taskId });
      tx.enqueue(MAKE_BATCH_CASES, { taskId } satisfies BatchTaskData);
      return taskId;
    });
  }

  /** Goes on from the run's cursor. The cases of one letter are one step: made and noted, or neither. @throws DomainError `forbidden`, `batch-not-found`. */
  async go(run: TaskRun): Promise<Record<string, number>> {
    const { makingId } = run.input as { makingId: string };
    const making = await this.makings.findOneBy({ id: makingId });
    if (!making?.form) throw new DomainError('not-found', 'batch-not-found');
    const groups = letterGroups(await this.items.organizations(making.batchId, making.places), making.form);
    for (;;) {
      const index = (run.cursor as { index: number } | null)?.index ?? 0;
      const places = groups[index];
      if (!places) return {};
      await run.step(async (tx) => {
        const actor = run.accountId === null ? null : await this.accounts.actor(run.accountId);
        if (run.accountId !== null) assertCan(actor, 'manage', 'batches');
        const report = await this.transactions.within(tx, () => this.makeTogether(making, places));
        return { cursor: { index: index + 1 }, done: places.length - report.length, failed: report.length, report };
      });
    }
  }

  /** One letter for those whose case needs one and goes the same way; who is refused holds up nobody. */
  private async makeTogether(making: BatchMaking, places: readonly number[]): Promise<TaskReportRow[]> {
    const report: TaskReportRow[] = [];
    const together = new Map<string, string[]>();
    for (const place of places) {
      const made = await this.make(making, place, places.length > 1);
      if ('code' in made) report.push(made);
      else if (made.sharesLetter) together.set(made.route, [...(together.get(made.route) ?? []), made.number]);
    }
    await this.transactions.run(async (tx) => {
      for (const numbers of together.values()) await this.letters.bind(tx, numbers);
    });
    return report;
  }

  private async make({ batchId, form }: BatchMaking, place: number, sharesLetter: boolean): Promise<TaskReportRow | Made> {
    try {
      return await this.transactions.run(async ({ manager }) => {
        const item = await manager.findOne(BatchItem, { where: { batchId, place }, lock: { mode: 'pessimistic_write' } });
        const batch = await manager.findOneBy(Batch, { id: batchId });
        if (!item?.der || !item.facts || !batch || !form) throw new DomainError('not-found', 'batch-not-found');
        if (item.caseNumber !== null) return { subject: String(place), code: 'made-already', params: { number: item.caseNumber } };
        const certificate = await this.certificates.inspect(item.der);
        if (!certificate.ok) throw new Error('a certificate that was read is none');
        const names = await this.accounts.names(item.decision ? [item.decision.accountId] : []);
        const request = requestOf({ row: item.said, facts: item.facts, answers: saidOf(item, batch.common), form, consent: this.settings.consent.version });
        const { number, verdict } = await this.cases.create({ request, certificate, signedLetter: null, sharesLetter, decided: item.decision && { decision: item.decision, operator: names.get(item.decision.accountId) ?? '' }, source: batch.source === 'api' ? 'api' : 'portal', idempotencyKey: `batch:${batchId}:${place}` });
        const [made] = await manager.query<{ id: string }[]>('SELECT id FROM cases WHERE number = $1', [number]);
        await manager.update(BatchItem, { batchId, place }, { caseNumber: number, caseId: made?.id ?? null });
        const route = item.decision?.route ?? verdict.route ?? '';
        return { number, route, sharesLetter: sharesLetter && (route === 'letter-email' || route === 'letter-edms') };
      });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const fields = [...new Set((error.options.faults ?? []).map(({ path }) => path))].map((path) => this.fieldName(path)).join(', ');
      return { subject: String(place), code: error.code, params: { ...error.options.params, fields } };
    }
  }

  private fieldName(path: string): string {
    const key = `batches.fields.${path}`;
    return this.templates.hasMessage(key) ? this.templates.message(key) : path;
  }
}
