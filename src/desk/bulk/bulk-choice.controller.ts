import { Controller, Get, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { BulkPageService } from './bulk-page.service.js';

/** `/desk/bulk/:id`: what to do with the chosen cases. */
@Controller('desk/bulk/:id')
export class BulkChoiceController {
  constructor(private readonly page: BulkPageService) {}

  @Get()
  @Requires('bulk', 'case')
  show(@Me() me: SignedIn, @Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    return this.page.choose(reply, me, id);
  }
}
