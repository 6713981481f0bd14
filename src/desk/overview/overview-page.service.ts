import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { actorOf } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import { can } from '../../accounts/policy.js';
import { IncidentsService } from '../../incidents/incidents.service.js';
import { OverviewService } from '../../overview/overview.service.js';
import { readPeriod } from '../../overview/period.js';
import { ClockService } from '../../platform/clock.service.js';
import { TemplatesService } from '../../platform/templates.service.js';
import { DeskPageService } from '../frame/desk-page.service.js';
import { IncidentPresenter } from '../incidents/incident.presenter.js';
import { OverviewPresenter } from './overview.presenter.js';

/** Loads the figures of a period and sends their page. */
@Injectable()
export class OverviewPageService {
  constructor(
    private readonly overview: OverviewService,
    private readonly incidents: IncidentsService,
    private readonly accounts: AccountsService,
    private readonly presenter: OverviewPresenter,
    private readonly incidentPresenter: IncidentPresenter,
    private readonly pages: DeskPageService,
    private readonly templates: TemplatesService,
    private readonly clock: ClockService,
  ) {}

  async show(reply: FastifyReply, me: SignedIn, fields: Record<string, unknown>): Promise<void> {
    const now = this.clock.now();
    const { period, fault } = readPeriod(fields, now);
    const [figures, open] = await Promise.all([this.overview.figures(period), this.incidents.open()]);
    const names = await this.accounts.names(figures.loads.flatMap(({ assigneeId }) => assigneeId ?? []));
    const sentence = fault && this.templates.message(`overview.faults.${fault}`);
    const faults = sentence ? { code: 'validation-failed', status: 422, errors: [{ text: sentence, href: '#from' }], errorsAt: { from: sentence } } : undefined;
    const actor = actorOf(me);
    this.pages.send(reply, 'overview', {
      title: 'overview',
      me,
      faults,
      typed: { from: fields['from'], to: fields['to'] },
      may: { exportFigures: can(actor, 'export', 'overview'), exportCases: can(actor, 'export', 'case') },
      incidents: open.map((incident) => this.incidentPresenter.line(incident, now)),
      ...this.presenter.screen(figures, period, names, now),
    });
  }
}
