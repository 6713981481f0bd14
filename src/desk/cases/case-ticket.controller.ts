import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { OperatorDeliveriesService } from '../../cases/operators/operator-deliveries.service.js';
import { CasePageService } from './case-page.service.js';
import { readForm } from '../frame/form-body.js';

/** Taking the other way of a delivery that does not arrive, and writing into a ticket. */
@Controller('desk/cases/:number')
export class CaseTicketController {
  constructor(
    private readonly page: CasePageService,
    private readonly deliveries: OperatorDeliveriesService,
  ) {}

  @Post('other-way')
  @Requires('reroute', 'case')
  otherWay(@Me() me: SignedIn, @Param('number') number: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const typed = readForm(body, 'version', 'last', 'delivery');
    return this.page.act(reply, { name: 'other-way', me, number, typed, work: (seen, operator) => this.deliveries.takeOtherWay(seen, typed.delivery, operator) });
  }

  @Post('ticket-comment')
  @Requires('note', 'case')
  comment(@Me() me: SignedIn, @Param('number') number: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const typed = readForm(body, 'version', 'last', 'delivery', 'text');
    return this.page.act(reply, { name: 'ticket-comment', me, number, typed, work: (seen, operator) => this.deliveries.writeIntoTicket(seen, typed.delivery, typed.text, operator) });
  }
}
