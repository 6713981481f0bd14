import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { DeskCasesService } from '../../cases/operators/desk-cases.service.js';
import { DomainError } from '../../platform/domain-error.js';
import { TemplatesService } from '../../platform/templates.service.js';
import { readForm } from '../frame/form-body.js';
import { CasePresenceService } from './case-presence.service.js';

const SCREEN = /^[0-9a-f]{16}$/;

/** Who is looking at a case or writing on it right now: said by each screen, shown to the others. */
@Controller('desk/cases/:number/presence')
@Requires('see', 'case')
export class CasePresenceController {
  constructor(
    private readonly presence: CasePresenceService,
    private readonly cases: DeskCasesService,
    private readonly templates: TemplatesService,
  ) {}

  @Get()
  async show(@Me() me: SignedIn, @Param('number') number: string, @Res() reply: FastifyReply): Promise<void> {
    await this.send(reply, await this.caseId(number), me);
  }

  /** `screen` names the window; `state` is `looking`, `writing` or `gone`. Answers who else is there. */
  @Post()
  @HttpCode(200)
  async say(@Me() me: SignedIn, @Param('number') number: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const { screen, state } = readForm(body, 'screen', 'state');
    const caseId = await this.caseId(number);
    if (SCREEN.test(screen) && state === 'gone') await this.presence.leave({ caseId, screen }, me);
    else if (SCREEN.test(screen)) await this.presence.renew({ caseId, screen }, me, state === 'writing');
    await this.send(reply, caseId, me);
  }

  private async send(reply: FastifyReply, caseId: string, me: SignedIn): Promise<void> {
    const presence = await this.presence.words(caseId, me);
    void reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(this.templates.render('pages/desk/case-presence', { presence }));
  }

  private async caseId(number: string): Promise<string> {
    const id = await this.cases.idOf(number);
    if (!id) throw new DomainError('not-found', 'case-not-found');
    return id;
  }
}
