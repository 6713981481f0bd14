import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CasesService } from '../cases/cases.service.js';
import { CasePagePresenter } from './case-page.presenter.js';
import { PageService } from './page.service.js';
import { WizardService } from './wizard.service.js';

/** `/done`: the number, the link and what to do now; a reload shows it again and makes nothing new. */
@Controller('done')
export class DoneController {
  constructor(
    private readonly wizards: WizardService,
    private readonly cases: CasesService,
    private readonly presenter: CasePagePresenter,
    private readonly pages: PageService,
  ) {}

  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const link = (await this.wizards.draftOf(request))?.caseLink;
    if (!link) return this.pages.redirect(reply, '/?lost=1');
    const view = await this.cases.get(link.number, link.accessKey);
    this.pages.sendPrivate(reply, 'done', this.presenter.done(view, link.accessKey));
  }
}
