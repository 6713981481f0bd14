import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { VerdictPair } from './dry-run.js';

/** A candidate that is on. */
@Entity('rule_switches')
export class RuleSwitch {
  @PrimaryColumn('text', { name: 'rule_id' }) ruleId!: string;
  @Column('int') version!: number;
  @Column('uuid', { name: 'switched_by', nullable: true }) switchedBy!: string | null;
  @Column('timestamptz', { name: 'switched_at' }) switchedAt!: Date;
}

/** A candidate run over the cases of a period. */
@Entity('rule_dry_runs')
export class RuleDryRun {
  @PrimaryColumn('uuid', { name: 'task_id' }) taskId!: string;
  @Column('text', { name: 'rule_id' }) ruleId!: string;
  @Column('int') version!: number;
  /** ISO dates, days of Tyumen, both counted in. */
  @Column('date', { name: 'first_day' }) firstDay!: string;
  @Column('date', { name: 'last_day' }) lastDay!: string;
  @Column('jsonb') pairs!: VerdictPair[];
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
}
