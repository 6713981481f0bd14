import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { WorklistQuery } from './worklist-query.js';

/** A view that an operator has made for himself. */
@Entity('worklist_views')
export class WorklistSavedView {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'account_id' }) accountId!: string;
  @Column('text') name!: string;
  @Column('jsonb') query!: WorklistQuery;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
}

/** What was typed into a search, under the id that addresses carry instead of it. */
@Entity('worklist_searches')
export class WorklistStoredSearch {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'account_id' }) accountId!: string;
  @Column('text') typed!: string;
  @Column('text') organization!: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
}
