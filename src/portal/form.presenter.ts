import { Injectable } from '@nestjs/common';
import { needsLetter } from '../cases/case-requirements.js';
import type { InputFault } from '../platform/domain-error.js';
import { TemplatesService } from '../platform/templates.service.js';
import type { Route } from '../triage/verdict.js';
import type { Answers } from './answers.js';
import { fieldWarning } from './field-warnings.js';
import { FIELD_LOOKS, type FieldLook, HINT_ON_LETTER, OPTIONAL_WITHOUT_LETTER } from './form-fields.js';

/** One field as `templates/pages/_field.hbs` draws it. */
export interface FieldView extends FieldLook {
  name: string;
  id: string;
  label: string;
  hint: string | null;
  value: string;
  error: string | null;
  warning: string | null;
  /** Ids of hint and note. */
  describedBy: string;
}

/** One line of the error summary. */
export interface ErrorLine {
  href: string;
  text: string;
}

/** Shapes fields and faults for the pages. */
@Injectable()
export class FormPresenter {
  constructor(private readonly templates: TemplatesService) {}

  fields(names: readonly string[], answers: Answers, faults: readonly InputFault[], route: Route): FieldView[] {
    return names.map((name) => this.field(name, answers, faults, route));
  }

  field(name: string, answers: Answers, faults: readonly InputFault[], route: Route): FieldView {
    const look = FIELD_LOOKS[name] ?? {};
    const id = fieldId(name);
    const hint = !needsLetter(route) && HINT_ON_LETTER.includes(name) ? null : this.optional(`portal.hints.${name}`);
    return {
      type: 'text',
      ...look,
      optional: look.optional ?? (!needsLetter(route) && OPTIONAL_WITHOUT_LETTER.includes(name)),
      name,
      id,
      label: this.templates.message(`portal.labels.${name}`),
      hint,
      value: answers[name] ?? '',
      describedBy: hint ? `${id}-hint ${id}-note` : `${id}-note`,
      ...this.note(name, answers, faults),
    };
  }

  /** What stands beside one field: a fault, or a warning that lets it through. */
  note(name: string, answers: Answers, faults: readonly InputFault[]): { error: string | null; warning: string | null } {
    const fault = faults.find(({ path }) => path === name);
    const warning = fault ? null : fieldWarning(answers, name);
    return { error: fault ? this.templates.faultSentence(fault) : null, warning: warning && this.templates.message(`portal.warnings.${warning}`) };
  }

  /** The summary on top of a page, each line leading to its field. */
  errors(faults: readonly InputFault[]): ErrorLine[] {
    return faults.map((fault) => ({ href: `#${fieldId(fault.path)}`, text: this.templates.faultSentence(fault) }));
  }

  private optional(key: string, params: object = {}): string | null {
    return this.templates.hasMessage(key) ? this.templates.message(key, params) : null;
  }
}

/** `contact.phone` is no handy id in a selector. */
export function fieldId(name: string): string {
  return name.replaceAll('.', '-');
}
