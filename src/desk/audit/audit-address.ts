import { AUDIT_ACTIONS } from '../../accounts/audit-actions.js';
import type { AuditFilter } from '../../accounts/audit-filter.js';
import { isId } from '../frame/desk-path.js';

/** Fields of the log's address. */
export const AUDIT_FIELDS = ['by', 'action', 'from', 'to'] as const;
export type AuditAddress = Record<(typeof AUDIT_FIELDS)[number], string>;

const DAY_MS = 86_400_000;

/** Beginning of a day in Tyumen; `null` for what is no date. */
function dayStart(typed: string): Date | null {
  const at = /^\d{4}-\d\d-\d\d$/.test(typed) ? new Date(`${typed}T00:00:00+05:00`) : null;
  return at && !Number.isNaN(at.getTime()) ? at : null;
}

/** What an address looks for; what it says wrongly does not narrow. `action` names an action or a group of them. */
export function auditFilter({ by, action, from, to }: AuditAddress): AuditFilter {
  const actions = AUDIT_ACTIONS.filter((one) => one === action || one.startsWith(`${action}.`));
  const [start, end] = [dayStart(from), dayStart(to)];
  return {
    ...((by === 'service' || isId(by)) && { by }),
    ...(actions.length > 0 && { actions }),
    ...(start && { from: start }),
    ...(end && { until: new Date(end.getTime() + DAY_MS) }),
  };
}

/** The address of the log with some fields. */
export function auditQuery(address: AuditAddress, more: Record<string, string> = {}): string {
  const given = AUDIT_FIELDS.filter((field) => address[field] !== '').map((field): [string, string] => [field, address[field]]);
  const query = new URLSearchParams([...given, ...Object.entries(more)]).toString();
  return query === '' ? '' : `?${query}`;
}
