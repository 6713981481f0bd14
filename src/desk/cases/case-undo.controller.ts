import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { CaseUndoService } from '../../cases/operators/case-undo.service.js';
import { CasePageService } from './case-page.service.js';
import { readForm } from '../frame/form-body.js';

/** Taking one's own last action on a case back. */
@Controller('desk/cases/:number/undo')
export class CaseUndoController {
  constructor(
    private readonly page: CasePageService,
    private readonly undos: CaseUndoService,
  ) {}

  @Post()
  @Requires('undo', 'case')
  undo(@Me() me: SignedIn, @Param('number') number: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    return this.page.act(reply, { name: 'undo', me, number, typed: readForm(body, 'version', 'last'), work: ({ id }, operator) => this.undos.undo(id, operator) });
  }
}
