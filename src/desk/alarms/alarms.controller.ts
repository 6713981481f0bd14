import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { actorOf, Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { can } from '../../accounts/policy.js';
import { AlarmsService } from '../../alarms/alarms.service.js';
import { ClockService } from '../../platform/clock.service.js';
import { DeskPageService } from '../frame/desk-page.service.js';
import { pageIndex, pageLinks } from '../frame/page-index.js';
import { AlarmPresenter } from './alarm.presenter.js';

const PAGE = 20;

/** `/desk/alarms`: what is wrong with the service itself, what to do, and what was wrong before. */
@Controller('desk/alarms')
export class AlarmsController {
  constructor(
    private readonly alarms: AlarmsService,
    private readonly presenter: AlarmPresenter,
    private readonly pages: DeskPageService,
    private readonly clock: ClockService,
  ) {}

  @Get()
  @Requires('see', 'alarms')
  async show(@Me() me: SignedIn, @Query('page') typed: unknown, @Res() reply: FastifyReply): Promise<void> {
    const page = pageIndex(typed);
    const now = this.clock.now();
    const [standing, ended] = await Promise.all([this.alarms.current(), this.alarms.ended(page * PAGE, PAGE + 1)]);
    this.pages.send(reply, 'alarms', {
      title: 'alarms',
      me,
      isFirst: page === 0,
      standing: standing.map((alarm) => this.presenter.standing(alarm, now)),
      mayMend: can(actorOf(me), 'manage', 'queues'),
      figures: this.presenter.figures(),
      ended: ended.slice(0, PAGE).map((alarm) => this.presenter.ended(alarm)),
      ...pageLinks('/desk/alarms', page, ended.length > PAGE),
    });
  }
}
