import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { actorOf } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import { can } from '../../accounts/policy.js';
import { WorklistKeepingService } from '../../cases/worklist/worklist-keeping.service.js';
import type { TypedSearch, WorklistCounts } from '../../cases/worklist/worklist-query.js';
import { WorklistService, type WorklistRequest } from '../../cases/worklist/worklist.service.js';
import { ClockService } from '../../platform/clock.service.js';
import { TemplatesService } from '../../platform/templates.service.js';
import { DeskPageService, type FormFaults } from '../frame/desk-page.service.js';
import { isId } from '../frame/desk-path.js';
import { readAddress, readPlace, type WorklistAddress } from './worklist-address.js';
import { WorklistPresenter } from './worklist.presenter.js';

const NO_SEARCH: TypedSearch = { text: '', organization: '' };
/** A screen shows a page; more ids than this nobody asks for in earnest. */
const MOST_IDS = 300;

/** Loads a page of the worklist, or what changed on it, and sends it. */
@Injectable()
export class WorklistPageService {
  constructor(
    private readonly worklist: WorklistService,
    private readonly keeping: WorklistKeepingService,
    private readonly accounts: AccountsService,
    private readonly presenter: WorklistPresenter,
    private readonly pages: DeskPageService,
    private readonly templates: TemplatesService,
    private readonly clock: ClockService,
  ) {}

  async show(reply: FastifyReply, me: SignedIn, fields: Record<string, unknown>, { faults, typedName }: { faults?: FormFaults; typedName?: string } = {}): Promise<void> {
    const accountId = me.account.id;
    const [counts, saved, people] = await Promise.all([this.worklist.counts(accountId), this.keeping.views(accountId), this.accounts.list()]);
    const address = readAddress(fields, homeView(counts));
    const search = await this.search(address);
    const page = await this.worklist.page(this.request(address, search ?? NO_SEARCH, accountId), address.cursor);
    const names = new Map(people.map(({ id, fullName, email }) => [id, fullName || email]));
    const operators = people.filter(({ id, disabledAt }) => id !== accountId && !disabledAt).map(({ id, fullName, email }) => ({ id, name: fullName || email }));
    const context = { now: this.clock.now(), accountId, names, address };
    const screen = this.presenter.screen({ ...context, page, counts, saved, search: search ?? NO_SEARCH, operators });
    const heading = (screen as { heading: string }).heading;
    this.pages.send(reply, 'worklist', { title: 'worklist', titleParams: { heading }, me, faults, typedName, wide: true, mayBulk: can(actorOf(me), 'bulk', 'case'), searchGone: search === null, ...screen });
  }

  /** The fragment for a screen: rows that changed, with whether they belong to it, and the counters. */
  async showChanges(reply: FastifyReply, me: SignedIn, fields: Record<string, unknown>): Promise<void> {
    const accountId = me.account.id;
    const text = (name: string): string => (typeof fields[name] === 'string' ? fields[name] : '');
    const address = readAddress(fields, 'all');
    const ids = text('ids').split(',').filter(isId).slice(0, MOST_IDS);
    const stretch = { first: readPlace(text('first')), last: readPlace(text('last')) };
    const request = this.request(address, (await this.search(address)) ?? NO_SEARCH, accountId);
    const [changed, counts] = await Promise.all([this.worklist.changed(request, ids, stretch, text('missed') === '1'), this.worklist.counts(accountId)]);
    const names = await this.accounts.names(changed.flatMap(({ assigneeId }) => assigneeId ?? []));
    const context = { now: this.clock.now(), accountId, names, address };
    const rows = changed.map((row) => ({ ...this.presenter.row(row, context), gone: !row.belongs, fresh: row.belongs && row.within }));
    void reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(this.templates.render('pages/desk/worklist-changes', { rows, counters: this.presenter.counters(counts) }));
  }

  /** What was typed under the id in the address; `null` when it is no longer kept. */
  private async search({ search }: WorklistAddress): Promise<TypedSearch | null> {
    return search ? this.keeping.search(search) : NO_SEARCH;
  }

  private request({ query }: WorklistAddress, search: TypedSearch, accountId: string): WorklistRequest {
    return { query, search, accountId };
  }
}

/** Whoever has work sees it first; whoever has none sees what can be taken. */
function homeView(counts: WorklistCounts): 'mine' | 'untaken' {
  return counts.mine > 0 ? 'mine' : 'untaken';
}
