import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ApplyLimits } from './differences.js';
import type { ColumnMapping } from './import-fields.js';
import type { ImportRecord, ImportState, TableFormatRecord } from './import-record.js';

/** One file with users of РМИС and what became of it. */
@Entity('directory_imports')
export class DirectoryImport implements ImportRecord {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') state!: ImportState;
  @Column('text', { name: 'file_name' }) fileName!: string;
  @Column('bigint', { name: 'file_size', transformer: { to: (value: number) => value, from: Number } }) fileSize!: number;
  @Column('jsonb') format!: TableFormatRecord;
  @Column('text') sheet!: string;
  @Column('int', { name: 'header_row' }) headerRow!: number;
  @Column('jsonb') columns!: string[];
  @Column('jsonb', { nullable: true }) examples!: string[][] | null;
  @Column('jsonb') mapping!: ColumnMapping;
  @Column('boolean') remembered!: boolean;
  @Column('uuid', { name: 'account_id', nullable: true }) accountId!: string | null;
  @Column('uuid', { name: 'token_id', nullable: true }) tokenId!: string | null;
  @Column('jsonb', { nullable: true }) limits!: ApplyLimits | null;
  @Column('uuid', { name: 'task_id', nullable: true }) taskId!: string | null;
  @Column('int', { name: 'version_id', nullable: true }) versionId!: number | null;
  @Column('text', { nullable: true }) outcome!: string | null;
  @Column('timestamptz', { name: 'as_of', nullable: true }) asOf!: Date | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt!: Date | null;
}

/** What a person said about columns of these names. */
@Entity('directory_mappings')
export class RememberedMapping {
  @PrimaryColumn('bytea') fingerprint!: Buffer;
  @Column('jsonb') mapping!: ColumnMapping;
  @Column('timestamptz', { name: 'confirmed_at' }) confirmedAt!: Date;
}

/** What a program may do with a token: send the directory, or give batches. */
export type TokenPurpose = 'directory' | 'batches';

/** A program that may send the directory. */
@Entity('directory_tokens')
export class DirectoryToken {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') name!: string;
  /** What it opens; nothing else. */
  @Column('text') purpose!: TokenPurpose;
  @Column('bytea', { name: 'token_hash' }) tokenHash!: Buffer;
  @Column('uuid', { name: 'created_by' }) createdBy!: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
  @Column('timestamptz', { name: 'last_used_at', nullable: true }) lastUsedAt!: Date | null;
  @Column('timestamptz', { name: 'revoked_at', nullable: true }) revokedAt!: Date | null;
}
