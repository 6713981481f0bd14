import { Injectable } from '@nestjs/common';
import { ClockService } from '../platform/clock.service.js';
import type { Tx } from '../platform/transactions.service.js';
import { AuditEntry } from './account.entity.js';
import type { AuditAction } from './audit-actions.js';

/** What is written into the audit log. */
export interface Audited {
  /** Who did it; `null` = the service itself, or somebody not signed in. */
  by: string | null;
  action: AuditAction;
  /** What it was done to: `account:<id>`, `setting:agency-email`. */
  subject: `${string}:${string}`;
  /** Ids, codes and numbers; never names, addresses or what somebody typed. */
  details?: Record<string, string | number | boolean | null>;
}

/** The audit log: written in the transaction of the change, never changed afterwards. */
@Injectable()
export class AuditService {
  constructor(private readonly clock: ClockService) {}

  async record(tx: Tx, { by, action, subject, details = {} }: Audited): Promise<void> {
    await tx.manager.insert(AuditEntry, { at: this.clock.now(), accountId: by, action, subject, details });
  }
}
