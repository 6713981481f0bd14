import { Controller, Get, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Requires } from '../../accounts/access.guard.js';
import { BatchResultService } from '../../batches/batch-result.service.js';
import { BatchesService } from '../../batches/batches.service.js';
import { DomainError } from '../../platform/domain-error.js';
import { sendTable } from '../../platform/tables/table-file.adapter.js';
import { isId } from '../frame/desk-path.js';

/** What became of a batch, row by row, as a table to be kept. */
@Controller('desk/batches/:id/result.xlsx')
@Requires('manage', 'batches')
export class BatchResultController {
  constructor(
    private readonly batches: BatchesService,
    private readonly result: BatchResultService,
  ) {}

  @Get()
  async send(@Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    if (!isId(id)) throw new DomainError('not-found', 'batch-not-found');
    const { fileName, table } = this.result.table(await this.batches.get(id));
    sendTable(reply, 'xlsx', fileName, table);
  }
}
