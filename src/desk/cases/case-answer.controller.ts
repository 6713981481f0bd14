import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { AnswerFillingService } from '../../answers/answer-filling.service.js';
import { AnswersService } from '../../answers/answers.service.js';
import { DomainError } from '../../platform/domain-error.js';
import { isId } from '../frame/desk-path.js';
import { CasePageService } from './case-page.service.js';
import { readForm } from '../frame/form-body.js';

/** A template, filled with the words of a case, put into the form of an answer; nothing is sent. */
@Controller('desk/cases/:number/answer-text')
@Requires('answer', 'case')
export class CaseAnswerController {
  constructor(
    private readonly page: CasePageService,
    private readonly answers: AnswersService,
    private readonly filling: AnswerFillingService,
  ) {}

  /** The bare text, for a form that puts it in by itself. */
  @Get()
  async text(@Me() me: SignedIn, @Param('number') number: string, @Query('template') template: string, @Res() reply: FastifyReply): Promise<void> {
    void reply.type('text/plain; charset=utf-8').header('cache-control', 'no-store').send(await this.filled(me, number, template));
  }

  /** Without a script: the page with the text under what was typed already. */
  @Post(':form')
  async put(@Me() me: SignedIn, @Param('number') number: string, @Param('form') form: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const { template, ...typed } = readForm(body, 'template', 'text', 'outcome', 'version');
    const text = [typed.text.trimEnd(), await this.filled(me, number, template)].filter(Boolean).join('\n\n');
    await this.page.show(me, reply, number, { form: form === 'resolve' ? 'resolve' : 'answer', typed: { ...typed, text } });
  }

  private async filled({ account }: SignedIn, number: string, template: string): Promise<string> {
    if (!isId(template)) throw new DomainError('not-found', 'answer-not-found');
    const { body } = await this.answers.get(template);
    const text = await this.filling.fill(body, number, account.fullName || account.email);
    await this.answers.countUse(template);
    return text;
  }
}
