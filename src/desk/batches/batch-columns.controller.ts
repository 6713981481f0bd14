import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { actorOf, Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { isBatchField } from '../../batches/batch-columns.js';
import { type BatchRecord, BatchesService } from '../../batches/batches.service.js';
import { DomainError } from '../../platform/domain-error.js';
import { DeskPageService, type FormFaults } from '../frame/desk-page.service.js';
import { isId } from '../frame/desk-path.js';
import { readForm } from '../frame/form-body.js';
import { BatchPresenter } from './batch.presenter.js';

/** Saying what the columns of a batch's table are; once that is said, its page is the place to go. */
@Controller('desk/batches/:id/columns')
@Requires('manage', 'batches')
export class BatchColumnsController {
  constructor(
    private readonly batches: BatchesService,
    private readonly presenter: BatchPresenter,
    private readonly pages: DeskPageService,
  ) {}

  @Get()
  async show(@Me() me: SignedIn, @Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    this.ask(me, reply, await this.find(id), null);
  }

  @Post()
  async confirm(@Me() me: SignedIn, @Param('id') id: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const batch = await this.find(id);
    const names = batch.columns.map((_, index) => `column-${index}`);
    const typed = readForm(body, ...names);
    const chosen = names.map((name) => typed[name] ?? '');
    await this.pages.submit(
      async () => {
        await this.batches.confirmColumns(actorOf(me), id, chosen.map((word) => (isBatchField(word) ? word : null)));
        this.pages.redirect(reply, `/desk/batches/${id}`);
      },
      (faults) => this.ask(me, reply, batch, chosen, faults),
    );
  }

  @Post('sheet')
  async chooseSheet(@Me() me: SignedIn, @Param('id') id: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const batch = await this.find(id);
    await this.pages.submit(
      async () => {
        await this.batches.chooseSheet(actorOf(me), id, readForm(body, 'sheet').sheet);
        this.pages.redirect(reply, `/desk/batches/${id}/columns`);
      },
      (faults) => this.ask(me, reply, batch, null, faults),
    );
  }

  @Post('discard')
  async discard(@Me() me: SignedIn, @Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    await this.find(id);
    await this.batches.discard(actorOf(me), id);
    this.pages.redirect(reply, '/desk/batches?done=batch-discarded');
  }

  private async find(id: string): Promise<BatchRecord> {
    if (!isId(id)) throw new DomainError('not-found', 'batch-not-found');
    return this.batches.get(id);
  }

  private ask(me: SignedIn, reply: FastifyReply, batch: BatchRecord, chosen: readonly string[] | null, faults?: FormFaults): void {
    if (batch.taskId !== null || !batch.layout) return this.pages.redirect(reply, `/desk/batches/${batch.id}`);
    this.pages.send(reply, 'batch-columns', { title: 'batch-columns', me, faults, table: this.presenter.columns(batch, batch.layout, chosen, faults?.errorsAt ?? {}) });
  }
}
