import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** What an administrator wrote over a guide, or that the file holds again. */
@Entity('guide_revisions')
export class GuideRevision {
  /** A bigint, which the driver gives as text. */
  @PrimaryGeneratedColumn('identity', { type: 'bigint' }) id!: string;
  @Column('text') slug!: string;
  @Column('timestamptz') at!: Date;
  @Column('uuid', { name: 'account_id' }) accountId!: string;
  @Column('text', { nullable: true }) text!: string | null;
}
