import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CasesService } from '../cases/cases.service.js';
import { CasePageService } from './case-page.service.js';
import { readAnswers } from './form-body.js';

/** «Помогло» and «Не помогло» after self-help. */
@Controller('cases/:number/:key/outcome')
export class CaseOutcomeController {
  constructor(
    private readonly cases: CasesService,
    private readonly casePages: CasePageService,
  ) {}

  @Post()
  async report(@Param('number') number: string, @Param('key') key: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const helped = readAnswers(body, ['outcome'])['outcome'] === 'helped';
    await this.casePages.submit(reply, { number, key }, { field: 'outcome', notice: helped ? 'solved' : 'not-solved' }, () =>
      helped ? this.cases.reportSolved(number, key) : this.cases.reportSelfHelpFailed(number, key),
    );
  }
}
