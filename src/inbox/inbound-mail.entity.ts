import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { InboundKind } from './inbound-mail.js';

/** Where a mail stands: `unmatched` belongs to no case that we know, `set-aside` could not be dealt with; both wait for a person. */
export type InboundState = 'trying' | 'done' | 'unmatched' | 'set-aside';

/** One message of the mailbox. */
@Entity('inbound_mails')
export class InboundMailRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') mailbox!: string;
  @Column('bigint', { name: 'uid_validity' }) uidValidity!: string;
  @Column('bigint') uid!: string;
  @Column('int') tries!: number;
  @Column('text') state!: InboundState;
  @Column('text', { nullable: true }) kind!: InboundKind | null;
  /** Names the sentence `inbox.failures.<code>`. */
  @Column('text', { nullable: true }) failure!: string | null;
  @Column('text', { name: 'message_id', nullable: true }) messageId!: string | null;
  @Column('uuid', { name: 'case_id', nullable: true }) caseId!: string | null;
  @Column('text') sender!: string;
  @Column('text') subject!: string;
  @Column('text') words!: string;
  @Column('timestamptz', { name: 'received_at' }) receivedAt!: Date;
  @Column('timestamptz', { name: 'settled_at', nullable: true }) settledAt!: Date | null;
  @Column('uuid', { name: 'settled_by', nullable: true }) settledBy!: string | null;
}

/** A file of a mail that belongs to no case yet. */
@Entity('inbound_files')
export class InboundFileRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'mail_id' }) mailId!: string;
  @Column('text', { name: 'file_name' }) fileName!: string;
  @Column('text', { name: 'media_type' }) mediaType!: string;
  @Column('bytea') content!: Buffer;
}
