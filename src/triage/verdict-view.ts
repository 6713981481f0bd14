import type { Category, FactPath, Route, RuleId } from './verdict.js';

/** A fact that has to be asked (again), with the words to ask it. */
export interface QuestionView {
  path: FactPath;
  text: string;
  hint?: string;
}

/**
 * The verdict of the public contract, in Russian sentences. While the facts do not decide, rule, category and route are
 * `null`, `reasons` say why we ask, and `missing` and `questions` what.
 */
export interface VerdictView {
  ruleId: RuleId | null;
  ruleVersion: number | null;
  category: Category | null;
  route: Route | null;
  reasons: string[];
  nextSteps: string[];
  missing: FactPath[];
  questions: QuestionView[];
}
