import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AttemptCause, AttemptOutcome } from './attempt-outcome.js';
import type { AlarmMoment, DeliveryRecord } from './delivery-record.js';
import type { DeliveryChannel, DeliveryState, Receipt } from './delivery-state.js';
import type { NoticeKind } from './parcel.js';

/** One destination of one case, or the mail with one link. */
@Entity('deliveries')
export class Delivery implements DeliveryRecord {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'case_id', nullable: true }) caseId!: string | null;
  @Column('uuid', { name: 'account_link_id', nullable: true }) accountLinkId!: string | null;
  @Column('uuid', { name: 'expiry_notice_id', nullable: true }) expiryNoticeId!: string | null;
  @Column('uuid', { name: 'alarm_id', nullable: true }) alarmId!: string | null;
  @Column('text', { name: 'alarm_moment', nullable: true }) alarmMoment!: AlarmMoment | null;
  @Column('text') channel!: DeliveryChannel;
  @Column('text') destination!: string;
  /** Only for channel `notice`. */
  @Column('text', { nullable: true }) notice!: NoticeKind | null;
  /** The delivery that a notice is about. */
  @Column('uuid', { nullable: true }) about!: string | null;
  /** The delivery that this one took over from. */
  @Column('uuid', { nullable: true }) replaces!: string | null;
  @Column('boolean', { name: 'by_mail' }) byMail!: boolean;
  @Column('text') state!: DeliveryState;
  @Column('int') attempts!: number;
  @Column('timestamptz', { name: 'first_attempt_at', nullable: true }) firstAttemptAt!: Date | null;
  /** `null` while nothing is planned: it waits for a person, or has ended. */
  @Column('timestamptz', { name: 'next_attempt_at', nullable: true }) nextAttemptAt!: Date | null;
  @Column('timestamptz', { name: 'sent_at', nullable: true }) sentAt!: Date | null;
  @Column('text', { name: 'external_id', nullable: true }) externalId!: string | null;
  /** What being sent means here; names the sentence. */
  @Column('text', { nullable: true }) receipt!: Receipt | null;
  /** Why the last attempt did not succeed. */
  @Column('jsonb', { nullable: true }) cause!: AttemptCause | null;
  @Column('text', { name: 'message_id' }) messageId!: string;
  @Column('uuid', { name: 'lease_token', nullable: true }) leaseToken!: string | null;
  @Column('timestamptz', { name: 'lease_until', nullable: true }) leaseUntil!: Date | null;
  /**
   * Set before the first byte of the parcel is given away, in a commit of its own; stays while nobody knows how that ended,
   * also when the other side is searched for it.
   */
  @Column('boolean', { name: 'handing_over' }) handingOver!: boolean;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
}

/** One attempt, kept for good. */
@Entity('delivery_attempts')
export class DeliveryAttempt {
  @PrimaryColumn('bigint', { generated: 'identity' }) id!: string;
  @Column('uuid', { name: 'delivery_id' }) deliveryId!: string;
  @Column('int') number!: number;
  @Column('timestamptz', { name: 'started_at' }) startedAt!: Date;
  @Column('timestamptz', { name: 'ended_at' }) endedAt!: Date;
  @Column('text') outcome!: AttemptOutcome['kind'];
  @Column('jsonb', { nullable: true }) cause!: AttemptCause | null;
}
