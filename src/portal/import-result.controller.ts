import { Body, Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { InputFault } from '../platform/domain-error.js';
import { TemplatesService } from '../platform/templates.service.js';
import { importKind } from './answers.js';
import { importFaults } from './details.js';
import { readAnswers } from './form-body.js';
import { fieldId, FormPresenter } from './form.presenter.js';
import { PageService } from './page.service.js';
import { ProgressPresenter } from './progress.presenter.js';
import { type Wizard, WizardService } from './wizard.service.js';

const PATH = '/import-result';
const COUNTERS = ['importResult.previouslyLoaded', 'importResult.withOwner'];
const ERROR_TEXT = 'importResult.errorText';
const FIELDS = ['importResult.kind', ...COUNTERS, ERROR_TEXT];

/** `/import-result`: what the window «Импорт сертификатов пользователей» showed. */
@Controller('import-result')
export class ImportResultController {
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
    if (wizard) this.render(reply, wizard, []);
  }

  @Post()
  async save(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: unknown): Promise<void> {
    const wizard = await this.wizards.enter(request, reply, PATH);
    if (!wizard) return;
    const answered = await this.wizards.answer(wizard, readAnswers(body, FIELDS));
    const faults = importFaults(answered.answers);
    if (faults.length > 0) this.render(reply, answered, faults);
    else this.pages.redirect(reply, this.wizards.next(answered));
  }

  private render(reply: FastifyReply, { answers }: Wizard, faults: InputFault[]): void {
    const field = (name: string) => ({ id: fieldId(name), name, value: answers[name] ?? '', error: this.forms.note(name, answers, faults).error });
    this.pages.send(reply, 'import-result', {
      title: this.templates.message('portal.titles.import-result'),
      back: '/',
      progress: this.progress.part(2),
      errors: this.forms.errors(faults),
      is: { [importKind(answers) ?? 'unanswered']: true },
      counters: COUNTERS.map((name) => ({ ...field(name), label: this.templates.message(`portal.window.${name}`) })),
      errorText: field(ERROR_TEXT),
    });
  }
}
