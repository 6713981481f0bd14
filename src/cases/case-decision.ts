import type { Category, Route } from '../triage/verdict.js';

/** An operator's decision: it stands over the rules' verdict, with its reason (domain §2). */
export interface CaseDecision {
  category: Category;
  route: Route;
  reason: string;
  accountId: string;
  /** ISO 8601 UTC. */
  at: string;
}

/** How a case ended; names the sentence `cases.outcomes.<outcome>`. */
export const CASE_OUTCOMES = ['solved', 'registered', 'unblocked', 'answered', 'not-needed', 'refused', 'merged'] as const;

/** One of {@link CASE_OUTCOMES}. */
export type CaseOutcome = (typeof CASE_OUTCOMES)[number];
