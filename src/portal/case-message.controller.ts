import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CasesService } from '../cases/cases.service.js';
import { CasePageService } from './case-page.service.js';
import { readAnswers } from './form-body.js';

/** A message to the operator. */
@Controller('cases/:number/:key/messages')
export class CaseMessageController {
  constructor(
    private readonly cases: CasesService,
    private readonly casePages: CasePageService,
  ) {}

  @Post()
  async send(@Param('number') number: string, @Param('key') key: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const { text = '' } = readAnswers(body, ['text']);
    await this.casePages.submit(reply, { number, key }, { field: 'message', typed: { text }, notice: 'message-received' }, () =>
      this.cases.addMessage(number, key, text),
    );
  }
}
