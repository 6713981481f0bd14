import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import type { IncidentCase, IncidentSummary } from './incident-view.js';
import type { KnownIncident, Wave } from './wave-detection.js';
import type { WaveCase, WaveKind } from './wave-signals.js';

/** Whoever holds it looks for waves; another one comes again later. */
const DETECTION_LOCK = 7_200_156;

const SUMMARY = `SELECT i.id, i.kind, i.label, i.found_at AS "foundAt", i.closed_at AS "closedAt", i.closed_by AS "closedBy", i.note, i.version,
    count(w.case_id)::int AS cases, (count(w.case_id) FILTER (WHERE w.is_open))::int AS "openCases", count(DISTINCT coalesce(w.inn, w.organization))::int AS bodies,
    min(w.created_at) AS "firstAt", max(w.created_at) AS "lastAt"
  FROM incidents i LEFT JOIN incident_cases t ON t.incident_id = i.id AND t.untied_at IS NULL LEFT JOIN worklist w ON w.case_id = t.case_id`;

/** An incident that is open, as the detection needs it. */
export interface OpenIncident {
  id: string;
  kind: WaveKind;
  fingerprint: string;
  foundAt: Date;
}

/** Reads and writes incidents and the cases that are tied to them. */
@Injectable()
export class IncidentsQueries {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** `false` when somebody else is looking for waves. Held until the transaction ends. */
  async lock(manager: EntityManager): Promise<boolean> {
    const [row] = await manager.query<{ alone: boolean }[]>('SELECT pg_try_advisory_xact_lock($1) AS alone', [DETECTION_LOCK]);
    return row?.alone ?? false;
  }

  /** Cases that came in a span, in their order. */
  async cases(since: Date, until: Date, manager: EntityManager = this.dataSource.manager): Promise<WaveCase[]> {
    return manager.query<WaveCase[]>(
      `SELECT w.case_id AS id, w.created_at AS at, c.certificate ->> 'issuer' AS issuer, w.inn, w.organization, c.request #>> '{importResult,errorText}' AS "errorText"
       FROM worklist w JOIN cases c ON c.id = w.case_id WHERE w.created_at >= $1 AND w.created_at < $2 ORDER BY w.created_at`,
      [since, until],
    );
  }

  async openIncidents(manager: EntityManager): Promise<OpenIncident[]> {
    return manager.query<OpenIncident[]>('SELECT id, kind, fingerprint, found_at AS "foundAt" FROM incidents WHERE closed_at IS NULL');
  }

  /** Incidents that are open or were closed since then, each fingerprint as it was last. */
  async known(since: Date, manager: EntityManager): Promise<KnownIncident[]> {
    return manager.query<KnownIncident[]>(
      `SELECT DISTINCT ON (kind, fingerprint) kind, fingerprint, closed_at AS "closedAt" FROM incidents WHERE closed_at IS NULL OR closed_at >= $1
       ORDER BY kind, fingerprint, closed_at DESC NULLS FIRST`,
      [since],
    );
  }

  /** Cases whose trouble is known: tied to an incident that is open or was closed since then. */
  async explained(since: Date, manager: EntityManager): Promise<string[]> {
    const rows = await manager.query<{ id: string }[]>(
      'SELECT t.case_id AS id FROM incident_cases t JOIN incidents i ON i.id = t.incident_id WHERE t.untied_at IS NULL AND (i.closed_at IS NULL OR i.closed_at >= $1)',
      [since],
    );
    return rows.map(({ id }) => id);
  }

  /** Brings a wave up; `null` when it is up already. */
  async bringUp(manager: EntityManager, id: string, { kind, fingerprint, label }: Wave, now: Date): Promise<string | null> {
    const [row] = await manager.query<{ id: string }[]>(
      `INSERT INTO incidents (id, kind, fingerprint, label, found_at, version) VALUES ($1, $2, $3, $4, $5, 1)
       ON CONFLICT (kind, fingerprint) WHERE closed_at IS NULL DO NOTHING RETURNING id`,
      [id, kind, fingerprint, label, now],
    );
    return row?.id ?? null;
  }

