import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { completed } from './answers.js';
import { readAnswers } from './form-body.js';
import { FIELD_LOOKS } from './form-fields.js';
import { FormPresenter } from './form.presenter.js';
import { PageService } from './page.service.js';
import { WizardService } from './wizard.service.js';

/** `POST /field-check`: what there is to say about one field as it is left, before the form is sent. */
@Controller('field-check')
export class FieldCheckController {
  constructor(
    private readonly wizards: WizardService,
    private readonly forms: FormPresenter,
    private readonly pages: PageService,
  ) {}

  @Post()
  @HttpCode(200)
  async check(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: unknown): Promise<void> {
    const name = readAnswers(body, ['field'])['field'] ?? '';
    const draft = await this.wizards.draftOf(request);
    const wizard = name in FIELD_LOOKS && draft ? await this.wizards.load(draft) : null;
    if (!wizard) return void reply.status(204).send();
    const answers = completed({ ...wizard.answers, ...readAnswers(body, [name]) }, wizard.certificate.facts);
    const { faults } = this.wizards.check(answers, wizard.route, wizard.input);
    this.pages.send(reply, 'field-note', { title: '', ...this.forms.note(name, answers, faults) });
  }
}
