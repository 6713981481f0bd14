import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A wizard in progress. Lives 24 hours after the last touch; see the migration for what each column may hold. */
@Entity('drafts')
export class DraftEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('bytea', { name: 'token_hash' })
  tokenHash!: Buffer;

  @Column('jsonb')
  answers!: Record<string, string>;

  @Column('bytea', { nullable: true })
  certificate!: Buffer | null;

  @Column('bytea', { name: 'sealed_case', nullable: true })
  sealedCase!: Buffer | null;

  @Column('timestamptz', { name: 'touched_at' })
  touchedAt!: Date;
}
