import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CasesService } from '../cases/cases.service.js';
import { CasePageService } from './case-page.service.js';
import { CasePagePresenter } from './case-page.presenter.js';
import { PageService } from './page.service.js';

/** `/cases/<number>/<key>`: the status page. Whoever has the address may see the case; no cookie is needed. */
@Controller('cases/:number/:key')
export class CaseStatusController {
  constructor(
    private readonly cases: CasesService,
    private readonly casePages: CasePageService,
    private readonly presenter: CasePagePresenter,
    private readonly pages: PageService,
  ) {}

  @Get()
  async show(@Param('number') number: string, @Param('key') key: string, @Res() reply: FastifyReply, @Query('done') done?: string): Promise<void> {
    await this.casePages.show(reply, { number, key }, { done });
  }

  /** The part that refreshes itself: nothing (204) while nothing changed. */
  @Get('state')
  async state(@Param('number') number: string, @Param('key') key: string, @Query('seen') seen: string, @Res() reply: FastifyReply): Promise<void> {
    const state = this.presenter.state(await this.cases.get(number, key), key);
    if (state.version === seen) void reply.status(204).header('cache-control', 'no-store').send();
    else this.pages.sendPrivate(reply, 'case-state', { ...state, changed: true });
  }
}
