import type { TaskState } from './task-state.js';

/** A task as other features and faces may see it. */
export interface TaskRecord {
  readonly id: string;
  /** Names its words: `tasks.kinds.<kind>.*`. */
  readonly kind: string;
  /** Who started it; `null` = the service itself. */
  readonly accountId: string | null;
  readonly state: TaskState;
  /** How many things there are; `null` = not known yet. */
  readonly total: number | null;
  readonly done: number;
  /** Things that could not be done; each has a row in the report. */
  readonly failed: number;
  /** Rows in the report. */
  readonly reported: number;
  /** Values for its sentences. */
  readonly words: Record<string, string | number>;
  /** What the feature started it with. */
  readonly input: unknown;
  /** What it ended with; values for the sentence `tasks.kinds.<kind>.done`. */
  readonly result: Record<string, string | number> | null;
  /** Code of what ended it, `errors.<code>`. */
  readonly error: string | null;
  readonly cancelAskedAt: Date | null;
  /** When this run of it began, and how many things were through with then. */
  readonly claimedAt: Date | null;
  readonly claimedCount: number;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
}

/** One thing that was not done, or that somebody has to know of. */
export interface TaskReportRow {
  /** Which thing: a number that people know. */
  readonly subject: string;
  /** Names the sentence `tasks.kinds.<kind>.report.<code>`, or else `errors.<code>.detail`. */
  readonly code: string;
  /** Values for the sentence. */
  readonly params: Record<string, string | number>;
}

/** The same with its place in the report, from 1. */
export interface TaskReportEntry extends TaskReportRow {
  readonly seq: number;
}
