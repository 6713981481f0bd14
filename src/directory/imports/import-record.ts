import type { ApplyLimits, Differences } from './differences.js';
import type { ColumnMapping } from './import-fields.js';

/** `mapping`: waits until a person says what the columns are; `loading`: a task is at it; `loaded`: became a version; `ended`: nothing came of it. */
export type ImportState = 'mapping' | 'loading' | 'loaded' | 'ended';

/** How the file is read. */
export interface TableFormatRecord {
  kind: 'xlsx' | 'csv' | 'json-lines';
  encoding?: string;
  delimiter?: string;
  sheets: string[];
}

/** One file and what became of it, as faces see it. */
export interface ImportRecord {
  readonly id: string;
  readonly state: ImportState;
  readonly fileName: string;
  /** Bytes. */
  readonly fileSize: number;
  readonly format: TableFormatRecord;
  readonly sheet: string;
  /** 1-based number of the row that names the columns; 0 = none, the columns are fixed. */
  readonly headerRow: number;
  readonly columns: string[];
  /** A few cells of each column, СНИЛС masked; `null` once the file is gone. */
  readonly examples: string[][] | null;
  readonly mapping: ColumnMapping;
  /** The proposal is what a person confirmed for an earlier file. */
  readonly remembered: boolean;
  readonly accountId: string | null;
  readonly tokenId: string | null;
  readonly limits: ApplyLimits | null;
  readonly taskId: string | null;
  readonly versionId: number | null;
  /** Code of what ended it without a version: `cancelled`, `timed-out`, `discarded`, `failed`. */
  readonly outcome: string | null;
  /** When the file was exported, as somebody said. */
  readonly asOf: Date | null;
  readonly createdAt: Date;
}

export type VersionState = 'loading' | 'staged' | 'active' | 'retired' | 'failed' | 'dropped';

/** One version of the directory, as faces see it. */
export interface VersionRecord {
  readonly id: number;
  readonly state: VersionState;
  readonly source: 'file' | 'api';
  readonly fileName: string | null;
  readonly rows: number;
  readonly refused: number;
  readonly differences: Differences | null;
  readonly createdBy: string | null;
  /** When it was exported; `null`: nobody said. */
  readonly asOf: Date | null;
  /** It was exported before the one that is seen now. */
  readonly older: boolean;
  readonly createdAt: Date;
  readonly stagedAt: Date | null;
  readonly appliedAt: Date | null;
  readonly retiredAt: Date | null;
}
