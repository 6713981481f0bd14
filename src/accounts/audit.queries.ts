import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { AuditAction } from './audit-actions.js';
import type { AuditFilter } from './audit-filter.js';

/** One entry with the names it refers to. */
export interface AuditRow {
  id: string;
  at: Date;
  action: AuditAction;
  /** `kind:id` */
  subject: string;
  details: Record<string, string | number | boolean | null>;
  /** `null` = the service itself, or somebody not signed in. */
  actorName: string | null;
  actorEmail: string | null;
  /** When the subject is an account. */
  subjectName: string | null;
}

/** Reads the audit log, the newest first, a page at a time. */
@Injectable()
export class AuditQueries {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Up to `limit` entries older than `before` or newer than `after` (ids; at most one of both), always the newest first. */
  async page({ by, actions, from, until }: AuditFilter, { before, after }: { before?: string; after?: string }, limit: number): Promise<AuditRow[]> {
    const account = by && by !== 'service' ? by : null;
    const rows = await this.dataSource.query<AuditRow[]>(
      `SELECT a.id, a.at, a.action, a.subject, a.details,
              coalesce(nullif(who.full_name, ''), who.email) AS "actorName", who.email AS "actorEmail", coalesce(nullif(what.full_name, ''), what.email) AS "subjectName"
         FROM audit_log a
         LEFT JOIN accounts who ON who.id = a.account_id
         LEFT JOIN accounts what ON a.subject = 'account:' || what.id
        WHERE ($1::uuid IS NULL OR a.account_id = $1) AND (NOT $2 OR a.account_id IS NULL)
          AND ($3::text[] IS NULL OR a.action = ANY ($3))
          AND ($4::timestamptz IS NULL OR a.at >= $4) AND ($5::timestamptz IS NULL OR a.at < $5)
          AND ($6::bigint IS NULL OR a.id < $6) AND ($7::bigint IS NULL OR a.id > $7)
        ORDER BY a.id ${after ? 'ASC' : 'DESC'} LIMIT $8`,
      [account, by === 'service', actions ?? null, from ?? null, until ?? null, before ?? null, after ?? null, limit],
    );
    return after ? rows.reverse() : rows;
  }
}
