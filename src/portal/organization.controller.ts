import { Body, Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { TemplatesService } from '../platform/templates.service.js';
import { ORGANIZATION_FIELDS } from './details.js';
import { FormPresenter } from './form.presenter.js';
import { readAnswers } from './form-body.js';
import { PageService } from './page.service.js';
import { ProgressPresenter } from './progress.presenter.js';
import { type Wizard, WizardService } from './wizard.service.js';

const PATH = '/organization';
const isHead = (name: string) => name.startsWith('organization.head');

/** `/organization`: who sends the letter and who signs it. */
@Controller('organization')
export class OrganizationController {
  constructor(
    private readonly wizards: WizardService,
    private readonly forms: FormPresenter,
    private readonly progress: ProgressPresenter,
    private readonly pages: PageService,
    private readonly templates: TemplatesService,
  ) {}

  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const wizard = await this.wizards.enter(request, reply, PATH);
    if (wizard) this.render(reply, wizard, false);
  }

  @Post()
  async save(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: unknown): Promise<void> {
    const wizard = await this.wizards.enter(request, reply, PATH);
    if (!wizard) return;
    const answered = await this.wizards.answer(wizard, readAnswers(body, ORGANIZATION_FIELDS));
    if (answered.faults.some(({ path }) => path.startsWith('organization.'))) this.render(reply, answered, true);
    else this.pages.redirect(reply, this.wizards.next(answered));
  }

  private render(reply: FastifyReply, wizard: Wizard, tried: boolean): void {
    const faults = tried ? ORGANIZATION_FIELDS.flatMap((name) => wizard.faults.filter(({ path }) => path === name)) : [];
    const fields = (names: readonly string[]) => this.forms.fields(names, wizard.completed, faults, wizard.route);
    this.pages.send(reply, 'organization', {
      title: this.templates.message('portal.titles.organization'),
      back: this.wizards.back(wizard, PATH),
      progress: this.progress.part(4),
      errors: this.forms.errors(faults),
      organization: fields(ORGANIZATION_FIELDS.filter((name) => !isHead(name))),
      head: fields(ORGANIZATION_FIELDS.filter(isHead)),
    });
  }
}
