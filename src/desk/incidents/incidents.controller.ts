import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { INCIDENT_PAGE } from '../../incidents/incident-view.js';
import { IncidentsService } from '../../incidents/incidents.service.js';
import { ClockService } from '../../platform/clock.service.js';
import { DeskPageService } from '../frame/desk-page.service.js';
import { IncidentPresenter } from './incident.presenter.js';
import { pageIndex, pageLinks } from '../frame/page-index.js';

/** `/desk/incidents`: what goes on, and what went on. */
@Controller('desk/incidents')
export class IncidentsController {
  constructor(
    private readonly incidents: IncidentsService,
    private readonly presenter: IncidentPresenter,
    private readonly pages: DeskPageService,
    private readonly clock: ClockService,
  ) {}

  @Get()
  @Requires('see', 'overview')
  async show(@Me() me: SignedIn, @Query('page') typed: unknown, @Res() reply: FastifyReply): Promise<void> {
    const page = pageIndex(typed);
    const now = this.clock.now();
    const [open, closed] = await Promise.all([this.incidents.open(), this.incidents.closed(page)]);
    this.pages.send(reply, 'incidents', {
      title: 'incidents',
      me,
      open: page === 0 ? open.map((incident) => this.presenter.line(incident, now)) : [],
      isFirst: page === 0,
      closed: closed.slice(0, INCIDENT_PAGE).map((incident) => this.presenter.line(incident, now)),
      ...pageLinks('/desk/incidents', page, closed.length > INCIDENT_PAGE),
    });
  }
}
