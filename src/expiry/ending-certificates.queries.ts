import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { CaseRequest } from '../cases/case-request.js';
import type { CertificateFacts } from '../certificates/certificate-facts.js';

/** A certificate of a case that ends soon. */
export interface EndingCase {
  id: string;
  number: string;
  notAfter: Date;
  facts: CertificateFacts;
  request: Pick<CaseRequest, 'organization' | 'contact'>;
}

/** The same, ready to be compared with what else is known. */
export interface EndingRow {
  thumbprint: string;
  notAfter: Date;
  person: string;
  nameKey: string;
  inn: string | null;
  organizationInn: string | null;
  organizationName: string | null;
  email: string | null;
  number: string;
}

/** Serialises making the list anew. */
const LOCK = 1_763_876;
const ACTIVE = '(SELECT version_id FROM directory_active)';
/** Somebody else of the organisation who can do the import. */
const colleague = (of: string, after: string, nameKey: string): string => `
  (SELECT k.full_name FROM directory_users k WHERE k.version_id = ${ACTIVE} AND k.organization_inn = ${of} AND NOT k.blocked
     AND k.certificate_not_after > ${after} AND k.name_key <> ${nameKey} LIMIT 1)`;
/** A later certificate of the same person, known from a case. */
const laterCase = (person: string, organizationInn: string, after: string): string => `
  EXISTS (SELECT FROM cases l WHERE lower(l.certificate #>> '{subject,commonName}') = lower(${person})
    AND l.request #>> '{organization,inn}' = ${organizationInn} AND (l.certificate ->> 'notAfter')::timestamptz > ${after})`;

/** Makes the list of certificates that end soon. */
@Injectable()
export class EndingCertificatesQueries {
  /** Empties the list within the transaction; `false` when another process is at it. */
  async begin(manager: EntityManager): Promise<boolean> {
    const [row] = await manager.query<{ locked: boolean }[]>('SELECT pg_try_advisory_xact_lock($1) AS locked', [LOCK]);
    if (!row?.locked) return false;
    await manager.query('DELETE FROM ending_certificates');
    return true;
  }

  /** Accounts that work; not whose owner has another account or a case with a later certificate. */
  async addAccounts(manager: EntityManager, now: Date, until: Date): Promise<void> {
    await manager.query(
      `INSERT INTO ending_certificates (certificate_key, thumbprint, not_after, person, organization_inn, organization_name, email, colleague)
       SELECT coalesce(t.one, u.account_key || '@' || to_char(u.certificate_not_after AT TIME ZONE 'Asia/Yekaterinburg', 'YYYY-MM-DD')), t.one, u.certificate_not_after,
         u.full_name, u.organization_inn, u.organization_name, u.email, ${colleague('u.organization_inn', 'u.certificate_not_after', 'u.name_key')}
       FROM directory_users u CROSS JOIN LATERAL (SELECT CASE WHEN cardinality(u.thumbprints) = 1 THEN u.thumbprints[1] END AS one) t
       WHERE u.version_id = ${ACTIVE} AND NOT u.blocked AND u.certificate_not_after > $1 AND u.certificate_not_after <= $2
         AND NOT EXISTS (SELECT FROM directory_users o WHERE o.version_id = u.version_id AND o.snils_hash = u.snils_hash AND o.certificate_not_after > u.certificate_not_after)
         AND NOT ${laterCase('u.full_name', 'u.organization_inn', 'u.certificate_not_after')}
       ON CONFLICT DO NOTHING`,
      [now, until],
    );
  }

  /** The next certificates of cases that end in this time, the soonest first. */
  cases(manager: EntityManager, after: { notAfter: Date; id: string }, until: Date, limit: number): Promise<EndingCase[]> {
    return manager.query(
      `SELECT c.id, c.number, w.not_after AS "notAfter", c.certificate AS facts, jsonb_build_object('organization', c.request -> 'organization', 'contact', c.request -> 'contact') AS request
       FROM worklist w JOIN cases c ON c.id = w.case_id WHERE (w.not_after, w.case_id) > ($1::timestamptz, $2::uuid) AND w.not_after <= $3 ORDER BY w.not_after, w.case_id LIMIT $4`,
      [after.notAfter, after.id, until, limit],
    );
  }

  /** Adds those which a fresh directory does not have already, and whose owner has no later certificate there or in another case. */
  async addCases(manager: EntityManager, rows: readonly EndingRow[], fresh: boolean): Promise<void> {
    await manager.query(
      `INSERT INTO ending_certificates (certificate_key, thumbprint, not_after, person, organization_inn, organization_name, email, colleague, case_number)
       SELECT r.thumbprint, r.thumbprint, r."notAfter", r.person, r."organizationInn", r."organizationName", r.email, ${colleague('r."organizationInn"', 'r."notAfter"', 'r."nameKey"')}, r.number
       FROM jsonb_to_recordset($1::jsonb) AS r (thumbprint text, "notAfter" timestamptz, person text, "nameKey" text, inn text, "organizationInn" text, "organizationName" text, email text, number text)
       WHERE NOT EXISTS (SELECT FROM directory_users u WHERE u.version_id = ${ACTIVE} AND u.thumbprints <> '{}' AND u.thumbprints @> ARRAY[r.thumbprint] AND (u.blocked OR $2 AND u.certificate_not_after IS NOT NULL))
         AND NOT EXISTS (SELECT FROM directory_users u WHERE u.version_id = ${ACTIVE} AND u.inn = r.inn AND u.certificate_not_after > r."notAfter")
         AND NOT EXISTS (SELECT FROM directory_users u WHERE u.version_id = ${ACTIVE} AND u.name_key = r."nameKey" AND u.organization_inn = r."organizationInn" AND u.certificate_not_after > r."notAfter")
         AND NOT ${laterCase('r.person', 'r."organizationInn"', 'r."notAfter"')}
       ON CONFLICT DO NOTHING`,
      [JSON.stringify(rows), fresh],
    );
  }
}
