import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { OperatorDeliveriesService } from '../../cases/operators/operator-deliveries.service.js';
import { CasePageService } from './case-page.service.js';
import { readForm } from '../frame/form-body.js';

/** Sending again, knowing that it arrived, choosing another way. */
@Controller('desk/cases/:number')
export class CaseDeliveryController {
  constructor(
    private readonly page: CasePageService,
    private readonly deliveries: OperatorDeliveriesService,
  ) {}

  @Post('retry')
  @Requires('retry', 'case')
  retry(@Me() me: SignedIn, @Param('number') number: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const typed = readForm(body, 'version', 'last', 'delivery');
    return this.page.act(reply, { name: 'retry', me, number, typed, work: (seen, operator) => this.deliveries.retry(seen, typed.delivery, operator) });
  }

  @Post('arrived')
  @Requires('mark-arrived', 'case')
  arrived(@Me() me: SignedIn, @Param('number') number: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const typed = readForm(body, 'version', 'last', 'delivery');
    return this.page.act(reply, { name: 'arrived', me, number, typed, work: (seen, operator) => this.deliveries.markArrived(seen, typed.delivery, operator) });
  }

  @Post('reroute')
  @Requires('reroute', 'case')
  reroute(@Me() me: SignedIn, @Param('number') number: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const typed = readForm(body, 'version', 'last', 'route');
    return this.page.act(reply, { name: 'reroute', me, number, typed, work: (seen, operator) => this.deliveries.reroute(seen, typed.route, operator) });
  }
}
