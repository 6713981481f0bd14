import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import { AuditQueries } from '../../accounts/audit.queries.js';
import { DeskPageService } from '../frame/desk-page.service.js';
import { readForm } from '../frame/form-body.js';
import { AUDIT_FIELDS, auditFilter, auditQuery } from './audit-address.js';
import { AuditPresenter } from './audit.presenter.js';

const PAGE = 50;

/** `/desk/audit`: who did what, when. */
@Controller('desk/audit')
@Requires('see', 'audit-log')
export class AuditController {
  constructor(
    private readonly log: AuditQueries,
    private readonly accounts: AccountsService,
    private readonly presenter: AuditPresenter,
    private readonly pages: DeskPageService,
  ) {}

  @Get()
  async show(@Me() me: SignedIn, @Query() query: unknown, @Res() reply: FastifyReply): Promise<void> {
    const address = readForm(query, ...AUDIT_FIELDS);
    const { before, after } = readForm(query, 'before', 'after');
    const key = (id: string) => (/^\d{1,18}$/.test(id) ? id : undefined);
    const [older, newer] = [key(before), key(after)];
    const rows = await this.log.page(auditFilter(address), { ...(newer ? { after: newer } : older && { before: older }) }, PAGE + 1);
    const more = rows.length > PAGE;
    const shown = newer && more ? rows.slice(1) : rows.slice(0, PAGE);
    const people = (await this.accounts.list()).map(({ id, fullName, email }) => ({ id, label: fullName || email, selected: id === address.by }));
    this.pages.send(reply, 'audit', {
      title: 'audit',
      me,
      typed: address,
      people,
      byService: address.by === 'service',
      actions: this.presenter.choices(address.action),
      rows: shown.map((row) => this.presenter.line(row)),
      narrowed: auditQuery(address) !== '',
      csv: `/desk/audit/log.csv${auditQuery(address)}`,
      newer: (older || (newer && more)) && shown[0] ? `/desk/audit${auditQuery(address, { after: shown[0].id })}` : null,
      older: (newer || more) && shown.length > 0 ? `/desk/audit${auditQuery(address, { before: shown.at(-1)?.id ?? '' })}` : null,
    });
  }
}
