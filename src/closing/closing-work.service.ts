import { Inject, Injectable } from '@nestjs/common';
import { CaseChangesService, type CaseChange } from '../cases/case-changes.service.js';
import { CertificatesService } from '../certificates/certificates.service.js';
import { Config } from '../config/config.js';
import type { DirectoryAnswer } from '../directory/directory-answer.js';
import { DirectoryService } from '../directory/directory.service.js';
import { soughtPerson, type SoughtPerson } from '../directory/sought-person.js';
import { ClockService } from '../platform/clock.service.js';
import { TemplatesService } from '../platform/templates.service.js';
import type { Tx } from '../platform/transactions.service.js';
import { SettingsService } from '../settings/settings.service.js';
import type { TaskReportRow } from '../tasks/task-record.js';
import type { TaskRun } from '../tasks/task-runner.service.js';
import { decideLoop, type LoopDecision } from './closing-decision.js';
import { ClosingQueries, type LoopCandidate } from './closing.queries.js';
import { ClosingService } from './closing.service.js';

const CASES_A_STEP = 50;

/** How many of each there were. */
interface Counts {
  proposed: number;
  resolved: number;
  reopened: number;
}

/** A case with what the directory says of its person. */
interface Asked {
  candidate: LoopCandidate;
  answer: DirectoryAnswer;
}

/** Looks through the cases for one version of the directory. What it has said of a case it does not say twice, however often it runs. */
@Injectable()
export class ClosingWorkService {
  constructor(
    private readonly queries: ClosingQueries,
    private readonly closing: ClosingService,
    private readonly changes: CaseChangesService,
    private readonly certificates: CertificatesService,
    private readonly directory: DirectoryService,
    private readonly settings: SettingsService,
    private readonly templates: TemplatesService,
    private readonly clock: ClockService,
    @Inject(Config) private readonly config: Config,
  ) {}

  /** Ends early when another version is seen meanwhile: that one has a look of its own, or was taken back to. */
  async go(run: TaskRun): Promise<Record<keyof Counts, number>> {
    await this.settings.refresh();
    const { version } = run.input as { version: number };
    for (let last = false; !last; ) {
      const { after = '', counts = { proposed: 0, resolved: 0, reopened: 0 } } = (run.cursor ?? {}) as { after?: string; counts?: Counts };
      const candidates = await this.queries.candidates(version, after, this.clock.now(), CASES_A_STEP);
      const answers = await this.directory.findAll(await Promise.all(candidates.map((candidate) => this.personOf(candidate))));
      const asked = candidates.flatMap((candidate, index): Asked[] => (answers[index] ? [{ candidate, answer: answers[index] }] : []));
      await run.step(async (tx) => {
        const current = (await this.queries.holdVersion(tx.manager)) === version;
        last = !current || candidates.length < CASES_A_STEP;
        if (!current) return { cursor: { after, counts } };
        if (asked.some(({ answer }) => answer.version !== version)) throw new Error('the directory did not answer');
        const report: TaskReportRow[] = [];
        for (const each of asked) report.push(...(await this.settle(tx, version, each)));
        const counted = { ...counts };
        for (const { code } of report) counted[code as keyof Counts] += 1;
        return { cursor: { after: candidates.at(-1)?.number ?? after, counts: counted }, done: candidates.length, report };
      });
    }
    return { ...(run.cursor as { counts: Counts }).counts };
  }

  /** The whole СНИЛС stands in the certificate only. */
  private async personOf({ der, facts, request }: LoopCandidate): Promise<SoughtPerson> {
    const reading = der ? await this.certificates.inspect(der) : null;
    return soughtPerson(reading?.ok ? reading : { facts, snils: null }, request);
  }

  private async settle(tx: Tx, version: number, { candidate: { id, number, endedBefore }, answer }: Asked): Promise<TaskReportRow[]> {
    const decide = (row: CaseChange['row']): LoopDecision | null =>
      decideLoop({ ...row, ruleId: row.verdict.ruleId, endedBefore }, answer, { now: this.clock.now(), freshDays: this.config.directoryFreshDays });
    const row = await this.changes.lock(tx, id);
    const decision = decide(row);
    if (!decision) return [];
    const { cause, evidence } = decision;
    const ends = decision.action === 'close' && decision.sure && this.config.closing === 'resolve';
    const action = decision.action === 'close' ? (ends ? 'resolved' : 'proposed') : decision.action === 'reopen' ? 'reopened' : 'confirmed';
    const told = decision.action === 'close' && !ends && (await this.queries.proposedBefore(tx.manager, id, decision.cause));
    if (!(await this.queries.say(tx.manager, { caseId: id, version, action, cause, evidence, at: this.clock.now() })) || action === 'confirmed') return [];
    if (!told) await this.changes.changeIn(tx, id, { kind: 'service' }, null, (change) => this.act(change, decision, ends));
    return [{ subject: number, code: action, params: { cause: this.templates.message(`closing.causes.${cause}`) } }];
  }

  private async act(change: CaseChange, decision: LoopDecision, ends: boolean): Promise<void> {
    if (decision.action === 'close' && ends) return this.closing.end(change, decision.cause);
    const reason = this.templates.message(`closing.causes.${decision.cause}`);
    if (decision.action === 'close') return change.event('closing-proposed', { reason }, true);
    change.move('awaiting-operator');
    Object.assign(change.row, { outcome: null, resolvedAt: null } satisfies Partial<CaseChange['row']>);
    await change.event('came-back', { reason });
  }
}
