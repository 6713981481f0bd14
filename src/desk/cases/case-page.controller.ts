import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { CasePageService } from './case-page.service.js';

/** `/desk/cases/:number`: everything about one case. */
@Controller('desk/cases/:number')
@Requires('see', 'case')
export class CasePageController {
  constructor(private readonly page: CasePageService) {}

  @Get()
  show(@Me() me: SignedIn, @Param('number') number: string, @Res() reply: FastifyReply, @Query('done') done?: string): Promise<void> {
    return this.page.show(me, reply, number, { done });
  }

  /** The same without the frame, for the reading pane beside the worklist. */
  @Get('pane')
  pane(@Me() me: SignedIn, @Param('number') number: string, @Res() reply: FastifyReply): Promise<void> {
    return this.page.show(me, reply, number, { pane: true });
  }

  /** What happened since the event `after`: nothing (204) when nothing did. */
  @Get('news')
  news(@Param('number') number: string, @Res() reply: FastifyReply, @Query('after') after?: string): Promise<void> {
    return this.page.showNews(reply, number, after ?? '');
  }
}