  /** Ties cases by themselves; those that somebody untied stay untied. */
  async tieAll(manager: EntityManager, incidentId: string, caseIds: readonly string[], now: Date): Promise<void> {
    await manager.query('INSERT INTO incident_cases (incident_id, case_id, tied_at) SELECT $1, id, $3 FROM unnest($2::uuid[]) AS id ON CONFLICT DO NOTHING', [incidentId, caseIds, now]);
  }

  /** Ties a case by hand, also one that was untied. */
  async tie(manager: EntityManager, incidentId: string, caseId: string, accountId: string, now: Date): Promise<void> {
    await manager.query(
      `INSERT INTO incident_cases (incident_id, case_id, tied_at, tied_by) VALUES ($1, $2, $4, $3)
       ON CONFLICT (incident_id, case_id) DO UPDATE SET tied_at = $4, tied_by = $3, untied_at = NULL, untied_by = NULL WHERE incident_cases.untied_at IS NOT NULL`,
      [incidentId, caseId, accountId, now],
    );
  }

  async untie(manager: EntityManager, incidentId: string, caseId: string, accountId: string, now: Date): Promise<void> {
    await manager.query('UPDATE incident_cases SET untied_at = $4, untied_by = $3 WHERE incident_id = $1 AND case_id = $2 AND untied_at IS NULL', [incidentId, caseId, accountId, now]);
  }

  /** `false` when it is closed already, or changed since the version that was seen. */
  async close(manager: EntityManager, id: string, version: number, by: string, note: string, now: Date): Promise<boolean> {
    const rows = await manager.query<[unknown[], number]>(
      'UPDATE incidents SET closed_at = $4, closed_by = $3, note = $5, version = version + 1 WHERE id = $1 AND version = $2 AND closed_at IS NULL RETURNING id',
      [id, version, by, now, note],
    );
    return rows[1] === 1;
  }

  /** Whether it is there and open; locked until the transaction ends. */
  async isOpen(manager: EntityManager, id: string): Promise<boolean> {
    const rows = await manager.query<unknown[]>('SELECT 1 FROM incidents WHERE id = $1 AND closed_at IS NULL FOR UPDATE', [id]);
    return rows.length === 1;
  }

  async caseIdOf(number: string): Promise<string | null> {
    const [row] = await this.dataSource.query<{ id: string }[]>('SELECT id FROM cases WHERE number = $1', [number]);
    return row?.id ?? null;
  }

  async summaries(which: 'open' | 'closed', limit: number, offset = 0): Promise<IncidentSummary[]> {
    return this.dataSource.query<IncidentSummary[]>(
      `${SUMMARY} WHERE i.closed_at IS ${which === 'open' ? '' : 'NOT'} NULL GROUP BY i.id ORDER BY coalesce(i.closed_at, i.found_at) DESC, i.id LIMIT $1 OFFSET $2`,
      [limit, offset],
    );
  }

  async summary(id: string): Promise<IncidentSummary | null> {
    const [row] = await this.dataSource.query<IncidentSummary[]>(`${SUMMARY} WHERE i.id = $1 GROUP BY i.id`, [id]);
    return row ?? null;
  }

  /** Incidents that a case is tied to, the open ones first. */
  async ofCase(caseId: string): Promise<Pick<IncidentSummary, 'id' | 'kind' | 'label' | 'closedAt'>[]> {
    return this.dataSource.query(
      `SELECT i.id, i.kind, i.label, i.closed_at AS "closedAt" FROM incident_cases t JOIN incidents i ON i.id = t.incident_id
       WHERE t.case_id = $1 AND t.untied_at IS NULL ORDER BY i.closed_at DESC NULLS FIRST, i.found_at DESC`,
      [caseId],
    );
  }

  /** Tied cases, the newest first. */
  async casesOf(id: string, limit: number, offset: number): Promise<IncidentCase[]> {
    return this.dataSource.query<IncidentCase[]>(
      `SELECT w.case_id AS id, w.number, w.person, w.organization, w.status, w.created_at AS "createdAt", t.tied_by AS "tiedBy"
       FROM incident_cases t JOIN worklist w ON w.case_id = t.case_id WHERE t.incident_id = $1 AND t.untied_at IS NULL
       ORDER BY w.created_at DESC, w.case_id LIMIT $2 OFFSET $3`,
      [id, limit, offset],
    );
  }
}
