import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { WorklistPageService } from './worklist-page.service.js';

/** What a screen has to show anew after it heard of changes: rows by id, and the counters. */
@Controller('desk/worklist/changes')
export class WorklistChangesController {
  constructor(private readonly worklist: WorklistPageService) {}

  @Get()
  @Requires('see', 'case')
  async show(@Me() me: SignedIn, @Query() fields: Record<string, unknown>, @Res() reply: FastifyReply): Promise<void> {
    await this.worklist.showChanges(reply, me, fields);
  }
}
