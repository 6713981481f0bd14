import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { actorOf, Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { AnswersService } from '../../answers/answers.service.js';
import { DomainError } from '../../platform/domain-error.js';
import { DeskPageService } from '../frame/desk-page.service.js';
import { isId } from '../frame/desk-path.js';
import { readForm } from '../frame/form-body.js';
import { AnswerPageService } from './answer-page.service.js';

/** `/desk/answers/:id`: changing a template, going back to an old version, taking it out of use. */
@Controller('desk/answers/:id')
@Requires('manage', 'answers')
export class AnswerEditController {
  constructor(
    private readonly answers: AnswersService,
    private readonly page: AnswerPageService,
    private readonly pages: DeskPageService,
  ) {}

  @Get()
  show(@Me() me: SignedIn, @Param('id') id: string, @Res() reply: FastifyReply, @Query('done') done?: string): Promise<void> {
    return this.page.show(reply, me, id, { done });
  }

  /** `step` `preview` shows the text on a case, anything else keeps it. */
  @Post()
  async change(@Me() me: SignedIn, @Param('id') id: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const { step, number, version, ...typed } = readForm(body, 'step', 'number', 'version', 'title', 'category', 'body');
    await this.pages.submit(
      async () => {
        if (step === 'preview') return this.page.show(reply, me, id, { typed, preview: await this.page.preview(typed, number, me) });
        await this.answers.change(known(id), Number(version), typed, actorOf(me));
        return this.pages.redirect(reply, `/desk/answers/${id}?done=answer-saved`);
      },
      (faults) => this.page.show(reply, me, id, { typed, faults }),
    );
  }

  @Post('restore')
  async restore(@Me() me: SignedIn, @Param('id') id: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const { version, old } = readForm(body, 'version', 'old');
    await this.pages.submit(
      async () => {
        await this.answers.restore(known(id), Number(version), Number(old), actorOf(me));
        this.pages.redirect(reply, `/desk/answers/${id}?done=answer-restored`);
      },
      (faults) => this.page.show(reply, me, id, { faults }),
    );
  }

  @Post('retire')
  async retire(@Me() me: SignedIn, @Param('id') id: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const { retired } = readForm(body, 'retired');
    await this.answers.retire(known(id), retired === 'yes', actorOf(me));
    this.pages.redirect(reply, `/desk/answers/${id}?done=answer-${retired === 'yes' ? 'retired' : 'offered'}`);
  }
}

function known(id: string): string {
  if (!isId(id)) throw new DomainError('not-found', 'answer-not-found');
  return id;
}
