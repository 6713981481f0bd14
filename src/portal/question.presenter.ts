import { Injectable } from '@nestjs/common';
import { TemplatesService } from '../platform/templates.service.js';
import { VerdictPresenter } from '../triage/verdict.presenter.js';
import type { FactPath, Tristate } from '../triage/verdict.js';
import type { Answers } from './answers.js';
import { fieldId } from './form.presenter.js';
import type { WizardQuestion } from './wizard-steps.js';

/** One radio button or box. */
export interface OptionView {
  type: 'radio' | 'checkbox';
  id: string;
  name: string;
  value: string;
  label: string;
  hint: string | null;
  checked: boolean;
}

const ANSWERS: readonly Tristate[] = ['yes', 'no', 'unknown'];
const EDMS = ['directum', 'bureaucrat', 'other', 'none'] as const;

/** Puts questions of triage into words; the words are triage's own (`templates/messages/triage.json`). */
@Injectable()
export class QuestionPresenter {
  constructor(
    private readonly verdicts: VerdictPresenter,
    private readonly templates: TemplatesService,
  ) {}

  /** One fact is asked with yes, no and «не знаю»; several with a box each. */
  present(question: WizardQuestion, answers: Answers): { title: string; hint: string | null; options: OptionView[] } {
    const [only, ...others] = question.paths;
    if (only && others.length === 0) {
      return { ...this.words(only), options: ANSWERS.map((value, index) => this.option(only, value, this.answer(only, value), answers, index)) };
    }
    return {
      title: this.templates.message('triage.questions.early.text'),
      hint: this.templates.message('triage.questions.early.hint'),
      options: question.paths.map((path) => ({
        ...this.option(path, 'yes', this.templates.message(`triage.questions.${path}.option`), answers, 0),
        type: 'checkbox',
        hint: this.words(path).hint,
      })),
    };
  }

  /** The document systems, asked with the verdict on a letter. */
  edms(answers: Answers): OptionView[] {
    return EDMS.map((value, index) => this.option('facts.edms', value, this.answer('facts.edms', value), answers, index));
  }

  words(path: FactPath): { title: string; hint: string | null } {
    const [question] = this.verdicts.questions([path]);
    return { title: question?.text ?? '', hint: question?.hint ?? null };
  }

  /** An answer in words: «Да», «Не знаю», «Да, «Директум»». */
  answer(path: FactPath, value: string): string {
    return this.templates.message(path === 'facts.edms' ? `portal.answers.edms.${value || 'none'}` : `portal.answers.${value || 'unknown'}`);
  }

  /** The first option has the id that the error summary leads to. */
  private option(path: FactPath, value: string, label: string, answers: Answers, index: number): OptionView {
    const id = index === 0 ? fieldId(path) : `${fieldId(path)}-${value}`;
    return { type: 'radio', id, name: path, value, label, hint: null, checked: answers[path] === value };
  }
}
