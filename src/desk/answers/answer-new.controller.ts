import { Body, Controller, Get, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { actorOf, Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { AnswersService } from '../../answers/answers.service.js';
import { DeskPageService } from '../frame/desk-page.service.js';
import { readForm } from '../frame/form-body.js';
import { AnswerPageService } from './answer-page.service.js';

/** Writing a new template. */
@Controller('desk/answers/new')
@Requires('manage', 'answers')
export class AnswerNewController {
  constructor(
    private readonly answers: AnswersService,
    private readonly page: AnswerPageService,
    private readonly pages: DeskPageService,
  ) {}

  @Get()
  show(@Me() me: SignedIn, @Res() reply: FastifyReply): void {
    this.page.showNew(reply, me);
  }

  /** `step` `preview` shows the text on a case, anything else keeps it. */
  @Post()
  async create(@Me() me: SignedIn, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const { step, number, ...typed } = readForm(body, 'step', 'number', 'title', 'category', 'body');
    await this.pages.submit(
      async () => {
        if (step === 'preview') return this.page.showNew(reply, me, { typed, preview: await this.page.preview(typed, number, me) });
        return this.pages.redirect(reply, `/desk/answers/${await this.answers.create(typed, actorOf(me))}?done=answer-saved`);
      },
      (faults) => this.page.showNew(reply, me, { typed, faults }),
    );
  }
}
