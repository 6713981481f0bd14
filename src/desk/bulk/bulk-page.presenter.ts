import { Injectable } from '@nestjs/common';
import type { AccountRecord } from '../../accounts/account-record.js';
import type { AnswerRecord } from '../../answers/answer-record.js';
import type { BulkKind } from '../../bulk/bulk-action.js';
import type { BulkForecast } from '../../bulk/bulk-forecast.js';
import type { BulkOutlook, ChosenCases } from '../../bulk/bulk.service.js';
import { CASE_OUTCOMES } from '../../cases/case-decision.js';
import { Config } from '../../config/config.js';
import { pluralForm } from '../../platform/russian-plural.js';
import { TemplatesService } from '../../platform/templates.service.js';

const ROUTES = ['letter-email', 'letter-edms', 'service-desk'];

/** The fields of an action's form as posted. */
export interface TypedBulk {
  assignee: string;
  outcome: string;
  text: string;
  route: string;
}

/** Everything that the form of an action is made from. */
export interface BulkForm {
  kind: BulkKind;
  chosen: ChosenCases;
  typed: TypedBulk;
  people: readonly AccountRecord[];
  answers: readonly AnswerRecord[];
}

/** What is shown before it is done. */
export interface BulkCheck extends BulkForm {
  outlook: BulkOutlook;
  /** The text as the first applicant will get it; `null` where none is written. */
  preview: { text: string; number: string } | null;
}

/** Shapes the pages of actions over many cases; the words live in `templates/messages/bulk.json`. */
@Injectable()
export class BulkPagePresenter {
  constructor(
    private readonly templates: TemplatesService,
    private readonly config: Config,
  ) {}

  cases(count: number): string {
    return this.say(`cases.${pluralForm(count)}`, { count: count.toLocaleString('ru-RU') });
  }

  /** One action on the page where it is chosen. */
  choice(kind: BulkKind, { id, size }: ChosenCases, { counts }: BulkOutlook): object {
    const will = counts.get('will') ?? 0;
    return { kind, label: this.say(`actions.${kind}.label`), hint: this.say(`actions.${kind}.hint`), href: `/desk/bulk/${id}/${kind}`, possible: this.say(will === size ? 'possible.all' : will > 0 ? 'possible.some' : 'possible.none', { count: will.toLocaleString('ru-RU') }), none: will === 0 };
  }

  /** The form of an action, as typed. */
  form({ kind, chosen, typed, people, answers }: BulkForm): object {
    return {
      kind,
      label: this.say(`actions.${kind}.label`),
      chosen: { ...chosen, cases: this.cases(chosen.size) },
      typed,
      asks: this.asks(kind),
      people: people.map(({ id, fullName, email }) => ({ value: id, label: fullName || email, selected: id === typed.assignee })),
      outcomes: this.options('cases.outcomes', CASE_OUTCOMES.filter((outcome) => outcome !== 'merged'), typed.outcome),
      routes: this.options('triage.routes', ROUTES, typed.route),
      answers: answers.map(({ id, title, category }) => ({ id, title, category: category && this.templates.message(`triage.categories.${category}`) })),
    };
  }

  /** What exactly will be done, to how many, and what not. */
  check(check: BulkCheck): object {
    const { kind, outlook, typed, people, preview } = check;
    const will = outlook.counts.get('will') ?? 0;
    const person = people.find(({ id }) => id === typed.assignee);
    const statement = this.say(`actions.${kind}.do`, { cases: this.cases(will), assignee: person && (person.fullName || person.email) });
    const left = [...outlook.counts].filter((entry): entry is [Exclude<BulkForecast, 'will'>, number] => entry[0] !== 'will');
    return {
      ...this.form(check),
      statement,
      will,
      outcome: this.asks(kind).outcome && this.templates.message(`cases.outcomes.${typed.outcome}`),
      route: this.asks(kind).route && this.templates.message(`triage.routes.${typed.route}`, this.config),
      note: kind === 'note' ? typed.text : null,
      preview,
      mails: will > 0 && (kind === 'resolve' || kind === 'answer') ? this.say(`mails.${pluralForm(will)}`, { count: will.toLocaleString('ru-RU') }) : null,
      taken: outlook.taken > 0 && (kind === 'take' || kind === 'assign') ? this.say('taken', { count: outlook.taken.toLocaleString('ru-RU') }) : null,
      left: left.map(([code, count]) => this.say(`left.${code}`, { count: count.toLocaleString('ru-RU') })),
      changed: outlook.counts.has('changed'),
      examples: outlook.examples,
      more: will > outlook.examples.length ? this.say('more', { count: (will - outlook.examples.length).toLocaleString('ru-RU') }) : null,
    };
  }

  /** Which fields an action has. */
  asks(kind: BulkKind): { assignee: boolean; outcome: boolean; text: boolean; route: boolean; templates: boolean; any: boolean } {
    const asks = { assignee: kind === 'assign', outcome: kind === 'resolve', text: ['resolve', 'answer', 'note'].includes(kind), route: kind === 'reroute', templates: kind === 'resolve' || kind === 'answer' };
    return { ...asks, any: Object.values(asks).includes(true) };
  }

  private options(words: string, values: readonly string[], selected: string): object[] {
    return values.map((value) => ({ value, label: this.templates.message(`${words}.${value}`, this.config), selected: value === selected }));
  }

  private say(key: string, params: object = {}): string {
    return this.templates.message(`bulk.${key}`, params);
  }
}
