import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { TicketState } from './channels/service-desk/service-desk.js';
import type { TicketRecord } from './ticket-watch.js';

/** A ticket at a desk of others, or a draft in an EDMS; its id there is the delivery's `externalId`. */
@Entity('tickets')
export class Ticket implements TicketRecord {
  @PrimaryColumn('uuid', { name: 'delivery_id' }) deliveryId!: string;
  /** Preset, or name, and address of what has it. */
  @Column('text') desk!: string;
  /** Its page for people. */
  @Column('text', { nullable: true }) page!: string | null;
  @Column('text') state!: TicketState;
  @Column('text', { nullable: true }) label!: string | null;
  @Column('text', { name: 'last_comment', nullable: true }) lastComment!: string | null;
  /** Looks in a row that brought no answer. */
  @Column('int') failures!: number;
  @Column('timestamptz', { name: 'changed_at' }) changedAt!: Date;
  @Column('timestamptz', { name: 'looked_at', nullable: true }) lookedAt!: Date | null;
  /** Set when it is no longer looked at. */
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt!: Date | null;
}
