import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DeliveryTrace } from '../../delivery/delivery-trace.js';
import type { CaseBefore, UndoableAction } from './case-undo.js';

/** The last action of an operator on a case, and how everything stood before. */
@Entity('case_undos')
export class CaseUndo {
  @PrimaryColumn('uuid', { name: 'case_id' }) caseId!: string;
  /** Of the case after the action. */
  @Column('int') version!: number;
  @Column('uuid', { name: 'account_id' }) accountId!: string;
  @Column('text') action!: UndoableAction;
  /** Also the time of the events that the action wrote. */
  @Column('timestamptz') at!: Date;
  @Column('jsonb') before!: CaseBefore;
  @Column('jsonb') deliveries!: DeliveryTrace[];
  /** Newest row of `case_status_changes` before the action. */
  @Column('bigint', { name: 'last_status_change' }) lastStatusChange!: string;
}
