import type { Rule } from '../triage/triage-rules.js';
import { triage } from '../triage/triage.js';
import type { Category, Route, RuleId, TriageInput } from '../triage/verdict.js';

/** What a verdict comes to, without its words; `null`: the facts do not decide. */
export type Outcome = { ruleId: RuleId; category: Category; route: Route } | null;

/** A case as it was when it was sorted. */
export interface PastCase {
  number: string;
  input: TriageInput;
}

/** A case that another table would have sorted otherwise. */
export interface Difference {
  number: string;
  before: Outcome;
  after: Outcome;
}

/** How many cases would have gone from one outcome to another, and the first of them. */
export interface VerdictPair {
  before: Outcome;
  after: Outcome;
  count: number;
  examples: string[];
}

const MOST_EXAMPLES = 20;

/** Which of these cases two tables sort differently: by category or route. Another rule with the same outcome is no difference to anybody. */
export function differences(cases: readonly PastCase[], now: readonly Rule[], then: readonly Rule[]): Difference[] {
  return cases.flatMap(({ number, input }) => {
    const [before, after] = [outcome(input, now), outcome(input, then)];
    return before?.category === after?.category && before?.route === after?.route ? [] : [{ number, before, after }];
  });
}

/** Counts differences into pairs; the most frequent first. */
export function counted(pairs: readonly VerdictPair[], more: readonly Difference[]): VerdictPair[] {
  const byName = new Map(pairs.map((pair) => [nameOf(pair), { ...pair, examples: [...pair.examples] }]));
  for (const { number, before, after } of more) {
    const pair = byName.get(nameOf({ before, after })) ?? { before, after, count: 0, examples: [] };
    pair.count += 1;
    if (pair.examples.length < MOST_EXAMPLES) pair.examples.push(number);
    byName.set(nameOf(pair), pair);
  }
  return [...byName.values()].sort((a, b) => b.count - a.count);
}

function nameOf({ before, after }: Pick<VerdictPair, 'before' | 'after'>): string {
  return [before, after].map((side) => (side ? `${side.ruleId} ${side.category} ${side.route}` : '')).join('>');
}

function outcome(input: TriageInput, rules: readonly Rule[]): Outcome {
  const verdict = triage(input, rules);
  return verdict.decided ? { ruleId: verdict.ruleId, category: verdict.category, route: verdict.route } : null;
}
