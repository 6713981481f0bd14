import type { Category } from '../triage/verdict.js';

/** A template of an answer as faces may see it. */
export interface AnswerRecord {
  readonly id: string;
  /** `null` = for every case. */
  readonly category: Category | null;
  readonly title: string;
  /** With its placeholders. */
  readonly body: string;
  readonly version: number;
  /** How often it was put into an answer. */
  readonly used: number;
  /** Since when it is not offered any more. */
  readonly retiredAt: Date | null;
  readonly updatedAt: Date;
}

/** One version of it. */
export interface AnswerVersionRecord extends Pick<AnswerRecord, 'category' | 'title' | 'body' | 'version'> {
  /** Who wrote it; `null` = delivered with the program. */
  readonly accountId: string | null;
  readonly createdAt: Date;
}
