import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One version of one setting; the newest of a key holds. */
@Entity('setting_versions')
export class SettingVersion {
  @PrimaryColumn('bigint', { generated: 'identity' }) id!: string;
  @Column('text') key!: string;
  /** Counts from one for each key. */
  @Column('int') version!: number;
  /** `null` = the default holds again. */
  @Column('jsonb', { nullable: true }) value!: unknown;
  @Column('timestamptz') at!: Date;
  @Column('uuid', { name: 'account_id' }) accountId!: string;
}
