import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { GuideCountsService } from '../../guides/guide-counts.service.js';
import { GuidesService } from '../../guides/guides.service.js';
import { DomainError } from '../../platform/domain-error.js';
import { HelpPresenter } from './help.presenter.js';
import { PageService } from '../page.service.js';

/** Programs that read pages; they are no readers. */
const ROBOT = /bot|crawl|spider|slurp|preview|monitor|curl|wget|python/i;

/** `/help/<slug>`: one guide. */
@Controller('help/:slug')
export class GuideController {
  constructor(
    private readonly guides: GuidesService,
    private readonly counts: GuideCountsService,
    private readonly presenter: HelpPresenter,
    private readonly pages: PageService,
  ) {}

  @Get()
  async show(@Param('slug') slug: string, @Headers() headers: Record<string, string | undefined>, @Res() reply: FastifyReply, @Query('done') done?: string): Promise<void> {
    const catalogue = await this.guides.catalogue();
    const guide = catalogue.find(slug);
    if (!guide) throw new DomainError('not-found', 'guide-not-found');
    // Coming back from the answer is no second reading.
    if (done === undefined && !headers['sec-purpose'] && !ROBOT.test(headers['user-agent'] ?? 'bot')) await this.counts.count(slug, 'view');
    this.pages.send(reply, 'help/guide', this.presenter.guide(guide, catalogue, done));
  }
}
