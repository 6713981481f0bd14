import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { randomUUID } from 'node:crypto';
import { LessThan, type Repository } from 'typeorm';
import { z } from 'zod';
import { ClockService } from '../../platform/clock.service.js';
import { DomainError } from '../../platform/domain-error.js';
import { checkInput } from '../../platform/input-faults.js';
import type { TypedSearch, WorklistQuery } from './worklist-query.js';
import { WorklistSavedView, WorklistStoredSearch } from './worklist.entity.js';

/** Addresses with a search work so long; a name that was looked for is kept no longer. */
const SEARCH_DAYS = 30;
/** More views than this nobody finds his way in. */
const MOST_VIEWS = 20;

const nameSchema = z.object({ name: z.string().overwrite((value) => value.replace(/\s+/g, ' ').trim()).min(1).max(40) });

/** A saved view, as its owner sees it. */
export interface SavedView {
  id: string;
  name: string;
  query: WorklistQuery;
}

/** What operators keep of their lists: own views, and what they typed into a search. */
@Injectable()
export class WorklistKeepingService {
  constructor(
    @InjectRepository(WorklistSavedView) private readonly saved: Repository<WorklistSavedView>,
    @InjectRepository(WorklistStoredSearch) private readonly searches: Repository<WorklistStoredSearch>,
    private readonly clock: ClockService,
  ) {}

  async views(accountId: string): Promise<SavedView[]> {
    const rows = await this.saved.find({ where: { accountId }, order: { createdAt: 'ASC' } });
    return rows.map(({ id, name, query }) => ({ id, name, query }));
  }

  /** @throws DomainError `view-name-taken`, `too-many-views`, `validation-failed`. */
  async saveView(accountId: string, input: { name: string }, query: WorklistQuery): Promise<SavedView> {
    const { name } = checkInput(nameSchema, input);
    const present = await this.views(accountId);
    if (present.length >= MOST_VIEWS) throw new DomainError('conflict', 'too-many-views', { params: { most: MOST_VIEWS } });
    const row = { id: randomUUID(), accountId, name, query, createdAt: this.clock.now() };
    await this.saved.createQueryBuilder().insert().values(row).orIgnore().execute();
    if (!(await this.saved.existsBy({ id: row.id }))) throw new DomainError('conflict', 'view-name-taken', { params: { name } });
    return { id: row.id, name, query };
  }

  /** Another's view is left alone. */
  async removeView(accountId: string, id: string): Promise<void> {
    await this.saved.delete({ id, accountId });
  }

  /** Keeps what was typed and gives the id for the address; `null` when nothing was typed. */
  async keepSearch(accountId: string, { text, organization }: TypedSearch): Promise<string | null> {
    const search = { typed: text.trim().slice(0, 200), organization: organization.trim().slice(0, 200) };
    if (!search.typed && !search.organization) return null;
    const now = this.clock.now();
    await this.searches.delete({ createdAt: LessThan(new Date(now.getTime() - SEARCH_DAYS * 86_400_000)) });
    const row = { id: randomUUID(), accountId, ...search, createdAt: now };
    await this.searches.insert(row);
    return row.id;
  }

  /** What was typed, also by a colleague who sent the address; `null` when it is gone. */
  async search(id: string): Promise<TypedSearch | null> {
    const row = await this.searches.findOneBy({ id });
    return row && { text: row.typed, organization: row.organization };
  }
}
