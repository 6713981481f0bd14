import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import { type BatchPlace, BatchesService } from '../../batches/batches.service.js';
import { TasksService } from '../../tasks/tasks.service.js';
import { DeskPageService } from '../frame/desk-page.service.js';
import { isId } from '../frame/desk-path.js';
import { BatchPresenter } from './batch.presenter.js';

const PAGE = 25;

/** `/desk/batches`: what was given, the newest first; every operator sees all. */
@Controller('desk/batches')
@Requires('manage', 'batches')
export class BatchListController {
  constructor(
    private readonly batches: BatchesService,
    private readonly tasks: TasksService,
    private readonly accounts: AccountsService,
    private readonly presenter: BatchPresenter,
    private readonly pages: DeskPageService,
  ) {}

  @Get()
  async show(@Me() me: SignedIn, @Res() reply: FastifyReply, @Query('after') after?: string, @Query('done') done?: string): Promise<void> {
    const found = await this.batches.list(readPlace(after), PAGE + 1);
    const shown = found.slice(0, PAGE);
    const last = shown.at(-1);
    const names = await this.accounts.names(shown.flatMap(({ accountId }) => accountId ?? []));
    const rows = await Promise.all(shown.map(async (batch) => this.presenter.row(batch, await this.tasks.find(batch.taskId), await this.batches.counts(batch.id), names)));
    const next = found.length > PAGE && last ? `/desk/batches?after=${last.createdAt.getTime()}~${last.id}` : null;
    this.pages.send(reply, 'batches', { title: 'batches', me, done, batches: rows, next, beyond: Boolean(after) });
  }
}

/** Where the next page begins; `null` for anything else that stands in the address. */
function readPlace(text: string | undefined): BatchPlace | null {
  const [, at, id = ''] = /^(\d{1,14})~(.+)$/.exec(text ?? '') ?? [];
  return at && isId(id) ? { createdAt: new Date(Number(at)), id } : null;
}
