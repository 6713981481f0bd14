import { Body, Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { needsLetter } from '../cases/case-requirements.js';
import type { InputFault } from '../platform/domain-error.js';
import { GuidesService } from '../guides/guides.service.js';
import { GuidePresenter } from '../guides/guide.presenter.js';
import { readAnswers } from './form-body.js';
import { FormPresenter } from './form.presenter.js';
import { PageService } from './page.service.js';
import { ProgressPresenter } from './progress.presenter.js';
import { VerdictPagePresenter } from './verdict-page.presenter.js';
import { type Wizard, WizardService, verdictMark } from './wizard.service.js';

const PATH = '/verdict';

/** `/verdict`: what came out and what happens next, before anything personal is asked. */
@Controller('verdict')
export class VerdictController {
  constructor(
    private readonly wizards: WizardService,
    private readonly verdicts: VerdictPagePresenter,
    private readonly guides: GuidesService,
    private readonly guideWords: GuidePresenter,
    private readonly forms: FormPresenter,
    private readonly progress: ProgressPresenter,
    private readonly pages: PageService,
  ) {}

  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const wizard = await this.wizards.enter(request, reply, PATH);
    if (wizard) await this.render(reply, wizard, []);
  }

  /** «Продолжить»: the verdict is understood; a letter needs to know the document system. */
  @Post()
  async proceed(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: unknown): Promise<void> {
    const wizard = await this.wizards.enter(request, reply, PATH);
    if (!wizard) return;
    const edms = needsLetter(wizard.route) ? readAnswers(body, ['facts.edms']) : {};
    if ('facts.edms' in edms && !edms['facts.edms']) return this.render(reply, wizard, [{ path: 'facts.edms', code: 'required' }]);
    const answered = await this.wizards.answer(wizard, { ...edms, 'verdict.seen': verdictMark(wizard.verdict) });
    this.pages.redirect(reply, this.wizards.next(answered));
  }

  /** «Вход не удался»: sorted again, knowing that. */
  @Post('login-failed')
  loginFailed(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.sayLoginFailed(request, reply, 'yes');
  }

  /** Taken back. */
  @Post('not-tried')
  notTried(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.sayLoginFailed(request, reply, '');
  }

  private async sayLoginFailed(request: FastifyRequest, reply: FastifyReply, answer: string): Promise<void> {
    const wizard = await this.wizards.enter(request, reply, PATH);
    if (wizard) this.pages.redirect(reply, this.wizards.next(await this.wizards.answer(wizard, { 'facts.loginFailed': answer, 'verdict.seen': '' })));
  }

  private async render(reply: FastifyReply, wizard: Wizard, faults: InputFault[]): Promise<void> {
    const { verdict } = wizard;
    const part = await this.guides.partFor(verdict.decided ? verdict.category : null);
    this.pages.send(reply, 'verdict', {
      ...this.verdicts.present(wizard),
      guidePart: this.guideWords.part(part),
      back: this.wizards.back(wizard, PATH),
      progress: this.progress.part(3),
      errors: this.forms.errors(faults),
      error: this.forms.errors(faults)[0]?.text,
    });
  }
}
