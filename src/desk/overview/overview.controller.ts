import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { OverviewPageService } from './overview-page.service.js';

/** `/desk/overview`: what happened in a period, in figures. */
@Controller('desk/overview')
export class OverviewController {
  constructor(private readonly page: OverviewPageService) {}

  @Get()
  @Requires('see', 'overview')
  async show(@Me() me: SignedIn, @Query() fields: Record<string, unknown>, @Res() reply: FastifyReply): Promise<void> {
    await this.page.show(reply, me, fields);
  }
}
