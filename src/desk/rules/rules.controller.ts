import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { RulesPageService } from './rules-page.service.js';

/** `/desk/rules`: by what cases are sorted, and by what they could be. */
@Controller('desk/rules')
@Requires('manage', 'rules')
export class RulesController {
  constructor(private readonly page: RulesPageService) {}

  @Get()
  show(@Me() me: SignedIn, @Res() reply: FastifyReply, @Query('done') done?: string): Promise<void> {
    return this.page.show(me, reply, { done });
  }
}
