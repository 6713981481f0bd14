import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Cases that somebody has chosen for one action. */
@Entity('bulk_selections')
export class BulkSelection {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'account_id' }) accountId!: string;
  /** Address of the list they were chosen in. */
  @Column('text') back!: string;
  @Column('int') size!: number;
  /** What was started with it. */
  @Column('uuid', { name: 'task_id', nullable: true }) taskId!: string | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
}

/** One of them, as it was then. */
@Entity('bulk_selection_cases')
export class BulkSelectionCase {
  @PrimaryColumn('uuid', { name: 'selection_id' }) selectionId!: string;
  /** From 1, in the order of the list. */
  @PrimaryColumn('int') place!: number;
  @Column('uuid', { name: 'case_id' }) caseId!: string;
  @Column('int') version!: number;
}
