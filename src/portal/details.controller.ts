import { Body, Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { needsLetter } from '../cases/case-requirements.js';
import type { InputFault } from '../platform/domain-error.js';
import { TemplatesService } from '../platform/templates.service.js';
import { SettingsService } from '../settings/settings.service.js';
import { CONTACT_FIELDS, DESK_ORGANIZATION_FIELDS, detailFields } from './details.js';
import { FormPresenter } from './form.presenter.js';
import { readAnswers } from './form-body.js';
import { PageService } from './page.service.js';
import { ProgressPresenter } from './progress.presenter.js';
import { type Wizard, WizardService } from './wizard.service.js';

const PATH = '/details';

/** `/details`: whom to answer, the consent, and for a ticket what happened and where. */
@Controller('details')
export class DetailsController {
  constructor(
    private readonly wizards: WizardService,
    private readonly forms: FormPresenter,
    private readonly progress: ProgressPresenter,
    private readonly pages: PageService,
    private readonly templates: TemplatesService,
    private readonly settings: SettingsService,
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
    const fields = detailFields(wizard.route);
    const answered = await this.wizards.answer(wizard, readAnswers(body, fields));
    if (answered.faults.some(({ path }) => fields.includes(path))) this.render(reply, answered, true);
    else this.pages.redirect(reply, this.wizards.next(answered));
  }

  private render(reply: FastifyReply, wizard: Wizard, tried: boolean): void {
    const { route, completed } = wizard;
    const names = detailFields(route);
    const { version } = this.settings.consent;
    // Said without being asked too: the text was changed after it was agreed to.
    const stale = ({ path, code }: InputFault) => path === 'consent' && code === 'changed';
    const faults = names.flatMap((name) => wizard.faults.filter((fault) => fault.path === name && (tried || stale(fault))));
    const fields = (some: readonly string[]) => this.forms.fields(some, completed, faults, route);
    const letter = needsLetter(route);
    this.pages.send(reply, 'details', {
      title: this.templates.message('portal.titles.details'),
      back: this.wizards.back(wizard, PATH),
      progress: this.progress.part(4),
      errors: this.forms.errors(faults),
      trouble: letter ? null : fields(['description']),
      contact: fields(CONTACT_FIELDS),
      organization: letter ? null : fields(DESK_ORGANIZATION_FIELDS),
      consent: { checked: completed['consent'] === version, error: this.forms.note('consent', completed, faults).error, version },
    });
  }
}
