import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CasesService } from '../cases/cases.service.js';
import { CasePageService } from './case-page.service.js';
import { readAnswers } from './form-body.js';

/** «Письмо зарегистрировано»: number and date as the organisation's registrar gave them. */
@Controller('cases/:number/:key/registration')
export class EdmsRegistrationController {
  constructor(
    private readonly cases: CasesService,
    private readonly casePages: CasePageService,
  ) {}

  @Post()
  async register(@Param('number') number: string, @Param('key') key: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const typed = readAnswers(body, ['number', 'date']);
    await this.casePages.submit(reply, { number, key }, { field: 'registration.', typed, notice: 'registered' }, () =>
      this.cases.registerInEdms(number, key, { number: typed['number'] ?? '', date: typed['date'] ?? '' }),
    );
  }
}
