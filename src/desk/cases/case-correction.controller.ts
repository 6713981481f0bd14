import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { OperatorDeliveriesService } from '../../cases/operators/operator-deliveries.service.js';
import { CasePageService } from './case-page.service.js';
import { correctionOf, CORRECTION_INPUTS } from './case-correction.js';
import { readForm } from '../frame/form-body.js';

/** Correcting the data of a case; its letter is made again. */
@Controller('desk/cases/:number/correct')
export class CaseCorrectionController {
  constructor(
    private readonly page: CasePageService,
    private readonly deliveries: OperatorDeliveriesService,
  ) {}

  @Post()
  @Requires('edit', 'case')
  correct(@Me() me: SignedIn, @Param('number') number: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const typed = readForm(body, 'version', 'last', ...CORRECTION_INPUTS);
    return this.page.act(reply, { name: 'correct', me, number, typed, work: (seen, operator) => this.deliveries.correct(seen, correctionOf(typed), operator) });
  }
}
