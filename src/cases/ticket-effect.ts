import type { TicketNews } from '../delivery/ticket-watch.js';
import type { CaseStatus } from './case-status.js';

/** While a case stands here, it waits for the desk; in every other status somebody else is at it already. */
const WAITS_FOR_DESK: readonly CaseStatus[] = ['sent', 'queued', 'delivery-problem'];

/**
 * Where a case goes when there is news of its ticket, `null` when it stays. Whatever the desk says or asks is for an operator;
 * a ticket that was resolved resolves its case only where the setting says so.
 */
export function afterTicketNews(status: CaseStatus, { state, moved, comments }: TicketNews, onResolved: 'operator' | 'resolve'): CaseStatus | null {
  if (!WAITS_FOR_DESK.includes(status)) return null;
  if (moved && state === 'resolved') return onResolved === 'resolve' && comments.length === 0 ? 'resolved' : 'awaiting-operator';
  const forOperator = comments.length > 0 || (moved && (state === 'waiting' || state === 'rejected'));
  return forOperator ? 'awaiting-operator' : null;
}
