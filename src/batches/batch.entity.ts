import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CertificateFacts } from '../certificates/certificate-facts.js';
import type { Verdict } from '../triage/verdict.js';
import type { CaseDecision } from '../cases/case-decision.js';
import type { BatchColumns } from './batch-columns.js';
import type { BatchKind, ItemRefusal } from './batch-kind.js';
import type { BatchLayout } from './batch-layout.js';
import type { BatchRow, CommonAnswers } from './batch-row.js';
import type { MakingForm } from './making-form.js';

/** Many failed imports that were given at once. */
@Entity('batches')
export class Batch {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') source!: 'desk' | 'api';
  @Column('uuid', { name: 'account_id', nullable: true }) accountId!: string | null;
  /** The program that brought it; only it and operators see it. */
  @Column('uuid', { name: 'token_id', nullable: true }) tokenId!: string | null;
  /** SHA-256 of the program and its Idempotency-Key. */
  @Column('bytea', { name: 'request_key', nullable: true }) requestKey!: Buffer | null;
  /** SHA-256 of what came under that key. */
  @Column('bytea', { name: 'body_hash', nullable: true }) bodyHash!: Buffer | null;
  @Column('text', { name: 'archive_name', nullable: true }) archiveName!: string | null;
  @Column('text', { name: 'table_name', nullable: true }) tableName!: string | null;
  @Column('jsonb') columns!: { header: string; field: BatchColumns[number] }[];
  @Column('jsonb') common!: CommonAnswers;
  /** Where in the table the data are; `null` without one. */
  @Column('jsonb', { nullable: true }) layout!: BatchLayout | null;
  /** The sorting; `null` while its columns wait to be confirmed. */
  @Column('uuid', { name: 'task_id', nullable: true }) taskId!: string | null;
  @Column('int') size!: number;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
}

/** One certificate, or one row without one. */
@Entity('batch_items')
export class BatchItem {
  @PrimaryColumn('uuid', { name: 'batch_id' }) batchId!: string;
  /** From 1. */
  @PrimaryColumn('int') place!: number;
  @Column('text') kind!: BatchKind;
  @Column('text', { name: 'file_name', nullable: true }) fileName!: string | null;
  @Column('int', { name: 'row_number', nullable: true }) rowNumber!: number | null;
  @Column('text', { nullable: true }) thumbprint!: string | null;
  /** Of the certificate alone; what was refused is not kept. */
  @Column('bytea', { nullable: true }) der!: Buffer | null;
  @Column('jsonb', { nullable: true }) facts!: CertificateFacts | null;
  /** The row of the table. */
  @Column('jsonb', { nullable: true }) said!: BatchRow | null;
  /** What operators answered to its questions; goes before the row. */
  @Column('jsonb', { nullable: true }) answered!: CommonAnswers | null;
  @Column('text', { nullable: true }) person!: string | null;
  @Column('text', { nullable: true }) organization!: string | null;
  @Column('text', { nullable: true }) refusal!: ItemRefusal | null;
  /** Place of what it repeats. */
  @Column('int', { name: 'same_as', nullable: true }) sameAs!: number | null;
  /** Each names a sentence `batches.notes.<code>`. */
  @Column('jsonb') notes!: string[];
  @Column('jsonb', { nullable: true }) verdict!: Verdict | null;
  /** An operator's, over the rules; goes before the verdict. */
  @Column('jsonb', { nullable: true }) decision!: CaseDecision | null;
  @Column('uuid', { name: 'case_id', nullable: true }) caseId!: string | null;
  @Column('text', { name: 'case_number', nullable: true }) caseNumber!: string | null;
}

/** Items that somebody has chosen to make cases of. */
@Entity('batch_makings')
export class BatchMaking {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'batch_id' }) batchId!: string;
  /** `null`: a program. */
  @Column('uuid', { name: 'account_id', nullable: true }) accountId!: string | null;
  @Column('int', { array: true }) places!: number[];
  @Column('jsonb', { nullable: true }) form!: MakingForm | null;
  @Column('uuid', { name: 'task_id', nullable: true }) taskId!: string | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
}

/** What a person said about columns of these names. */
@Entity('batch_mappings')
export class BatchMapping {
  @PrimaryColumn('bytea') fingerprint!: Buffer;
  @Column('jsonb') mapping!: BatchColumns;
  @Column('timestamptz', { name: 'confirmed_at' }) confirmedAt!: Date;
}
