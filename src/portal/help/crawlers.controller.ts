import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { GuidesService } from '../../guides/guides.service.js';
import { TemplatesService } from '../../platform/templates.service.js';
import { HelpPresenter } from './help.presenter.js';

/** What search engines ask for: which pages there are, and which are nobody's business. */
@Controller()
export class CrawlersController {
  constructor(
    private readonly guides: GuidesService,
    private readonly presenter: HelpPresenter,
    private readonly templates: TemplatesService,
  ) {}

  @Get('sitemap.xml')
  async sitemap(@Res() reply: FastifyReply): Promise<void> {
    void reply.type('application/xml; charset=utf-8').send(this.templates.render('pages/help/sitemap.xml', this.presenter.sitemap(await this.guides.catalogue())));
  }

  @Get('robots.txt')
  robots(@Res() reply: FastifyReply): void {
    void reply.type('text/plain; charset=utf-8').send(this.templates.render('pages/help/robots.txt', { sitemap: this.presenter.url('/sitemap.xml') }));
  }
}
