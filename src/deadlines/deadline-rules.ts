import type { Category } from '../triage/verdict.js';
import type { WaitsFor } from './case-clock.js';

/**
 * What has a term: the operator's first word on a case, a stay with a delivery problem, and the outcome of the whole case.
 * The order is the one in which they are shown.
 */
export const TERMS = ['first-answer', 'delivery-problem', 'outcome'] as const;
export type Term = (typeof TERMS)[number];

/** While a case waits for one of these, the term's clock runs; for anybody else it pauses. */
export const RUNS_FOR: Readonly<Record<Term, readonly WaitsFor[]>> = {
  'first-answer': ['operator'],
  'delivery-problem': ['operator'],
  // A letter that our own service cannot hand over is our delay, not the applicant's.
  outcome: ['operator', 'service'],
};

/** One row of the table. */
export interface DeadlineRule {
  id: string;
  term: Term;
  /** `any` closes the rows of a term. */
  categories: readonly Category[] | 'any';
  /** Working minutes. */
  minutes: number;
}

const HOUR = 60;

/**
 * How long each term is; the first row that fits decides. [A] No law gives these terms: they are assumptions and settings of the desk,
 * and are shown as such. Shorter where somebody cannot work at all, or where only an operator can go on.
 */
export const DEADLINE_RULES: readonly DeadlineRule[] = [
  { id: 'first-answer-no-access', term: 'first-answer', categories: ['user-blocked', 'no-colleague'], minutes: 2 * HOUR },
  { id: 'first-answer-decision', term: 'first-answer', categories: ['needs-triage', 'owner-mismatch', 'duplicate-user', 'import-error'], minutes: 4 * HOUR },
  { id: 'first-answer', term: 'first-answer', categories: 'any', minutes: 8 * HOUR },
  { id: 'delivery-problem', term: 'delivery-problem', categories: 'any', minutes: 2 * HOUR },
  { id: 'outcome-no-access', term: 'outcome', categories: ['user-blocked', 'no-colleague'], minutes: 8 * HOUR },
  {
    id: 'outcome-decision',
    term: 'outcome',
    categories: ['needs-triage', 'owner-mismatch', 'duplicate-user', 'import-error', 'user-missing'],
    minutes: 16 * HOUR,
  },
  { id: 'outcome', term: 'outcome', categories: 'any', minutes: 24 * HOUR },
];

/** Share of a term from which on it is warned about. [A] */
export const WARNING_SHARE = 0.75;

/** How long terms are, and from when on they are warned about; the desk may change the figures, not the rows. */
export interface DeadlineTerms {
  rules: readonly DeadlineRule[];
  /** Above 0, below 1. */
  warningShare: number;
}

/** The figures in other words: minutes by the id of their row; rows that are not named keep what they have. */
export function withFigures(minutes: Readonly<Record<string, number>>, warningShare: number): DeadlineTerms {
  return { rules: DEADLINE_RULES.map((rule) => ({ ...rule, minutes: minutes[rule.id] ?? rule.minutes })), warningShare };
}

/** The row for a category, `null` when the table has none: then this term is not kept. */
export function ruleFor(rules: readonly DeadlineRule[], term: Term, category: Category): DeadlineRule | null {
  return rules.find((rule) => rule.term === term && (rule.categories === 'any' || rule.categories.includes(category))) ?? null;
}
