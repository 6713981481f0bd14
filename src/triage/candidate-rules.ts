import { accounts, noOwner, RULES, said, type Rule } from './triage-rules.js';
import type { RuleId } from './verdict.js';

const [R4] = RULES.filter(({ id }) => id === 'R4') as [Rule];

/**
 * Versions of rules that are not in force until an administrator has tried one on past cases and switched it on (ADR 0025).
 * Each stands in for the rule of its id, at its place in the order. One that has proved itself moves into `RULES`.
 */
export const CANDIDATES: readonly Rule[] = [
  {
    ...R4,
    version: 2,
    // Accounts that may be his outweigh his word too: a person looks first.
    when: (input) => {
      const found = accounts(input);
      return (noOwner(input) && found === 0) || (said('userRegistered', 'no')(input) && !found && !(input.directory.known && found === null));
    },
  },
];

/** Names one version of a rule. */
export interface RuleVersion {
  ruleId: RuleId;
  version: number;
}

/** The table with these candidates in the places of their rules; versions that this program does not have are passed over. */
export function rulesWith(switchedOn: readonly { ruleId: string; version: number }[]): readonly Rule[] {
  return RULES.map((rule) => {
    const wanted = switchedOn.find(({ ruleId }) => ruleId === rule.id);
    return CANDIDATES.find(({ id, version }) => id === wanted?.ruleId && version === wanted.version) ?? rule;
  });
}

/** The candidate of that name; `null` when there is none. */
export function candidateNamed(ruleId: string, version: number): Rule | null {
  return CANDIDATES.find((rule) => rule.id === ruleId && rule.version === version) ?? null;
}
