import { Inject, Injectable } from '@nestjs/common';
import { CaseInputsService } from '../cases/case-inputs.service.js';
import { Config } from '../config/config.js';
import { TemplatesService } from '../platform/templates.service.js';
import type { TaskRun } from '../tasks/task-runner.service.js';
import { ActiveRulesService } from '../triage/active-rules.service.js';
import { candidateNamed } from '../triage/candidate-rules.js';
import { DomainError } from '../platform/domain-error.js';
import { counted, differences, type Outcome } from './dry-run.js';
import { RuleDryRun } from './rules.entity.js';

const CASES_A_STEP = 500;

/** Sorts past cases again, by the rules in force and with one candidate among them. Changes no case. */
@Injectable()
export class DryRunWorkService {
  constructor(
    private readonly inputs: CaseInputsService,
    private readonly activeRules: ActiveRulesService,
    private readonly templates: TemplatesService,
    @Inject(Config) private readonly config: Config,
  ) {}

  /** @throws DomainError `rule-not-found` when this program does not have the candidate any more. */
  async go(run: TaskRun): Promise<Record<string, number>> {
    for (let last = false; !last; ) {
      await run.step(async ({ manager }) => {
        const { after = '', differs = 0 } = (run.cursor ?? {}) as { after?: string; differs?: number };
        const row = await manager.findOneByOrFail(RuleDryRun, { taskId: run.id });
        const candidate = candidateNamed(row.ruleId, row.version);
        if (!candidate) throw new DomainError('not-found', 'rule-not-found');
        const cases = await this.inputs.page(row.firstDay, row.lastDay, after, CASES_A_STEP);
        const rules = await this.activeRules.current();
        const found = differences(cases, rules, rules.map((rule) => (rule.id === candidate.id ? candidate : rule)));
        await manager.update(RuleDryRun, { taskId: run.id }, { pairs: counted(row.pairs, found) });
        last = cases.length < CASES_A_STEP;
        return {
          cursor: { after: cases.at(-1)?.number ?? after, differs: differs + found.length },
          done: cases.length,
          report: found.map(({ number, before, after: then }) => ({ subject: number, code: 'differs', params: { before: this.words(before), after: this.words(then) } })),
        };
      });
    }
    return { differs: (run.cursor as { differs: number }).differs };
  }

  private words(outcome: Outcome): string {
    if (!outcome) return this.templates.message('rules.undecided');
    const [category, route] = [`triage.categories.${outcome.category}`, `triage.routes.${outcome.route}`].map((key) => this.templates.message(key, this.config));
    return `${category} (${outcome.ruleId}), ${route}`;
  }
}
