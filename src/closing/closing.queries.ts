import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { CaseRequest } from '../cases/case-request.js';
import type { CertificateFacts } from '../certificates/certificate-facts.js';
import type { AccountEvidence } from '../directory/directory-answer.js';
import type { BackCause, GoneCause } from './closing-decision.js';

/** A resolved case that nobody confirmed in so many days is let be. */
const LOOKED_BACK_DAYS = 90;

/** A case that a new version may say something of. */
export interface LoopCandidate {
  id: string;
  number: string;
  request: CaseRequest;
  facts: CertificateFacts;
  /** DER of its certificate; `null` when it is not kept any more. */
  der: Buffer | null;
  endedBefore: boolean;
}

/** A proposal that stands: the version that said it is the one that is seen now. */
export interface Proposal {
  cause: GoneCause;
  evidence: AccountEvidence;
  /** When the export was made. */
  asOf: Date;
}

/** One word of a version of the directory about a case. */
interface Said {
  caseId: string;
  version: number;
  action: 'proposed' | 'resolved' | 'reopened' | 'confirmed';
  cause: GoneCause | BackCause;
  evidence: AccountEvidence | null;
  at: Date;
}

/** What versions of the directory said of cases. */
@Injectable()
export class ClosingQueries {
  constructor(private readonly database: DataSource) {}

  /** The next cases after a number that this version has not spoken of: open ones, and resolved ones that nothing confirmed yet. */
  candidates(version: number, after: string, now: Date, limit: number): Promise<LoopCandidate[]> {
    return this.database.query(
      `SELECT c.id, c.number, c.request, c.certificate AS facts,
         (SELECT f.content FROM case_files f WHERE f.case_id = c.id AND f.kind = 'certificate' ORDER BY f.created_at DESC LIMIT 1) AS der,
         EXISTS (SELECT FROM case_closings e WHERE e.case_id = c.id AND e.action = 'resolved') AS "endedBefore"
       FROM cases c
       WHERE c.number > $2 AND NOT EXISTS (SELECT FROM case_closings s WHERE s.case_id = c.id AND s.version_id = $1)
         AND (c.status NOT IN ('resolved', 'closed', 'cancelled')
           OR c.status = 'resolved' AND c.outcome IN ('registered', 'unblocked', 'solved') AND c.resolved_at > $3::timestamptz - make_interval(days => ${LOOKED_BACK_DAYS})
             AND NOT EXISTS (SELECT FROM case_closings k WHERE k.case_id = c.id AND k.action = 'confirmed' AND k.at > c.resolved_at))
       ORDER BY c.number LIMIT $4`,
      [version, after, now, limit],
    );
  }

  /** Keeps the version that is seen from being switched until the transaction ends, and tells which it is. */
  async holdVersion(manager: EntityManager): Promise<number | null> {
    const [row] = await manager.query<{ version_id: number | null }[]>('SELECT version_id FROM directory_active FOR SHARE');
    return row?.version_id ?? null;
  }

  /** Writes it down; `false` when the version has spoken of this case before. */
  async say(manager: EntityManager, { caseId, version, action, cause, evidence, at }: Said): Promise<boolean> {
    const rows = await manager.query<unknown[]>(
      `INSERT INTO case_closings (case_id, version_id, action, cause, evidence, at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING case_id`,
      [caseId, version, action, cause, evidence && JSON.stringify(evidence), at],
    );
    return rows.length > 0;
  }

  /** Whether the same was proposed by an earlier version: then its event stands in the timeline already. */
  async proposedBefore(manager: EntityManager, caseId: string, cause: GoneCause): Promise<boolean> {
    return (await manager.query<unknown[]>("SELECT 1 FROM case_closings WHERE case_id = $1 AND cause = $2 AND action = 'proposed' LIMIT 1", [caseId, cause])).length > 0;
  }

  /** Taking a sync back takes its proposals along, because they belong to the version. */
  async proposal(caseId: string, manager: EntityManager = this.database.manager): Promise<Proposal | null> {
    const [row] = await manager.query<Proposal[]>(
      `SELECT s.cause, s.evidence, coalesce(v.as_of, v.created_at) AS "asOf"
       FROM case_closings s JOIN directory_active USING (version_id) JOIN directory_versions v ON v.id = s.version_id
       JOIN cases c ON c.id = s.case_id AND c.status NOT IN ('resolved', 'closed', 'cancelled')
       WHERE s.case_id = $1 AND s.action = 'proposed'`,
      [caseId],
    );
    return row ?? null;
  }
}
