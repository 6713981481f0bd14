import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Category } from '../triage/verdict.js';
import type { AnswerRecord, AnswerVersionRecord } from './answer-record.js';

/** A template of an answer as it is now. */
@Entity('answers')
export class Answer implements AnswerRecord {
  @PrimaryColumn('uuid') id!: string;
  /** Which of the delivered ones it was. */
  @Column('text', { nullable: true }) starter!: string | null;
  @Column('text', { nullable: true }) category!: Category | null;
  @Column('text') title!: string;
  @Column('text') body!: string;
  @Column('int') version!: number;
  @Column('int') used!: number;
  @Column('timestamptz', { name: 'retired_at', nullable: true }) retiredAt!: Date | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt!: Date;
}

/** One version of it; the newest is the present one. */
@Entity('answer_versions')
export class AnswerVersion implements AnswerVersionRecord {
  @PrimaryColumn('uuid', { name: 'answer_id' }) answerId!: string;
  @PrimaryColumn('int') version!: number;
  @Column('text', { nullable: true }) category!: Category | null;
  @Column('text') title!: string;
  @Column('text') body!: string;
  @Column('uuid', { name: 'account_id', nullable: true }) accountId!: string | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
}
