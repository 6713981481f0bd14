import { canMove } from '../cases/case-status.js';
import type { CaseStanding } from '../cases/worklist/worklist-query.js';
import type { BulkKind } from './bulk-action.js';

/** What an action will do to a case: something (`will`), or nothing, and why; each but `will` has a sentence `tasks.kinds.bulk.report.<forecast>`. */
export type BulkForecast = 'will' | 'changed' | 'done-already' | 'closed' | 'sent-already' | 'nothing-failed';

/** What the forecast of an action goes by. */
export interface BulkAim {
  kind: BulkKind;
  /** Who would have the case afterwards; only for `take` and `assign`, `null` while it is not chosen. */
  assigneeId: string | null;
  /** The new way; only for `reroute`, `null` while it is not chosen. */
  route: string | null;
}

/**
 * Whether one case is acted upon. Stricter than the same action on the case's own page where nobody looks at the single case: what has
 * changed since it was chosen is left alone, and what has been sent does not go a second way. `version`: of the case as it was chosen.
 */
export function forecast({ status, assigneeId, route, version: present }: CaseStanding, version: number, aim: BulkAim): BulkForecast {
  if (present !== version) return 'changed';
  const closed = status === 'resolved' || status === 'closed' || status === 'cancelled';
  switch (aim.kind) {
    case 'note':
      return 'will';
    case 'resolve':
      if (status === 'resolved') return 'done-already';
      return canMove(status, 'resolved') ? 'will' : 'closed';
    case 'take':
    case 'assign':
      if (closed) return 'closed';
      return aim.assigneeId !== null && assigneeId === aim.assigneeId ? 'done-already' : 'will';
    case 'release':
      if (closed) return 'closed';
      return assigneeId === null ? 'done-already' : 'will';
    case 'answer':
      return closed ? 'closed' : 'will';
    case 'retry':
      if (closed) return 'closed';
      return status === 'delivery-problem' ? 'will' : 'nothing-failed';
    case 'reroute':
      if (closed) return 'closed';
      if (status === 'sent') return 'sent-already';
      return aim.route !== null && route === aim.route ? 'done-already' : 'will';
  }
}

/** How many cases meet which forecast; only those that occur. */
export function countForecasts(forecasts: readonly BulkForecast[]): ReadonlyMap<BulkForecast, number> {
  const counts = new Map<BulkForecast, number>();
  for (const each of forecasts) counts.set(each, (counts.get(each) ?? 0) + 1);
  return counts;
}
