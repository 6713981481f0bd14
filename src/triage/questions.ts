import { ASKABLE_FACTS } from './open-facts.js';
import { RULES, type Rule } from './triage-rules.js';
import { consult, normalise } from './triage.js';
import type { FactPath, TriageInput } from './verdict.js';

/**
 * Asked as one question on one page («Что-нибудь из этого про вас?»): what is ticked is `yes`, the rest `no`.
 * Either sends the case to people whatever the window showed (R0, R2).
 */
export const EARLY_QUESTION: readonly FactPath[] = ['facts.signsDocuments', 'facts.userBlocked'];

/**
 * Which facts the rules still need, in the order of asking: ask the first (or the {@link EARLY_QUESTION}), then call again.
 * A fact is asked only if one of its answers would lead to another rule or route; found by trying the answers.
 *
 * - `answered`: facts that were asked already; «не знаю» is an answer too and is not asked twice.
 * - While the advice is to try to log in (R3, R11), nothing is asked: the attempt tells more than any answer,
 *   and «вход не удался» brings the questions back.
 * - Who has not imported yet and logs in with a valid certificate has an account: `userRegistered` is not asked.
 * - `importResult: null` is taken at its word: nothing was imported. The window has its own page before this.
 * - Facts at odds are asked again, answered or not.
 */
export function nextQuestions(rawInput: TriageInput, answered: ReadonlySet<FactPath> = new Set(), rules: readonly Rule[] = RULES): FactPath[] {
  const input = normalise(rawInput);
  const now = consult(input, rules);
  if (now && 'contradiction' in now) return [...now.contradiction.askAgain];
  if (now?.route === 'self-help' && now.rule.nextSteps['self-help']?.includes('nextSteps.tryLogin')) return [];

  return ASKABLE_FACTS.filter(({ path, isOpen, answers }) => {
    if (answered.has(path) || !isOpen(input)) return false;
    if (path === 'facts.userRegistered' && input.importResult === null && input.facts.currentCertificateValid === 'yes') return false;
    return answers(input).map((then) => consult(then, rules)).some((then) => then && 'rule' in then && (then.rule !== now?.rule || then.route !== now.route));
  }).map(({ path }) => path);
}
