import { Controller, Get, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Requires } from '../../accounts/access.guard.js';
import { BatchesService } from '../../batches/batches.service.js';
import { BatchLettersService } from '../../batches/batch-letters.service.js';
import { DomainError } from '../../platform/domain-error.js';
import { sendStream } from '../../platform/file-reply.adapter.js';
import { isId } from '../frame/desk-path.js';

/** All letters of the cases that were made of a batch, to be printed and signed. */
@Controller('desk/batches/:id/letters.zip')
@Requires('manage', 'batches')
export class BatchLettersController {
  constructor(
    private readonly batches: BatchesService,
    private readonly letters: BatchLettersService,
  ) {}

  @Get()
  async send(@Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    if (!isId(id)) throw new DomainError('not-found', 'batch-not-found');
    const batch = await this.batches.get(id);
    sendStream(reply, await this.letters.archive(batch.id));
  }
}
