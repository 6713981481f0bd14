import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { AuditService } from '../accounts/audit.service.js';
import { type Actor, assertCan } from '../accounts/policy.js';
import { CaseInputsService } from '../cases/case-inputs.service.js';
import { ClockService } from '../platform/clock.service.js';
import { DomainError } from '../platform/domain-error.js';
import { russianDate } from '../platform/russian-date.js';
import { TransactionsService } from '../platform/transactions.service.js';
import type { TaskRecord } from '../tasks/task-record.js';
import { TasksService } from '../tasks/tasks.service.js';
import { ActiveRulesService } from '../triage/active-rules.service.js';
import { candidateNamed, type RuleVersion } from '../triage/candidate-rules.js';
import { DRY_RUN, type DryRunData } from './dry-run.jobs.js';
import { readPeriod } from './dry-run-period.js';
import type { VerdictPair } from './dry-run.js';
import { RuleDryRun, RuleSwitch } from './rules.entity.js';

/** The newest dry run of a candidate. */
export interface LastDryRun {
  task: TaskRecord;
  firstDay: string;
  lastDay: string;
  pairs: VerdictPair[];
}

/** Candidates of rules: tried on past cases, then switched on or off. */
@Injectable()
export class RulesService {
  constructor(
    @InjectRepository(RuleSwitch) private readonly switches: Repository<RuleSwitch>,
    @InjectRepository(RuleDryRun) private readonly dryRuns: Repository<RuleDryRun>,
    private readonly transactions: TransactionsService,
    private readonly tasks: TasksService,
    private readonly inputs: CaseInputsService,
    private readonly activeRules: ActiveRulesService,
    private readonly audit: AuditService,
    private readonly clock: ClockService,
  ) {}

  /** Candidates that are on. */
  switchedOn(): Promise<RuleSwitch[]> {
    return this.switches.find();
  }

  /** `null`: never tried, or so long ago that the task is gone. */
  async lastDryRun(actor: Actor, { ruleId, version }: RuleVersion): Promise<LastDryRun | null> {
    const row = await this.dryRuns.findOne({ where: { ruleId, version }, order: { createdAt: 'DESC' } });
    const task = row && (await this.tasks.get(row.taskId, actor).catch(() => null));
    return row && task && { task, firstDay: row.firstDay, lastDay: row.lastDay, pairs: row.pairs };
  }

  /**
   * Begins to run a candidate over the cases of a period and gives the id of the task.
   * @throws DomainError `validation-failed` for a wrong period, `rule-not-found`.
   */
  async tryOut(actor: Actor, name: { ruleId: string; version: number }, typed: { from: string; to: string }): Promise<string> {
    assertCan(actor, 'manage', 'rules');
    const { id: ruleId, version } = found(name);
    const { firstDay, lastDay } = readPeriod(typed);
    const total = await this.inputs.count(firstDay, lastDay);
    return this.transactions.run(async (tx) => {
      const words = { rule: `${ruleId}, редакция ${version}`, from: russianDate(firstDay), to: russianDate(lastDay) };
      const taskId = await this.tasks.start(tx, { kind: 'rules', accountId: actor.accountId, input: { ruleId, version }, total, words });
      await tx.manager.insert(RuleDryRun, { taskId, ruleId, version, firstDay, lastDay, pairs: [], createdAt: this.clock.now() });
      tx.enqueue(DRY_RUN, { taskId } satisfies DryRunData);
      return taskId;
    });
  }

  /**
   * Cases that come from now on (other processes: within seconds) are sorted by the candidate, or by the program's own rule again.
   * @throws DomainError `rule-not-tried` before a dry run of it has come to its end, `rule-not-found`.
   */
  async turn(actor: Actor, name: { ruleId: string; version: number }, on: boolean): Promise<void> {
    assertCan(actor, 'manage', 'rules');
    const { id: ruleId, version } = found(name);
    const tried = on && (await this.lastDryRun(actor, { ruleId, version }));
    if (on && (!tried || tried.task.state !== 'done')) throw new DomainError('conflict', 'rule-not-tried');
    await this.transactions.run(async (tx) => {
      if (on) await tx.manager.upsert(RuleSwitch, { ruleId, version, switchedBy: actor.accountId, switchedAt: this.clock.now() }, ['ruleId']);
      else await tx.manager.delete(RuleSwitch, { ruleId, version });
      await this.audit.record(tx, { by: actor.accountId, action: on ? 'rule.switched-on' : 'rule.switched-off', subject: `rule:${ruleId}`, details: { version } });
    });
    this.activeRules.forget();
  }
}

function found({ ruleId, version }: { ruleId: string; version: number }): { id: RuleVersion['ruleId']; version: number } {
  const candidate = candidateNamed(ruleId, version);
  if (!candidate) throw new DomainError('not-found', 'rule-not-found');
  return candidate;
}
