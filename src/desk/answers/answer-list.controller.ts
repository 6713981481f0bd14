import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { AnswersService } from '../../answers/answers.service.js';
import { DeskPageService } from '../frame/desk-page.service.js';
import { AnswersPresenter } from './answers.presenter.js';

/** `/desk/answers`: all templates of answers. */
@Controller('desk/answers')
export class AnswerListController {
  constructor(
    private readonly answers: AnswersService,
    private readonly presenter: AnswersPresenter,
    private readonly pages: DeskPageService,
  ) {}

  @Get()
  @Requires('manage', 'answers')
  async show(@Me() me: SignedIn, @Res() reply: FastifyReply, @Query('done') done?: string): Promise<void> {
    this.pages.send(reply, 'answers', { title: 'answers', me, done, groups: this.presenter.groups(await this.answers.all()) });
  }
}
