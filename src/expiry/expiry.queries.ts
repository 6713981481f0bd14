import { Inject, Injectable } from '@nestjs/common';
import { createHmac } from 'node:crypto';
import { DataSource, type EntityManager } from 'typeorm';
import { SECRET_KEY } from '../platform/secret-key.js';
import type { ExpiryStep } from './expiry-step.js';

/** A certificate that ends soon, with what was sent about it. */
export interface EndingCertificate {
  key: string;
  notAfter: Date;
  person: string;
  organizationInn: string | null;
  organizationName: string | null;
  email: string | null;
  colleague: string | null;
  caseNumber: string | null;
  /** The owner wants no such mail. */
  refused: boolean;
  sent: { step: ExpiryStep; at: string; state: string | null }[];
}

/** What narrows the list; `after`: the row before the first one. */
export interface ExpiryScope {
  since: Date;
  until: Date;
  /** Words of the organisation's name, or its whole ИНН. */
  organization: string;
  after: { notAfter: string; key: string } | null;
}

/** How many ends an organisation has in this time. */
export interface OrganizationCount {
  inn: string;
  name: string | null;
  count: number;
}

/** One notice to be planned. */
export interface DueCertificate {
  certificateKey: string;
  thumbprint: string | null;
  notAfter: Date;
  person: string;
  email: string;
  colleague: string | null;
}

/** What is due: ends after `since` up to `until`. */
export interface DueSpan {
  since: Date;
  until: Date;
  fresh: boolean;
}

/** A notice as it was planned. */
export interface ExpiryNoticeRow {
  step: ExpiryStep;
  email: string;
  person: string;
  colleague: string | null;
  notAfter: Date;
}

const SCOPE = `e.not_after > $1 AND e.not_after <= $2
  AND ($3 = '' OR e.organization_inn = $3 OR e.organization_name ILIKE '%' || replace(replace(replace($3, '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '%')`;

/** Whether an address has refused; of such addresses only keyed hashes are kept. */
const hasRefused = (email: string, key: string): string => `EXISTS (SELECT FROM expiry_refusals r WHERE r.email_hash = ${hashOf(email, key)})`;
const hashOf = (email: string, key: string): string => `sha256(${key}::bytea || convert_to(lower(${email}), 'UTF8'))`;

/** Certificates that end soon and the notices about them. */
@Injectable()
export class ExpiryQueries {
  private readonly refusalKey: Buffer;

  constructor(
    private readonly database: DataSource,
    @Inject(SECRET_KEY) secret: string,
  ) {
    this.refusalKey = createHmac('sha256', secret).update('expiry-refusal-address').digest();
  }

  /** Whether the directory that is seen is as of this moment or later. */
  async isFresh(manager: EntityManager, since: Date): Promise<boolean> {
    const [row] = await manager.query<{ fresh: boolean }[]>('SELECT coalesce(v.as_of, v.created_at) >= $1 AS fresh FROM directory_active a JOIN directory_versions v ON v.id = a.version_id', [since]);
    return row?.fresh ?? false;
  }

  /** The soonest first. */
  list({ since, until, organization, after }: ExpiryScope, limit: number): Promise<EndingCertificate[]> {
    return this.database.query(
      `SELECT e.certificate_key AS key, e.not_after AS "notAfter", e.person, e.organization_inn AS "organizationInn", e.organization_name AS "organizationName", e.email, e.colleague,
         e.case_number AS "caseNumber", ${hasRefused('e.email', '$7')} AS refused,
         coalesce((SELECT jsonb_agg(jsonb_build_object('step', n.step, 'at', n.at, 'state', d.state) ORDER BY n.step DESC)
           FROM expiry_notices n LEFT JOIN deliveries d ON d.expiry_notice_id = n.id WHERE n.certificate_key = e.certificate_key OR n.thumbprint = e.thumbprint), '[]') AS sent
       FROM ending_certificates e WHERE ${SCOPE} AND ($4::timestamptz IS NULL OR (e.not_after, e.certificate_key) > ($4, $5))
       ORDER BY e.not_after, e.certificate_key LIMIT $6`,
      [since, until, organization, after?.notAfter ?? null, after?.key ?? null, limit, this.refusalKey],
    );
  }

  /** Those with the most ends first. */
  organizations({ since, until, organization }: ExpiryScope, limit: number): Promise<OrganizationCount[]> {
    return this.database.query(
      `SELECT e.organization_inn AS inn, min(e.organization_name) AS name, count(*)::integer AS count FROM ending_certificates e
       WHERE ${SCOPE} AND e.organization_inn IS NOT NULL GROUP BY 1 HAVING count(*) > 1 ORDER BY 3 DESC, 1 LIMIT $4`,
      [since, until, organization, limit],
    );
  }

  /**
   * Certificates that end between two moments, whose owner can be told, was not told at this step and has not refused. What is known only from
   * a directory that is not `fresh` is not told.
   */
  due(manager: EntityManager, step: ExpiryStep, { since, until, fresh }: DueSpan, limit: number): Promise<DueCertificate[]> {
    return manager.query(
      `SELECT e.certificate_key AS "certificateKey", e.thumbprint, e.not_after AS "notAfter", e.person, e.email, CASE WHEN $5 THEN e.colleague END AS colleague FROM ending_certificates e
       WHERE e.not_after > $1 AND e.not_after <= $2 AND e.email IS NOT NULL AND ($5 OR e.case_number IS NOT NULL) AND NOT ${hasRefused('e.email', '$6')}
         AND NOT EXISTS (SELECT FROM expiry_notices n WHERE n.step = $3 AND (n.certificate_key = e.certificate_key OR n.thumbprint = e.thumbprint))
       ORDER BY e.not_after, e.certificate_key LIMIT $4`,
      [since, until, step, limit, fresh, this.refusalKey],
    );
  }

  /** `false` when this step of this certificate was planned before. */
  async add(manager: EntityManager, id: string, step: ExpiryStep, { certificateKey, thumbprint, email, person, colleague, notAfter }: DueCertificate, at: Date): Promise<boolean> {
    const rows = await manager.query<unknown[]>(
      `INSERT INTO expiry_notices (id, certificate_key, thumbprint, step, email, person, colleague, not_after, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       ON CONFLICT DO NOTHING RETURNING id`,
      [id, certificateKey, thumbprint, step, email, person, colleague, notAfter, at],
    );
    return rows.length > 0;
  }

  async notice(id: string): Promise<(ExpiryNoticeRow & { refused: boolean }) | null> {
    const [row] = await this.database.query<(ExpiryNoticeRow & { refused: boolean })[]>(
      `SELECT step, email, person, colleague, not_after AS "notAfter", ${hasRefused('n.email', '$2')} AS refused FROM expiry_notices n WHERE id = $1`,
      [id, this.refusalKey],
    );
    return row ?? null;
  }

  async refuse(email: string, at: Date): Promise<void> {
    await this.database.query(`INSERT INTO expiry_refusals (email_hash, at) VALUES (${hashOf('$1::text', '$3')}, $2) ON CONFLICT DO NOTHING`, [email, at, this.refusalKey]);
  }

  /** Hashes addresses that an earlier release kept as they are. */
  async hideRefusals(): Promise<void> {
    await this.database.query(`UPDATE expiry_refusals SET email_hash = ${hashOf('email', '$1')}, email = NULL WHERE email IS NOT NULL`, [this.refusalKey]);
  }
}
