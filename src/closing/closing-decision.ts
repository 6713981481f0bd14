import type { CaseOutcome } from '../cases/case-decision.js';
import type { CaseStatus } from '../cases/case-status.js';
import type { AccountEvidence, DirectoryAnswer } from '../directory/directory-answer.js';
import type { MatchedField } from '../directory/person-match.js';
import type { Category, RuleId } from '../triage/verdict.js';

/** Why a case has come to its end: the user is registered, his block is lifted, the certificate is bound to his account. */
export type GoneCause = 'registered' | 'unblocked' | 'bound';

/** Why a case that was resolved is not: the user is still missing, or still blocked. */
export type BackCause = 'missing' | 'blocked';

/** A case, as far as closing looks at it. */
export interface LoopCase {
  status: CaseStatus;
  category: Category;
  /** The rule that sorted it. */
  ruleId: RuleId;
  outcome: CaseOutcome | null;
  createdAt: Date;
  resolvedAt: Date | null;
  /** An earlier version of the directory ended it already, and it came back: a person looks at it now. */
  endedBefore: boolean;
}

/** What a version of the directory means for a case. */
export type LoopDecision =
  /** `sure`: it may be done without a person where the setting says so. */
  | { action: 'close'; cause: GoneCause; sure: boolean; evidence: AccountEvidence }
  | { action: 'reopen'; cause: BackCause; evidence: AccountEvidence | null }
  /** A resolved case is as it was said to be. */
  | { action: 'confirm'; cause: GoneCause; evidence: AccountEvidence };

/** Outcome of a case by the cause that is gone. */
export const OUTCOMES: Readonly<Record<GoneCause, CaseOutcome>> = { registered: 'registered', unblocked: 'unblocked', bound: 'solved' };

const OVER: readonly CaseStatus[] = ['resolved', 'closed', 'cancelled'];
/** What has to be so before the case is over, by its category; `null`: no directory can tell. */
const AWAITED: Readonly<Record<Category, GoneCause | null>> = {
  'user-missing': 'registered',
  'user-blocked': 'unblocked',
  'duplicate-user': 'bound',
  'owner-mismatch': 'bound',
  'needs-triage': 'bound',
  'no-colleague': 'bound',
  'import-error': 'bound',
  'self-service': 'bound',
  // The certificate was bound when the case came.
  'already-loaded': null,
};
const DAY = 86_400_000;

/**
 * What follows from an answer of the directory, `null` when nothing does. Weak matches never count, a stale export neither,
 * and an export counts only for what was so before it was made: the case must be older than it, or its end.
 */
export function decideLoop(row: LoopCase, answer: DirectoryAnswer, { now, freshDays }: { now: Date; freshDays: number }): LoopDecision | null {
  if (!answer.findings.known || answer.asOf === null) return null;
  const asOf = Date.parse(answer.asOf);
  if (now.getTime() - asOf > freshDays * DAY) return null;
  if (row.status === 'resolved') return asOf > (row.resolvedAt?.getTime() ?? Infinity) ? afterEnd(row, answer) : null;
  if (OVER.includes(row.status) || row.endedBefore || asOf <= row.createdAt.getTime()) return null;
  return whileOpen(row, answer);
}

function whileOpen({ category, ruleId }: LoopCase, answer: DirectoryAnswer): LoopDecision | null {
  const cause = AWAITED[category];
  const evidence = usable(answer);
  if (cause === null || ruleId === 'R0' || !evidence) return null;
  const certificate = verdictOf(evidence, 'certificate');
  if (cause === 'bound' && certificate !== 'same') return null;
  // Another certificate is bound to the account: he is there, but with this one he may not come in yet.
  return { action: 'close', cause, sure: category !== 'needs-triage' && certificate !== 'differs', evidence };
}

function afterEnd({ outcome, category }: LoopCase, answer: DirectoryAnswer): LoopDecision | null {
  const promised = outcome === 'solved' ? AWAITED[category] : outcome;
  if (promised !== 'registered' && promised !== 'unblocked') return null;
  const evidence = usable(answer);
  if (evidence) return { action: 'confirm', cause: promised, evidence };
  const { findings, accounts } = answer;
  if (!findings.known) return null;
  if (promised === 'registered' && findings.accounts === 0) return { action: 'reopen', cause: 'missing', evidence: null };
  if (promised === 'unblocked' && findings.blocked) return { action: 'reopen', cause: 'blocked', evidence: sureOnes(accounts)[0] ?? null };
  return null;
}

/** The one account that is surely his, works, and is not in another organisation; `null` when there is none, or which one is not clear. */
function usable({ accounts }: DirectoryAnswer): AccountEvidence | null {
  const working = sureOnes(accounts).filter(({ blocked }) => !blocked);
  const [only] = working;
  return working.length === 1 && only && verdictOf(only, 'organization') !== 'differs' ? only : null;
}

function sureOnes(accounts: readonly AccountEvidence[]): AccountEvidence[] {
  return accounts.filter(({ strength }) => strength !== 'weak');
}

function verdictOf({ fields }: AccountEvidence, name: MatchedField): string | undefined {
  return fields.find(({ field }) => field === name)?.verdict;
}
