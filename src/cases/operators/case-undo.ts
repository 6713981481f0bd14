import { canTakeBack, type DeliveryMoment, type DeliveryTrace } from '../../delivery/delivery-trace.js';
import type { Category, Route } from '../../triage/verdict.js';
import type { CaseDecision, CaseOutcome } from '../case-decision.js';
import type { CaseStatus } from '../case-status.js';

/** What an operator can take back; names the words `cases.undoable.<action>`. */
export type UndoableAction = 'take' | 'assign' | 'note' | 'decide' | 'answer' | 'question' | 'resolve' | 'reopen' | 'merge' | 'reroute' | 'arrived';

/** What of a case an action may change; dates are ISO 8601 UTC. */
export interface CaseBefore {
  status: CaseStatus;
  assigneeId: string | null;
  category: Category;
  route: Route;
  decision: CaseDecision | null;
  outcome: CaseOutcome | null;
  mergedInto: string | null;
  resolvedAt: string | null;
  firstAnswerAt: string | null;
  hadLetter: boolean;
}

/** The last action on a case, as far as it takes to say whether it can be taken back. */
export interface LastAction {
  version: number;
  accountId: string;
  deliveries: readonly DeliveryTrace[];
}

/** Why an action cannot be taken back; names the error `undo-<code>`. */
export type UndoRefusal = 'gone' | 'not-yours' | 'changed' | 'left';

/** Whether the last action still is the last, is this operator's own, and nothing has left the house by it; `null` when it can be taken back. */
export function whyNotUndo(last: LastAction | null, now: { version: number; accountId: string; deliveries: readonly DeliveryMoment[] }): UndoRefusal | null {
  if (!last) return 'gone';
  if (last.accountId !== now.accountId) return 'not-yours';
  if (last.version !== now.version) return 'changed';
  return canTakeBack(last.deliveries, now.deliveries) ? null : 'left';
}
