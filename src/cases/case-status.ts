/** Where a case stands (public contract, statuses). */
export type CaseStatus =
  | 'self-help'
  | 'awaiting-operator'
  | 'awaiting-signed-letter'
  | 'queued'
  | 'sent'
  | 'delivery-problem'
  | 'awaiting-applicant'
  | 'resolved'
  | 'closed'
  | 'cancelled';

/** Statuses a case is made with, by what triage and the settings say. */
export const INITIAL_STATUSES: readonly CaseStatus[] = ['self-help', 'awaiting-operator', 'awaiting-signed-letter', 'awaiting-applicant', 'queued'];

/**
 * Which status may follow which. Everything that changes a status goes through {@link canMove}.
 * `closed` is the only end; a resolved or cancelled case can come back.
 */
export const CASE_TRANSITIONS: Readonly<Record<CaseStatus, readonly CaseStatus[]>> = {
  'self-help': ['awaiting-operator', 'awaiting-signed-letter', 'awaiting-applicant', 'queued', 'resolved', 'cancelled'],
  'awaiting-operator': ['awaiting-signed-letter', 'awaiting-applicant', 'queued', 'self-help', 'resolved', 'cancelled'],
  'awaiting-signed-letter': ['queued', 'awaiting-operator', 'awaiting-applicant', 'self-help', 'resolved', 'cancelled'],
  'awaiting-applicant': ['sent', 'queued', 'awaiting-operator', 'awaiting-signed-letter', 'self-help', 'resolved', 'cancelled'],
  queued: ['sent', 'delivery-problem', 'awaiting-operator', 'awaiting-signed-letter', 'awaiting-applicant', 'self-help', 'resolved', 'cancelled'],
  'delivery-problem': ['queued', 'sent', 'awaiting-operator', 'awaiting-signed-letter', 'awaiting-applicant', 'self-help', 'resolved', 'cancelled'],
  sent: ['resolved', 'awaiting-operator', 'awaiting-applicant', 'awaiting-signed-letter', 'self-help', 'queued', 'delivery-problem', 'cancelled'],
  resolved: ['closed', 'awaiting-operator'],
  cancelled: ['closed', 'awaiting-operator'],
  closed: [],
};

/** Whether nobody works on a case in this status any more. */
export function isOver(status: CaseStatus): boolean {
  return status === 'resolved' || status === 'closed' || status === 'cancelled';
}

/** Whether a case may go from one status to another; staying where it is is always allowed. */
export function canMove(from: CaseStatus, to: CaseStatus): boolean {
  return from === to || CASE_TRANSITIONS[from].includes(to);
}
