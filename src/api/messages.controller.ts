import { Controller, Headers, Param, Post } from '@nestjs/common';
import type { CaseView } from '../cases/case-view.js';
import { CasesService } from '../cases/cases.service.js';
import { caseAccess } from './access-key.js';
import { JsonBody } from './json-body.adapter.js';

/** Messages of the applicant. */
@Controller('api/v1/cases/:number/messages')
export class MessagesController {
  constructor(private readonly cases: CasesService) {}

  @Post()
  async add(@Param('number') number: string, @Headers('authorization') authorization: string | undefined, @JsonBody() body: unknown): Promise<CaseView> {
    const { text } = (body ?? {}) as { text?: unknown };
    return this.cases.addMessage(...caseAccess(number, authorization), text);
  }
}
