import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { WorklistPageService } from './worklist-page.service.js';

/** `/desk/worklist`: a view, narrowed and sorted as its address says, beside a case that is read. */
@Controller('desk/worklist')
export class WorklistController {
  constructor(private readonly worklist: WorklistPageService) {}

  @Get()
  @Requires('see', 'case')
  async show(@Me() me: SignedIn, @Query() fields: Record<string, unknown>, @Res() reply: FastifyReply): Promise<void> {
    await this.worklist.show(reply, me, fields);
  }
}
