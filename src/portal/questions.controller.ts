import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { InputFault } from '../platform/domain-error.js';
import { FormPresenter } from './form.presenter.js';
import { readAnswers } from './form-body.js';
import { PageService } from './page.service.js';
import { ProgressPresenter } from './progress.presenter.js';
import { QuestionPresenter } from './question.presenter.js';
import type { WizardQuestion } from './wizard-steps.js';
import { type Wizard, WizardService } from './wizard.service.js';

/** `/questions/<fact>`: one question that the rules need, one page. */
@Controller('questions')
export class QuestionsController {
  constructor(
    private readonly wizards: WizardService,
    private readonly questions: QuestionPresenter,
    private readonly forms: FormPresenter,
    private readonly progress: ProgressPresenter,
    private readonly pages: PageService,
  ) {}

  /** Wherever the questions are. */
  @Get()
  async resume(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const wizard = await this.wizards.enter(request, reply, '/');
    if (wizard) this.pages.redirect(reply, this.wizards.next(wizard));
  }

  @Get(':slug')
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('slug') slug: string): Promise<void> {
    const wizard = await this.wizards.enter(request, reply, `/questions/${slug}`);
    const question = wizard?.questions.find((one) => one.slug === slug);
    if (wizard && question) this.render(reply, wizard, question, []);
  }

  @Post(':slug')
  async save(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('slug') slug: string, @Body() body: unknown): Promise<void> {
    const wizard = await this.wizards.enter(request, reply, `/questions/${slug}`);
    const question = wizard?.questions.find((one) => one.slug === slug);
    if (!wizard || !question) return;
    const answers = readAnswers(body, question.paths);
    const [only] = question.paths;
    if (question.paths.length === 1 && only && !answers[only]) return this.render(reply, wizard, question, [{ path: only, code: 'required' }]);
    // Boxes that are not ticked say «нет».
    const saved = Object.fromEntries(Object.entries(answers).map(([path, value]) => [path, value || 'no']));
    this.pages.redirect(reply, this.wizards.next(await this.wizards.answer(wizard, saved)));
  }

  private render(reply: FastifyReply, wizard: Wizard, question: WizardQuestion, faults: InputFault[]): void {
    this.pages.send(reply, 'question', {
      ...this.questions.present(question, wizard.answers),
      back: this.wizards.back(wizard, `/questions/${question.slug}`),
      progress: this.progress.part(2),
      errors: this.forms.errors(faults),
      error: this.forms.errors(faults)[0]?.text,
    });
  }
}
