import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { ClosingService } from '../../closing/closing.service.js';
import { readForm } from '../frame/form-body.js';
import { CasePageService } from './case-page.service.js';

/** Ending a case because the directory says that its cause is gone. */
@Controller('desk/cases/:number')
export class CaseClosingController {
  constructor(
    private readonly page: CasePageService,
    private readonly closing: ClosingService,
  ) {}

  @Post('closing')
  @Requires('resolve', 'case')
  accept(@Me() me: SignedIn, @Param('number') number: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    return this.page.act(reply, { name: 'closing', me, number, typed: readForm(body, 'version', 'last'), work: (seen, operator) => this.closing.accept(seen, operator) });
  }
}
