import { Controller, Get, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Requires } from '../../accounts/access.guard.js';
import { BatchesService } from '../../batches/batches.service.js';
import { DomainError } from '../../platform/domain-error.js';
import type { TableCell } from '../../platform/tables/table.js';
import { sendTable } from '../../platform/tables/table-file.adapter.js';
import { isId } from '../frame/desk-path.js';
import { BatchPresenter } from './batch.presenter.js';

/** Rows read at once. */
const BATCH = 500;

/** What became of a batch, row by row, as a table to be kept. */
@Controller('desk/batches/:id/result.xlsx')
@Requires('manage', 'batches')
export class BatchResultController {
  constructor(
    private readonly batches: BatchesService,
    private readonly presenter: BatchPresenter,
  ) {}

  @Get()
  async send(@Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    if (!isId(id)) throw new DomainError('not-found', 'batch-not-found');
    await this.batches.get(id);
    sendTable(reply, 'xlsx', this.presenter.fileName(id), { ...this.presenter.table(), rows: this.rows(id) });
  }

  private async *rows(id: string): AsyncGenerator<TableCell[]> {
    for (let after = 0; ; ) {
      const items = await this.batches.page(id, null, after, BATCH);
      for (const item of items) yield this.presenter.cells(item);
      if (items.length < BATCH) return;
      after = items.at(-1)?.place ?? after;
    }
  }
}
