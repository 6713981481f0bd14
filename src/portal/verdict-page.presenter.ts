import { Injectable } from '@nestjs/common';
import { needsLetter } from '../cases/case-requirements.js';
import { Config } from '../config/config.js';
import { TemplatesService } from '../platform/templates.service.js';
import { VerdictPresenter } from '../triage/verdict.presenter.js';
import type { FactPath } from '../triage/verdict.js';
import { importKind } from './answers.js';
import { type OptionView, QuestionPresenter } from './question.presenter.js';
import type { Wizard } from './wizard.service.js';

/** An answer with the page on which it can be changed. */
export interface AnswerRow {
  label: string;
  value: string;
  href: string;
}

/** What `templates/pages/verdict.hbs` shows. */
export interface VerdictPage {
  title: string;
  reasons: string[];
  nextSteps: string[];
  /** The way it goes, in words; absent while a letter's document system is not known. */
  route: string | null;
  rule: string | null;
  ruleVersion: number | null;
  selfHelp: boolean;
  /** Self-help that means trying to log in, not importing. */
  tryLogin: boolean;
  loginFailed: boolean;
  /** The answers that led here. */
  basis: AnswerRow[];
  /** Answers that are needed (again). */
  askAgain: AnswerRow[] | null;
  firstToAsk: string | null;
  /** A figure of the window is wanted: whoever cannot see it is told the way round. */
  windowWanted: boolean;
  edms: OptionView[] | null;
  edmsQuestion: string;
  edmsHint: string | null;
}

/** Shapes a verdict for its applicant. */
@Injectable()
export class VerdictPagePresenter {
  constructor(
    private readonly verdicts: VerdictPresenter,
    private readonly questions: QuestionPresenter,
    private readonly templates: TemplatesService,
    private readonly config: Config,
  ) {}

  present(wizard: Wizard): VerdictPage {
    const { verdict, input, answers } = wizard;
    const view = this.verdicts.present(verdict, this.config);
    const letter = verdict.decided && needsLetter(verdict.route);
    const edmsKnown = !letter || 'facts.edms' in answers;
    const askAgain = verdict.decided ? null : this.rows(wizard, verdict.missing);
    const { title: edmsQuestion, hint: edmsHint } = this.questions.words('facts.edms');
    return {
      title: this.templates.message(verdict.decided ? `triage.categories.${verdict.category}` : 'portal.titles.undecided'),
      reasons: view.reasons,
      nextSteps: edmsKnown ? view.nextSteps : this.letterSteps(),
      route: verdict.decided && edmsKnown ? this.templates.message(`triage.routes.${verdict.route}`, this.config) : null,
      rule: view.ruleId,
      ruleVersion: view.ruleVersion,
      selfHelp: verdict.decided && verdict.route === 'self-help',
      tryLogin: verdict.decided && verdict.nextSteps.includes('nextSteps.tryLogin'),
      loginFailed: input.facts.loginFailed === 'yes',
      basis: [this.importRow(wizard), ...this.rows(wizard, wizard.questions.flatMap(({ paths }) => paths))],
      askAgain,
      firstToAsk: askAgain?.[0]?.href ?? null,
      windowWanted: !verdict.decided && !verdict.contradiction && verdict.missing.some((path) => path.startsWith('importResult.')),
      edms: letter ? this.questions.edms(answers) : null,
      edmsQuestion,
      edmsHint,
    };
  }

  /** The page of the window, its answer in words. */
  importRow({ input: { importResult }, answers }: Wizard): AnswerRow {
    const unseen = this.templates.message('portal.answers.import.unseen');
    const value = this.templates.message(`portal.answers.import.${importKind(answers) ?? 'none'}`, {
      previouslyLoaded: importResult?.previouslyLoaded ?? unseen,
      withOwner: importResult?.withOwner ?? unseen,
      errorText: importResult?.errorText,
    });
    return { label: this.templates.message('portal.titles.import-result'), value, href: '/import-result' };
  }

  /** Facts with their answers; the window's come as one. */
  rows(wizard: Wizard, paths: readonly FactPath[]): AnswerRow[] {
    const facts = paths.filter((path) => path.startsWith('facts.'));
    const rows = facts.map((path) => ({
      label: this.questions.words(path).title,
      value: this.questions.answer(path, wizard.answers[path] ?? ''),
      href: this.hrefOf(wizard, path),
    }));
    return facts.length < paths.length ? [this.importRow(wizard), ...rows] : rows;
  }

  private hrefOf({ questions }: Wizard, path: FactPath): string {
    const question = questions.find(({ paths }) => paths.includes(path));
    return question ? `/questions/${question.slug}` : '/import-result';
  }

  /** While nobody knows whether it goes by EDMS or by mail: what holds for both. */
  private letterSteps(): string[] {
    return ['getLetter', this.config.letterSignatureRequired ? 'sign' : 'unsigned', 'send'].map((step) => this.templates.message(`portal.letter-steps.${step}`));
  }
}
