import { Injectable } from '@nestjs/common';
import type { AskedItems, OpenItem } from '../../batches/batch-answers.service.js';
import { TemplatesService } from '../../platform/templates.service.js';

const WINDOW = ['importResult.previouslyLoaded', 'importResult.withOwner', 'importResult.errorText'] as const;
const TRISTATES = ['facts.signsDocuments', 'facts.userBlocked', 'facts.currentCertificateValid', 'facts.colleagueCanImport', 'facts.userRegistered', 'facts.loginFailed'] as const;

/** Everything that triage may ask, in the order of the form; a name is the fact's path. */
export const ANSWER_FIELDS = [...WINDOW, ...TRISTATES, 'facts.edms'] as const;
export type TypedAnswers = Partial<Record<(typeof ANSWER_FIELDS)[number], string>>;

const EDMS = ['directum', 'bureaucrat', 'other'] as const;

const number = (count: number): string => count.toLocaleString('ru-RU');

/** Shapes what a batch leaves open, in the words of the portal (`templates/messages/triage.json`) and `batches.json`. */
@Injectable()
export class BatchQuestionsPresenter {
  constructor(private readonly templates: TemplatesService) {}

  /** Items that ask the same, the most first. */
  groups(batchId: string, items: readonly OpenItem[]): object[] {
    const groups = new Map<string, number>();
    for (const { missing } of items) groups.set(missing.join(), (groups.get(missing.join()) ?? 0) + 1);
    return [...groups]
      .filter(([missing]) => missing !== '')
      .sort(([, one], [, other]) => other - one)
      .map(([missing, count]) => ({ href: `/desk/batches/${batchId}/answers?${new URLSearchParams({ missing }).toString()}`, questions: missing.split(',').map((path) => this.text(path)), count: number(count) }));
  }

  /** One form for all questions of the items; the window that was not seen at all is asked for by its parts. */
  form(batchId: string, items: readonly OpenItem[], which: AskedItems, typed: TypedAnswers, errorsAt: Record<string, string>): object {
    const asked = (path: string): number => items.filter(({ missing }) => missing.some((each) => each === path || (each === 'importResult' && path.startsWith('importResult.')))).length;
    const questions = ANSWER_FIELDS.flatMap((path) => {
      const count = asked(path);
      if (count === 0) return [];
      const value = typed[path] ?? '';
      const about = count < items.length ? this.templates.message('batches.askedOf', { count: number(count) }) : null;
      return [{ path, text: this.text(path), hint: this.templates.message(`triage.questions.${path}.hint`), about, error: errorsAt[path], value, choices: this.choices(path, value), numeric: path === WINDOW[0] || path === WINDOW[1] }];
    });
    const leftToPerson = items.every(({ kind }) => kind === 'needs-triage');
    return { leftToPerson, back: `/desk/batches/${batchId}?kind=${leftToPerson ? 'needs-triage' : 'undecided'}`, count: this.templates.message('batches.answerFor', { count: number(items.length) }), questions, ...('places' in which ? { places: which.places } : 'missing' in which ? { missing: which.missing.join() } : { all: true }) };
  }

  private choices(path: (typeof ANSWER_FIELDS)[number], value: string): object[] | null {
    if (path.startsWith('importResult.')) return null;
    const values = path === 'facts.edms' ? EDMS : (['yes', 'no'] as const);
    return ['', ...values].map((each) => ({ value: each, label: this.templates.message(`batches.answers.${each || 'unknown'}`), chosen: each === value }));
  }

  private text(path: string): string {
    return this.templates.message(`triage.questions.${path}.text`);
  }
}
