import { type z } from 'zod';
import { triageRequestSchema } from '../cases/case-request.js';
import type { ApplicantFacts, FactPath } from '../triage/verdict.js';
import { type BatchRow, type CommonAnswers, factsOf, NO_FACTS } from './batch-row.js';

/** What operators answer to the questions of several items; what is left out or not known stays open. At least one answer is needed. */
export const batchAnswersSchema = triageRequestSchema.refine(isAnswer, { path: ['answers'], params: { code: 'batch-no-answer' } }) satisfies z.ZodType<CommonAnswers>;

/** Kinds of items that operators may answer for: triage asks, or left the decision to a person. */
export type AnswerableKind = 'undecided' | 'needs-triage';

/** What may be said anew of an item that was left to a person: nothing is asked of it, but each of these may lead to another rule. */
export const WHAT_MAY_HELP: readonly FactPath[] = [
  'importResult.previouslyLoaded', 'importResult.withOwner', 'facts.signsDocuments', 'facts.userBlocked', 'facts.currentCertificateValid',
  'facts.colleagueCanImport', 'facts.userRegistered', 'facts.edms',
];

/** What was said of an item, the latest first: to a question of its own, in its row, for all of the batch. */
export function saidOf({ said, answered }: { said: BatchRow | null; answered: CommonAnswers | null }, common: CommonAnswers): CommonAnswers {
  return factsOf(answered, factsOf(said, common));
}

/**
 * An item's answers after new ones. Only what was asked of this item (`missing`) counts: its row may have said other things differently.
 * `known`: all that was said of it before.
 */
export function answer(answered: CommonAnswers | null, known: CommonAnswers, given: CommonAnswers, missing: readonly FactPath[]): CommonAnswers {
  const asked = (path: FactPath): boolean => missing.includes(path);
  const facts = Object.fromEntries(Object.entries(given.facts).filter(([name]) => asked(`facts.${name as keyof ApplicantFacts}`)));
  const window = given.importResult;
  const before = known.importResult ?? { previouslyLoaded: null, withOwner: null, errorText: null };
  const previouslyLoaded = asked('importResult') || asked('importResult.previouslyLoaded') ? window?.previouslyLoaded : null;
  const withOwner = asked('importResult') || asked('importResult.withOwner') ? window?.withOwner : null;
  const errorText = asked('importResult') || asked('importResult.errorText') ? (window?.errorText ?? null) : before.errorText;
  const seen = { previouslyLoaded: previouslyLoaded ?? before.previouslyLoaded, withOwner: withOwner ?? before.withOwner, errorText };
  const touched = window !== null && (['importResult', 'importResult.previouslyLoaded', 'importResult.withOwner', 'importResult.errorText'] as const).some(asked);
  return factsOf({ importResult: touched ? seen : null, facts: { ...NO_FACTS, ...facts } }, answered ?? { importResult: null, facts: NO_FACTS });
}

function isAnswer({ importResult, facts }: CommonAnswers): boolean {
  return importResult !== null || Object.entries(facts).some(([name, value]) => value !== NO_FACTS[name as keyof ApplicantFacts]);
}
