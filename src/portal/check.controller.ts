import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { needsLetter } from '../cases/case-requirements.js';
import { CasesService } from '../cases/cases.service.js';
import { TemplatesService } from '../platform/templates.service.js';
import { CheckPresenter } from './check.presenter.js';
import { DraftService } from './draft.service.js';
import { PageService } from './page.service.js';
import { ProgressPresenter } from './progress.presenter.js';
import { WizardService } from './wizard.service.js';

const PATH = '/check';

/** `/check`: everything that was answered, and the button that makes the case of it. */
@Controller('check')
export class CheckController {
  constructor(
    private readonly wizards: WizardService,
    private readonly drafts: DraftService,
    private readonly cases: CasesService,
    private readonly presenter: CheckPresenter,
    private readonly progress: ProgressPresenter,
    private readonly pages: PageService,
    private readonly templates: TemplatesService,
  ) {}

  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const wizard = await this.wizards.enter(request, reply, PATH);
    if (!wizard) return;
    const letter = needsLetter(wizard.route);
    this.pages.send(reply, 'check', {
      title: this.templates.message('portal.titles.check'),
      back: this.wizards.back(wizard, PATH),
      progress: this.progress.part(5),
      sections: this.presenter.sections(wizard),
      letter,
      sendLabel: this.templates.message(`portal.check.send.${letter ? 'letter' : wizard.route}`),
    });
  }

  /** Sent twice, from two tabs or after Back, it is the same case: the draft is its idempotency key. */
  @Post()
  async submit(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const wizard = await this.wizards.enter(request, reply, PATH);
    if (!wizard) return;
    const { draft, certificate, request: complete } = wizard;
    if (!complete) return this.pages.redirect(reply, this.wizards.next(wizard));
    const { number, accessKey } = await this.cases.create({
      request: complete,
      certificate,
      signedLetter: null,
      source: 'portal',
      idempotencyKey: `draft:${draft.id}`,
    });
    await this.drafts.finish(draft, { number, accessKey });
    this.pages.redirect(reply, '/done');
  }
}
