import { Body, Controller, Get, HttpCode, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { actorOf, Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { can } from '../../accounts/policy.js';
import { Config } from '../../config/config.js';
import { type ExpirySearch, ExpiryService } from '../../expiry/expiry.service.js';
import { readStep } from '../../expiry/expiry-step.js';
import { ClockService } from '../../platform/clock.service.js';
import { DeskPageService } from '../frame/desk-page.service.js';
import { readForm } from '../frame/form-body.js';
import { ExpiryPresenter } from './expiry.presenter.js';

const PAGE = 50;

/** `/desk/expiry`: whose certificate ends when. An ИНН can be a person's and a place in the list a login: both are posted and never stand in an address. */
@Controller('desk/expiry')
@Requires('see', 'directory')
export class ExpiryController {
  constructor(
    private readonly expiry: ExpiryService,
    private readonly presenter: ExpiryPresenter,
    private readonly pages: DeskPageService,
    private readonly clock: ClockService,
    private readonly config: Config,
  ) {}

  @Get()
  show(@Me() me: SignedIn, @Res() reply: FastifyReply): Promise<void> {
    return this.render(me, reply, { step: 45, organization: '', after: null });
  }

  @Post()
  @HttpCode(200)
  search(@Me() me: SignedIn, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const { step, organization, afterEnd, afterKey } = readForm(body, 'step', 'organization', 'afterEnd', 'afterKey');
    const after = afterKey && Number.isFinite(Date.parse(afterEnd)) ? { notAfter: new Date(afterEnd).toISOString(), key: afterKey } : null;
    return this.render(me, reply, { step: readStep(step) ?? 45, organization: organization.trim().slice(0, 200), after });
  }

  private async render(me: SignedIn, reply: FastifyReply, search: ExpirySearch): Promise<void> {
    const first = search.after === null;
    const [found, organizations] = await Promise.all([this.expiry.list(search, PAGE + 1), first ? this.expiry.organizations(search) : []]);
    const rows = found.slice(0, PAGE);
    const last = rows.at(-1);
    const now = this.clock.now();
    this.pages.send(reply, 'expiry', {
      title: 'expiry',
      me,
      wide: true,
      step: search.step,
      organization: search.organization,
      narrowed: search.organization !== '' || search.step !== 45,
      steps: this.presenter.steps(search.step),
      organizations: search.organization === '' ? organizations : [],
      rows: rows.map((row) => this.presenter.line(row, now)),
      beyond: !first,
      next: found.length > PAGE && last ? { end: last.notAfter.toISOString(), key: last.key } : null,
      exports: can(actorOf(me), 'export', 'case'),
      mails: this.config.expiryNotices,
    });
  }
}
