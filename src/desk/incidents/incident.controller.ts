import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { IncidentsService } from '../../incidents/incidents.service.js';
import { DomainError } from '../../platform/domain-error.js';
import { isId } from '../frame/desk-path.js';
import { DeskPageService } from '../frame/desk-page.service.js';
import { readForm } from '../frame/form-body.js';
import { IncidentPageService } from './incident-page.service.js';

/** `/desk/incidents/:id`: one incident with its cases, and what is done with it. */
@Controller('desk/incidents/:id')
export class IncidentController {
  constructor(
    private readonly incidents: IncidentsService,
    private readonly page: IncidentPageService,
    private readonly pages: DeskPageService,
  ) {}

  @Get()
  @Requires('see', 'overview')
  async show(@Me() me: SignedIn, @Param('id') id: string, @Query() fields: Record<string, unknown>, @Res() reply: FastifyReply): Promise<void> {
    await this.page.show(reply, me, known(id), { page: fields['page'], done: fields['done'] });
  }

  @Post('tie')
  @Requires('manage', 'incidents')
  async tie(@Me() me: SignedIn, @Param('id') id: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const typed = readForm(body, 'number');
    await this.act(reply, me, known(id), 'tied', typed, () => this.incidents.tie(id, typed, me.account.id));
  }

  @Post('untie')
  @Requires('manage', 'incidents')
  async untie(@Me() me: SignedIn, @Param('id') id: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const { caseId } = readForm(body, 'caseId');
    await this.act(reply, me, known(id), 'untied', {}, () => this.incidents.untie(id, known(caseId), me.account.id));
  }

  @Post('close')
  @Requires('manage', 'incidents')
  async close(@Me() me: SignedIn, @Param('id') id: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const typed = readForm(body, 'note', 'version');
    await this.act(reply, me, known(id), 'closed', typed, () => this.incidents.close(id, { note: typed.note, version: Number(typed.version) || 0 }, me.account.id));
  }

  private act(reply: FastifyReply, me: SignedIn, id: string, done: string, typed: object, work: () => Promise<void>): Promise<void> {
    return this.pages.submit(
      async () => {
        await work();
        this.pages.redirect(reply, `/desk/incidents/${id}?done=incident-${done}`);
      },
      (faults) => this.page.show(reply, me, id, { faults, typed }),
    );
  }
}

function known(id: string): string {
  if (!isId(id)) throw new DomainError('not-found', 'incident-not-found');
  return id;
}
