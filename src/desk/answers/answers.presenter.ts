import { Injectable } from '@nestjs/common';
import type { AnswerRecord, AnswerVersionRecord } from '../../answers/answer-record.js';
import { PLACEHOLDERS } from '../../answers/answer-template.js';
import { russianMoment } from '../../platform/russian-date.js';
import { TemplatesService } from '../../platform/templates.service.js';
import { CATEGORIES } from '../../triage/verdict.js';

/** The form of a template as posted. */
export interface TypedAnswer {
  title: string;
  category: string;
  body: string;
}

/** Shapes the pages of answer templates; the words live in `templates/messages/answers.json`. */
@Injectable()
export class AnswersPresenter {
  constructor(private readonly templates: TemplatesService) {}

  /** The list by category; those for every case first, retired ones last. */
  groups(answers: readonly AnswerRecord[]): object[] {
    const row = ({ id, title, used, updatedAt }: AnswerRecord): object => ({ title, href: `/desk/answers/${id}`, used: used.toLocaleString('ru-RU'), changed: russianMoment(updatedAt) });
    const offered = answers.filter(({ retiredAt }) => !retiredAt);
    const groups = [null, ...CATEGORIES].map((category) => ({ label: this.category(category), rows: offered.filter((answer) => answer.category === category).map(row) }));
    const retired = answers.filter(({ retiredAt }) => retiredAt).map(row);
    return [...groups, { label: this.say('retired'), rows: retired }].filter(({ rows }) => rows.length > 0);
  }

  /** The form, as typed. */
  form(typed: TypedAnswer): object {
    return {
      typed,
      categories: CATEGORIES.map((value) => ({ value, label: this.category(value), selected: value === typed.category })),
      placeholders: PLACEHOLDERS.map((name) => ({ name: `{{${name}}}`, text: this.say(`placeholders.${name}`) })),
    };
  }

  history(versions: readonly AnswerVersionRecord[], names: ReadonlyMap<string, string>): object[] {
    return versions.map(({ version, title, body, category, accountId, createdAt }, index) => ({
      version,
      title,
      body,
      category: this.category(category),
      at: russianMoment(createdAt),
      who: accountId ? (names.get(accountId) ?? this.say('somebody')) : this.say('delivered'),
      present: index === 0,
    }));
  }

  private category(category: string | null): string {
    return category ? this.templates.message(`triage.categories.${category}`) : this.say('everyCase');
  }

  private say(key: string): string {
    return this.templates.message(`answers.${key}`);
  }
}
