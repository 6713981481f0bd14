import type { AuditAction } from './audit-actions.js';

/** What is looked for; what is left out does not narrow. */
export interface AuditFilter {
  /** An account, or `service` for what nobody signed in did. */
  by?: string;
  actions?: readonly AuditAction[];
  from?: Date;
  /** Exclusive. */
  until?: Date;
}
