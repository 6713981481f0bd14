/**
 * Everything that is written into the audit log; a new action begins here, with its sentence `audit.actions.<action>` in
 * `templates/messages/audit.json` (a test asks for it). The part before the dot is the group by which the log is filtered.
 */
export const AUDIT_ACTIONS = [
  'account.made-by-settings',
  'account.invited',
  'account.activated',
  'account.signed-in',
  'account.password-given',
  'account.sign-in-failed',
  'account.password-changed',
  'account.password-reset-asked',
  'account.password-reset',
  'account.second-factor-added',
  'account.second-factor-removed',
  'account.recovery-codes-renewed',
  'account.role-changed',
  'account.disabled',
  'account.enabled',
  'account.sessions-ended',
  'account.unlocked',
  'account.rescue-asked',
  'account.rescued',
  'settings.changed',
  'settings.reset',
  'answer.created',
  'answer.changed',
  'answer.restored',
  'answer.retired',
  'answer.offered',
  'queue.retried',
  'queue.removed',
  'audit.exported',
  'cases.exported',
  'incident.tied',
  'incident.untied',
  'incident.closed',
  'guide.saved',
  'guide.restored',
  'guide.returned',
] as const;

export type AuditAction = (typeof AUDIT_ACTIONS)[number];
