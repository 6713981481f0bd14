import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GuidesService } from '../guides/guides.service.js';
import { TemplatesService } from '../platform/templates.service.js';
import { CertificatePresenter } from './certificate.presenter.js';
import { PageService } from './page.service.js';
import { WizardService } from './wizard.service.js';

/** `/`: what this is, and the file to begin with. */
@Controller()
export class StartController {
  constructor(
    private readonly wizards: WizardService,
    private readonly certificates: CertificatePresenter,
    private readonly guides: GuidesService,
    private readonly pages: PageService,
    private readonly templates: TemplatesService,
  ) {}

  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query('lost') lost?: string, @Query('from') from?: string): Promise<void> {
    const draft = await this.wizards.draftOf(request);
    const wizard = draft && (await this.wizards.load(draft));
    const guide = from === undefined ? null : await this.guides.find(from);
    const filled = draft && Object.keys(draft.answers).length > 0;
    this.pages.send(reply, 'start', {
      title: this.templates.message('portal.titles.start'),
      lost: lost !== undefined && !wizard,
      from: guide && this.templates.message(filled ? 'guides.from' : 'guides.from-plain', guide),
      recent: draft?.caseLink?.number,
      certificate: wizard && this.certificates.present(wizard.certificate.facts),
    });
  }
}
