import { ASKABLE_FACTS, WINDOW, type AskableFact } from './open-facts.js';
import { CONTRADICTIONS, RULES, type Contradiction, type Rule } from './triage-rules.js';
import type { FactPath, Route, TriageInput, Verdict } from './verdict.js';

/** What the table says at once: facts at odds, the rule that holds, or nothing. */
export type Finding = { contradiction: Contradiction } | { rule: Rule; route: Route } | null;

/**
 * From facts to a route (domain.md §2): the first rule that holds decides; contradictions and facts that no rule fits
 * ask again, never guess. Pure: the same input always gives the same verdict. `rules`: the table in force.
 */
export function triage(rawInput: TriageInput, rules: readonly Rule[] = RULES): Verdict {
  const input = normalise(rawInput);
  const finding = consult(input, rules);
  if (finding === null) return { decided: false, contradiction: false, reason: 'missing.tooFew', missing: missingFacts(input, rules) };
  if ('contradiction' in finding) {
    const { reason, askAgain } = finding.contradiction;
    return { decided: false, contradiction: true, reason, missing: [...askAgain] };
  }
  const { rule, route } = finding;
  return {
    decided: true,
    ruleId: rule.id,
    ruleVersion: rule.version,
    category: rule.category,
    route,
    reason: rule.reason,
    nextSteps: [...(rule.nextSteps[route] ?? [])],
  };
}

/** A blank error text is none, and a window of which nothing was seen is an import that was not made. */
export function normalise(input: TriageInput): TriageInput {
  if (input.importResult === null) return input;
  const { previouslyLoaded, withOwner } = input.importResult;
  const errorText = input.importResult.errorText?.trim() || null;
  const nothingSeen = previouslyLoaded === null && withOwner === null && errorText === null;
  return { ...input, importResult: nothingSeen ? null : { previouslyLoaded, withOwner, errorText } };
}

/** Asks the table; takes a normalised input. */
export function consult(input: TriageInput, rules: readonly Rule[]): Finding {
  const contradiction = CONTRADICTIONS.find(({ when }) => when(input));
  if (contradiction) return { contradiction };
  const rule = rules.find(({ when }) => when(input));
  return rule ? { rule, route: typeof rule.route === 'function' ? rule.route(input) : rule.route } : null;
}

/**
 * The smallest groups of open facts whose answers, whatever they are, let some rule hold: first single facts, then
 * pairs and the window, which is as much to answer as a pair.
 */
function missingFacts(input: TriageInput, rules: readonly Rule[]): FactPath[] {
  const open = ASKABLE_FACTS.filter(({ isOpen }) => isOpen(input));
  const singles = open.map((fact) => [fact]);
  const pairs = open.flatMap((first, index) => open.slice(index + 1).map((second) => [first, second]));
  const larger = WINDOW.isOpen(input) ? [[WINDOW], ...pairs] : pairs;
  const smallest = [singles, larger].map((groups) => groups.filter((group) => settles(group, input, rules))).find((groups) => groups.length > 0) ?? [];
  return [...new Set(smallest.flat().map(({ path }) => path))];
}

/** Whether a rule holds after every combination of answers; combinations that contradict what is known do not count. */
function settles(group: AskableFact[], input: TriageInput, rules: readonly Rule[]): boolean {
  const outcomes = group.reduce((inputs, fact) => inputs.flatMap(fact.answers), [input]).map((answered) => consult(answered, rules));
  const possible = outcomes.filter((finding) => finding === null || 'rule' in finding);
  return possible.length > 0 && !possible.includes(null);
}
