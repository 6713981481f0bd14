import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { actorOf } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { Config } from '../../config/config.js';
import { ClockService } from '../../platform/clock.service.js';
import { localDay, russianDate } from '../../platform/russian-date.js';
import { TemplatesService } from '../../platform/templates.service.js';
import type { Outcome } from '../../rules/dry-run.js';
import { type LastDryRun, RulesService } from '../../rules/rules.service.js';
import { CANDIDATES, rulesWith } from '../../triage/candidate-rules.js';
import type { Rule } from '../../triage/triage-rules.js';
import { DeskPageService, type FormFaults } from '../frame/desk-page.service.js';
import { TaskPresenter } from '../tasks/task.presenter.js';

const DAY_MS = 86_400_000;

/** A posted form of one candidate that came back. */
export interface CameBack {
  candidate: string;
  typed: { from: string; to: string };
  faults: FormFaults;
}

/** Shows the rules in force, the candidates, and what each would change. */
@Injectable()
export class RulesPageService {
  constructor(
    private readonly rules: RulesService,
    private readonly tasks: TaskPresenter,
    private readonly templates: TemplatesService,
    private readonly pages: DeskPageService,
    private readonly clock: ClockService,
    @Inject(Config) private readonly config: Config,
  ) {}

  async show(me: SignedIn, reply: FastifyReply, { done, back }: { done?: string | undefined; back?: CameBack } = {}): Promise<void> {
    const switchedOn = await this.rules.switchedOn();
    const rows = rulesWith(switchedOn).map((rule) => this.row(rule));
    const candidates = await Promise.all(
      CANDIDATES.map(async (rule) => {
        const on = switchedOn.some(({ ruleId, version }) => ruleId === rule.id && version === rule.version);
        return this.candidate(rule, on, await this.rules.lastDryRun(actorOf(me), { ruleId: rule.id, version: rule.version }), back);
      }),
    );
    this.pages.send(reply, 'rules', { title: 'rules', me, done, faults: back?.faults, rows, candidates });
  }

  private row(rule: Rule): object {
    const { id, version } = rule;
    const route = typeof rule.route === 'string' ? [this.route(rule.route)] : Object.keys(rule.nextSteps).map((name) => this.route(name));
    return { id, version, condition: this.condition(rule), category: this.say(`triage.categories.${rule.category}`), route: route.join(' или ') };
  }

  /** In words; a candidate says besides what it changes. */
  private condition({ id, version }: Rule): string {
    const change = `rules.candidates.${id}.${version}`;
    const words = this.say(`rules.conditions.${id}`);
    return this.templates.hasMessage(change) ? `${words}. ${this.say(change)}` : words;
  }

  private candidate({ id, version }: Rule, on: boolean, last: LastDryRun | null, back?: CameBack): object {
    const key = `${id}.${version}`;
    const mine = back?.candidate === key ? back : null;
    const today = this.clock.now();
    return {
      key,
      on,
      name: this.say('rules.name', { ruleId: id, version }),
      change: this.say(`rules.candidates.${id}.${version}`),
      from: mine?.typed.from ?? localDay(new Date(today.getTime() - 90 * DAY_MS)),
      to: mine?.typed.to ?? localDay(today),
      fromError: mine?.faults.errorsAt['from'] ?? null,
      toError: mine?.faults.errorsAt['to'] ?? null,
      tried: last?.task.state === 'done',
      last: last && {
        task: this.tasks.present(last.task, [], today),
        period: { from: russianDate(last.firstDay), to: russianDate(last.lastDay) },
        pairs: last.pairs.map(({ before, after, count, examples }) => ({ before: this.outcome(before), after: this.outcome(after), count, examples, more: count > examples.length })),
      },
    };
  }

  private outcome(outcome: Outcome): string {
    if (!outcome) return this.say('rules.undecided');
    const { ruleId } = outcome;
    return this.say('rules.outcome', { ruleId, category: this.say(`triage.categories.${outcome.category}`), route: this.route(outcome.route) });
  }

  private route(route: string): string {
    return this.say(`triage.routes.${route}`);
  }

  private say(key: string, params: object = {}): string {
    return this.templates.message(key, { ...this.config, ...params });
  }
}
