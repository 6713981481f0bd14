import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { actorOf } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import { can } from '../../accounts/policy.js';
import { IncidentsService } from '../../incidents/incidents.service.js';
import { ClockService } from '../../platform/clock.service.js';
import { DeskPageService, type FormFaults } from '../frame/desk-page.service.js';
import { IncidentPresenter } from './incident.presenter.js';
import { pageIndex } from '../frame/page-index.js';

/** Loads an incident and sends its page. */
@Injectable()
export class IncidentPageService {
  constructor(
    private readonly incidents: IncidentsService,
    private readonly accounts: AccountsService,
    private readonly presenter: IncidentPresenter,
    private readonly pages: DeskPageService,
    private readonly clock: ClockService,
  ) {}

  async show(reply: FastifyReply, me: SignedIn, id: string, { page, done, faults, typed }: { page?: unknown; done?: unknown; faults?: FormFaults; typed?: object }): Promise<void> {
    const index = pageIndex(page);
    const { incident, cases } = await this.incidents.get(id, index);
    const names = await this.accounts.names([incident.closedBy, ...cases.map(({ tiedBy }) => tiedBy)].flatMap((account) => account ?? []));
    this.pages.send(reply, 'incident', {
      title: 'incident',
      me,
      faults,
      typed,
      done: typeof done === 'string' ? done : undefined,
      may: can(actorOf(me), 'manage', 'incidents') && incident.closedAt === null,
      ...this.presenter.page(incident, cases, names, index, this.clock.now()),
    });
  }
}
