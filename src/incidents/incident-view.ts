import type { CaseStatus } from '../cases/case-status.js';
import type { WaveKind } from './wave-signals.js';

/** An incident, as lists show it. */
export interface IncidentSummary {
  id: string;
  kind: WaveKind;
  label: string;
  foundAt: Date;
  closedAt: Date | null;
  closedBy: string | null;
  note: string | null;
  version: number;
  /** Tied cases, and those of them that have not ended. */
  cases: number;
  openCases: number;
  bodies: number;
  /** When the first and the last of them came. */
  firstAt: Date | null;
  lastAt: Date | null;
}

/** A case that is tied to an incident. */
export interface IncidentCase {
  id: string;
  number: string;
  person: string;
  organization: string;
  status: CaseStatus;
  createdAt: Date;
  /** `null` when it was tied by itself. */
  tiedBy: string | null;
}

/** Rows of one page. */
export const INCIDENT_PAGE = 50;
