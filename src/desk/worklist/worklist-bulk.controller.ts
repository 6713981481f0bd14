import { Body, Controller, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { BulkService } from '../../bulk/bulk.service.js';
import { WorklistKeepingService } from '../../cases/worklist/worklist-keeping.service.js';
import { DomainError } from '../../platform/domain-error.js';
import { DeskPageService } from '../frame/desk-page.service.js';
import { isId } from '../frame/desk-path.js';
import { readForm } from '../frame/form-body.js';
import { listAddress, readAddress } from './worklist-address.js';
import { WorklistPageService } from './worklist-page.service.js';

/** Rows that a screen can have, and some more. */
const MOST_PICKED = 300;

/** Choosing the marked cases, or the whole list as it is now, for one action. */
@Controller('desk/bulk')
export class WorklistBulkController {
  constructor(
    private readonly bulk: BulkService,
    private readonly keeping: WorklistKeepingService,
    private readonly worklist: WorklistPageService,
    private readonly pages: DeskPageService,
  ) {}

  @Post()
  @Requires('bulk', 'case')
  async choose(@Me() me: SignedIn, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const { scope, state } = readForm(body, 'scope', 'state');
    const fields = Object.fromEntries(new URLSearchParams(state));
    const { query, search } = readAddress(fields, 'all');
    const back = listAddress(query, search);
    await this.pages.submit(
      async () => {
        const id = scope === 'list' ? await this.bulk.chooseList({ query, search: await this.typed(search), accountId: me.account.id }, back) : await this.bulk.choose(me.account.id, picked(body), back);
        this.pages.redirect(reply, `/desk/bulk/${id}`);
      },
      (faults) => this.worklist.show(reply, me, fields, { faults }),
    );
  }

  /** Without its words a search would mean the whole list. */
  private async typed(search: string | null): Promise<{ text: string; organization: string }> {
    const typed = search ? await this.keeping.search(search) : { text: '', organization: '' };
    if (!typed) throw new DomainError('conflict', 'bulk-search-gone');
    return typed;
  }
}

function picked(body: unknown): string[] {
  const { case: value = [] } = (body ?? {}) as { case?: unknown };
  return (Array.isArray(value) ? value : [value]).filter((id): id is string => typeof id === 'string' && isId(id)).slice(0, MOST_PICKED);
}
