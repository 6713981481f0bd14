import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CertificateFacts } from '../certificates/certificate-facts.js';
import type { DirectoryAnswer } from '../directory/directory-answer.js';
import type { LetterData } from '../letters/letter-data.js';
import type { Category, Route, Verdict } from '../triage/verdict.js';
import type { CaseEventName } from './case-events.js';
import type { CaseRequest } from './case-request.js';
import type { CaseDecision, CaseOutcome } from './case-decision.js';
import type { CaseStatus } from './case-status.js';

/** One person's trouble with one certificate. */
@Entity('cases')
export class Case {
  @PrimaryColumn('uuid') id!: string;
  /** «2026-000001» */
  @Column('text') number!: string;
  @Column('text') status!: CaseStatus;
  @Column('text') source!: 'api' | 'portal';
  @Column('text') category!: Category;
  @Column('text') route!: Route;
  @Column('jsonb') verdict!: Extract<Verdict, { decided: true }>;
  /** What was asked, as checked; organisation filled from the certificate. */
  @Column('jsonb') request!: CaseRequest;
  @Column('jsonb') certificate!: CertificateFacts;
  @Column('text') thumbprint!: string;
  /** What the directory said when the case was sorted; `null` when it was not asked or did not answer. */
  @Column('jsonb', { nullable: true }) directory!: DirectoryAnswer | null;
  /** `null` when the route has no letter. */
  @Column('jsonb', { nullable: true }) letter!: LetterData | null;
  /** Case that carries the letter of several, with its delivery and its signed scan; its own id there. `null`: no shared letter. */
  @Column('uuid', { name: 'letter_of', nullable: true }) letterOf!: string | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt!: Date;
  /** Operator who has taken it. */
  @Column('uuid', { name: 'assignee_id', nullable: true }) assigneeId!: string | null;
  /** What an operator decided over the rules. */
  @Column('jsonb', { nullable: true }) decision!: CaseDecision | null;
  /** How it ended. */
  @Column('text', { nullable: true }) outcome!: CaseOutcome | null;
  @Column('uuid', { name: 'merged_into', nullable: true }) mergedInto!: string | null;
  @Column('timestamptz', { name: 'first_answer_at', nullable: true }) firstAnswerAt!: Date | null;
  @Column('timestamptz', { name: 'resolved_at', nullable: true }) resolvedAt!: Date | null;
  /** When the next running term ends; `null` while it is not our turn. */
  @Column('timestamptz', { name: 'due_at', nullable: true }) dueAt!: Date | null;
  /** From when on it is warned about. */
  @Column('timestamptz', { name: 'warn_at', nullable: true }) warnAt!: Date | null;
  /** Grows with each change. */
  @Column('int') version!: number;
}

/** A status that a case came into; written by the database itself with the change. */
@Entity('case_status_changes')
export class CaseStatusChange {
  @PrimaryColumn('bigint', { generated: 'identity' }) id!: string;
  @Column('uuid', { name: 'case_id' }) caseId!: string;
  @Column('timestamptz') at!: Date;
  @Column('text') status!: CaseStatus;
}

/** What a file of a case is. */
export type StoredFileKind = 'certificate' | 'signed-letter' | 'signature' | 'former-signed-letter' | 'received';

/** A file of a case, its bytes with it. */
@Entity('case_files')
export class CaseFile {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'case_id' }) caseId!: string;
  @Column('text') kind!: StoredFileKind;
  @Column('text', { name: 'file_name' }) fileName!: string;
  @Column('text', { name: 'media_type' }) mediaType!: string;
  @Column('int') size!: number;
  @Column('text') sha256!: string;
  @Column('bytea') content!: Buffer;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
}

/** One thing that happened to a case. */
@Entity('case_events')
export class CaseEvent {
  @PrimaryColumn('bigint', { generated: 'identity' }) id!: string;
  @Column('uuid', { name: 'case_id' }) caseId!: string;
  @Column('timestamptz') at!: Date;
  @Column('text') event!: CaseEventName;
  @Column('text') actor!: 'applicant' | 'operator' | 'service';
  @Column('uuid', { name: 'account_id', nullable: true }) accountId!: string | null;
  /** Not for the applicant's eyes. */
  @Column('boolean') internal!: boolean;
  /** When an operator took it back; it is `internal` from then on. */
  @Column('timestamptz', { name: 'undone_at', nullable: true }) undoneAt!: Date | null;
  /** Values for the sentence of the event. */
  @Column('jsonb') params!: Record<string, string>;
}

/** The first answer to an Idempotency-Key. */
@Entity('idempotency_keys')
export class IdempotencyKey {
  @PrimaryColumn('bytea', { name: 'key_hash' }) keyHash!: Buffer;
  @Column('bytea', { name: 'body_hash' }) bodyHash!: Buffer;
  @Column('uuid', { name: 'case_id' }) caseId!: string;
  /** Without the access key. */
  @Column('json') answer!: object;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
}

/** A letter that was made again: how it was before. */
@Entity('former_letters')
export class FormerLetter {
  @PrimaryColumn('uuid', { name: 'case_id' }) caseId!: string;
  /** Version of the case at which it was replaced. */
  @PrimaryColumn('int') version!: number;
  @Column('jsonb') data!: LetterData;
  @Column('timestamptz', { name: 'replaced_at' }) replacedAt!: Date;
}
