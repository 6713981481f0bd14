import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GuideSearchService } from '../../guides/guide-search.service.js';
import { HelpPresenter } from './help.presenter.js';
import { PageService } from '../page.service.js';

const LONGEST = 200;

/** `/help/search?q=…`: a page, or the results alone while somebody types. */
@Controller('help/search')
export class HelpSearchController {
  constructor(
    private readonly searches: GuideSearchService,
    private readonly presenter: HelpPresenter,
    private readonly pages: PageService,
  ) {}

  /** `rested`: the typing has stopped for a while; only then is a search that found nothing counted. */
  @Get()
  async find(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query('q') q?: unknown, @Query('rested') rested?: string): Promise<void> {
    const query = (typeof q === 'string' ? q : '').replaceAll('\0', '').trim().slice(0, LONGEST);
    const fragment = request.headers['hx-request'] === 'true';
    const answer = await this.searches.search(query, !fragment || rested !== undefined);
    if (fragment && rested !== undefined) void reply.status(204).header('cache-control', 'no-store').send();
    else this.pages.send(reply, fragment ? 'help/found' : 'help/search', { ...this.presenter.found(query, answer), typing: fragment });
  }
}
