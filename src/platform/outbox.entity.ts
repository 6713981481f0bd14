import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Work that is owed: written with the change that causes it, deleted when it is done. */
@Entity('outbox')
export class OutboxRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') queue!: string;
  @Column('jsonb') data!: object;
  @Column('timestamptz', { name: 'due_at' }) dueAt!: Date;
  /** When it was last handed to the queue; `null` = never. */
  @Column('timestamptz', { name: 'enqueued_at', nullable: true }) enqueuedAt!: Date | null;
  /** Counts hand-overs, so that each has a job id of its own. */
  @Column('int') round!: number;
}
