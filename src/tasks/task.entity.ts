import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { TaskRecord, TaskReportEntry } from './task-record.js';
import type { TaskState } from './task-state.js';

/** Long work that somebody started. */
@Entity('tasks')
export class Task implements TaskRecord {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') kind!: string;
  @Column('uuid', { name: 'account_id', nullable: true }) accountId!: string | null;
  @Column('text') state!: TaskState;
  @Column('int', { nullable: true }) total!: number | null;
  @Column('int') done!: number;
  @Column('int') failed!: number;
  @Column('int') reported!: number;
  @Column('jsonb') words!: Record<string, string | number>;
  @Column('jsonb') input!: object;
  /** Where to go on; `null` = at the beginning. */
  @Column('jsonb', { nullable: true }) cursor!: object | null;
  @Column('jsonb', { nullable: true }) result!: Record<string, string | number> | null;
  @Column('text', { nullable: true }) error!: string | null;
  /** Claims since the last step that was saved. */
  @Column('int') tries!: number;
  @Column('timestamptz', { name: 'cancel_asked_at', nullable: true }) cancelAskedAt!: Date | null;
  @Column('uuid', { name: 'lease_token', nullable: true }) leaseToken!: string | null;
  @Column('timestamptz', { name: 'lease_until', nullable: true }) leaseUntil!: Date | null;
  @Column('timestamptz', { name: 'heartbeat_at', nullable: true }) heartbeatAt!: Date | null;
  @Column('timestamptz', { name: 'claimed_at', nullable: true }) claimedAt!: Date | null;
  @Column('int', { name: 'claimed_count' }) claimedCount!: number;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
  @Column('timestamptz', { name: 'started_at', nullable: true }) startedAt!: Date | null;
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt!: Date | null;
}

/** One row of a task's report. */
@Entity('task_report_rows')
export class TaskReport implements TaskReportEntry {
  @PrimaryColumn('uuid', { name: 'task_id' }) taskId!: string;
  @PrimaryColumn('int') seq!: number;
  @Column('text') subject!: string;
  @Column('text') code!: string;
  @Column('jsonb') params!: Record<string, string | number>;
}
