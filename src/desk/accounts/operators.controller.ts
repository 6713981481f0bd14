import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AccountAdministrationService } from '../../accounts/account-administration.service.js';
import { actorOf, Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { InvitationsService } from '../../accounts/invitations.service.js';
import { AccountRowsService } from './account-rows.service.js';
import type { Actor } from '../../accounts/policy.js';
import { DomainError } from '../../platform/domain-error.js';
import { DeskPageService, type FormFaults } from '../frame/desk-page.service.js';
import { isId } from '../frame/desk-path.js';
import { readForm } from '../frame/form-body.js';

/** `/desk/operators`: who may come in. */
@Controller('desk/operators')
@Requires('manage', 'operators')
export class OperatorsController {
  /** What an administrator can do with one account, by the last part of the address. */
  private readonly changes: Record<string, (actor: Actor, id: string) => Promise<void>>;

  constructor(
    administration: AccountAdministrationService,
    private readonly invitations: InvitationsService,
    private readonly rows: AccountRowsService,
    private readonly pages: DeskPageService,
  ) {
    this.changes = {
      'make-administrator': (actor, id) => administration.changeRole(actor, id, 'administrator'),
      'make-operator': (actor, id) => administration.changeRole(actor, id, 'operator'),
      disable: (actor, id) => administration.disable(actor, id),
      enable: (actor, id) => administration.enable(actor, id),
      'end-sessions': (actor, id) => administration.endSessions(actor, id),
      'remove-second-factor': (actor, id) => administration.removeSecondFactor(actor, id),
      unlock: (actor, id) => administration.unlock(actor, id),
      'invite-again': (actor, id) => invitations.inviteAgain(actor, id),
    };
  }

  @Get()
  show(@Me() me: SignedIn, @Res() reply: FastifyReply, @Query('done') done?: string): Promise<void> {
    return this.render(me, reply, { done });
  }

  @Post()
  async invite(@Me() me: SignedIn, @Res() reply: FastifyReply, @Body() body: unknown): Promise<void> {
    const typed = readForm(body, 'email', 'role');
    await this.pages.submit(
      async () => {
        await this.invitations.invite(actorOf(me), typed);
        this.pages.redirect(reply, '/desk/operators?done=invited');
      },
      (faults) => this.render(me, reply, { typed, faults }),
    );
  }

  @Post(':id/:change')
  async change(@Me() me: SignedIn, @Param('id') id: string, @Param('change') name: string, @Res() reply: FastifyReply): Promise<void> {
    const change = Object.hasOwn(this.changes, name) ? this.changes[name] : undefined;
    if (!change || !isId(id)) throw new DomainError('not-found', 'account-not-found');
    await this.pages.submit(
      async () => {
        await change(actorOf(me), id);
        this.pages.redirect(reply, `/desk/operators?done=${name}`);
      },
      (faults) => this.render(me, reply, { faults }),
    );
  }

  private async render(me: SignedIn, reply: FastifyReply, rows: { done?: string | undefined; typed?: { email: string; role: string }; faults?: FormFaults }): Promise<void> {
    this.pages.send(reply, 'operators', { title: 'operators', me, operators: await this.rows.operators(me), ...rows });
  }
}
