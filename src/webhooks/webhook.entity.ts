import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { WebhookFailure } from './webhook-attempt.js';
import type { TEST_EVENT, WebhookEventName } from './webhook-event.js';
import type { WebhookDeliveryRecord, WebhookEndpointRecord } from './webhook-record.js';

/** Another system that is told what happens. */
@Entity('webhook_endpoints')
export class WebhookEndpoint implements WebhookEndpointRecord {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') name!: string;
  @Column('text') url!: string;
  @Column('text', { array: true }) events!: WebhookEventName[];
  @Column('boolean') active!: boolean;
  @Column('timestamptz', { name: 'gone_at', nullable: true }) goneAt!: Date | null;
  /** Sealed. */
  @Column('bytea') secret!: Buffer;
  /** Sealed; signs too until {@link formerUntil}. */
  @Column('bytea', { name: 'former_secret', nullable: true }) formerSecret!: Buffer | null;
  @Column('timestamptz', { name: 'former_until', nullable: true }) formerUntil!: Date | null;
  @Column('int') failures!: number;
  @Column('timestamptz', { name: 'paused_until', nullable: true }) pausedUntil!: Date | null;
  @Column('timestamptz', { name: 'last_success_at', nullable: true }) lastSuccessAt!: Date | null;
  @Column('timestamptz', { name: 'last_failure_at', nullable: true }) lastFailureAt!: Date | null;
  @Column('text', { name: 'last_failure', nullable: true }) lastFailure!: WebhookFailure | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
}

/** One event for one endpoint. */
@Entity('webhook_deliveries')
export class WebhookDelivery implements WebhookDeliveryRecord {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'endpoint_id' }) endpointId!: string;
  @Column('uuid', { name: 'case_id', nullable: true }) caseId!: string | null;
  @Column('text') event!: WebhookEventName | typeof TEST_EVENT;
  @Column('text') body!: string;
  @Column('timestamptz', { name: 'happened_at' }) happenedAt!: Date;
  @Column('text') state!: 'pending' | 'sent' | 'failed';
  @Column('int') attempts!: number;
  @Column('timestamptz', { name: 'next_attempt_at', nullable: true }) nextAttemptAt!: Date | null;
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt!: Date | null;
  @Column('int', { name: 'status_code', nullable: true }) statusCode!: number | null;
  @Column('text', { nullable: true }) failure!: WebhookFailure | null;
  @Column('text', { nullable: true }) answer!: string | null;
}
