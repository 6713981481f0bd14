import { Body, Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { TemplatesService } from '../platform/templates.service.js';
import { NEW_USER_FIELDS, NEW_USER_PERSON_FIELDS, NEW_USER_ROLE_FIELDS } from './details.js';
import { FormPresenter } from './form.presenter.js';
import { readAnswers } from './form-body.js';
import { PageService } from './page.service.js';
import { ProgressPresenter } from './progress.presenter.js';
import { type Wizard, WizardService } from './wizard.service.js';

const PATH = '/new-user';

/** `/new-user`: whom the letter asks to register, and with which roles. */
@Controller('new-user')
export class NewUserController {
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
    const isMe = readAnswers(body, ['newUser.isMe']);
    // With «это я» the fields of the person are not looked at, nor is what they held before lost.
    const typedFields = isMe['newUser.isMe'] === 'yes' ? NEW_USER_ROLE_FIELDS : NEW_USER_FIELDS;
    const answered = await this.wizards.answer(wizard, { ...isMe, ...readAnswers(body, typedFields) });
    if (answered.faults.some(({ path }) => path.startsWith('newUser.'))) this.render(reply, answered, true);
    else this.pages.redirect(reply, this.wizards.next(answered));
  }

  private render(reply: FastifyReply, wizard: Wizard, tried: boolean): void {
    const { completed, route } = wizard;
    const faults = tried ? NEW_USER_FIELDS.flatMap((name) => wizard.faults.filter(({ path }) => path === name)) : [];
    this.pages.send(reply, 'new-user', {
      title: this.templates.message('portal.titles.new-user'),
      back: this.wizards.back(wizard, PATH),
      progress: this.progress.part(4),
      errors: this.forms.errors(faults),
      isMe: completed['newUser.isMe'] === 'yes',
      contactName: completed['contact.fullName'],
      person: this.forms.fields(NEW_USER_PERSON_FIELDS, completed, faults, route),
      roles: this.forms.fields(NEW_USER_ROLE_FIELDS, completed, faults, route),
    });
  }
}
