import { Controller, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CasesService } from '../cases/cases.service.js';
import { CasePageService } from './case-page.service.js';

/** «Прислать мне»: the link of the case by mail to its own contact. */
@Controller('cases/:number/:key/link')
export class CaseLinkController {
  constructor(
    private readonly cases: CasesService,
    private readonly casePages: CasePageService,
  ) {}

  @Post()
  async send(@Param('number') number: string, @Param('key') key: string, @Res() reply: FastifyReply): Promise<void> {
    await this.casePages.submit(reply, { number, key }, { field: 'link', notice: 'link-sent' }, () => this.cases.sendLink(number, key));
  }
}
