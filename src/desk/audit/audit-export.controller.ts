import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { actorOf, Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import type { AuditFilter } from '../../accounts/audit-filter.js';
import { AuditQueries } from '../../accounts/audit.queries.js';
import { AuditService } from '../../accounts/audit.service.js';
import { ClockService } from '../../platform/clock.service.js';
import { localDay } from '../../platform/russian-date.js';
import type { TableCell } from '../../platform/tables/table.js';
import { sendTable } from '../../platform/tables/table-file.adapter.js';
import { TemplatesService } from '../../platform/templates.service.js';
import { TransactionsService } from '../../platform/transactions.service.js';
import { readForm } from '../frame/form-body.js';
import { AUDIT_FIELDS, auditFilter } from './audit-address.js';
import { AuditPresenter } from './audit.presenter.js';

const BATCH = 500;

/** The audit log as a file, narrowed as the page is. That it left the house is written into it first. */
@Controller('desk/audit/log.csv')
@Requires('see', 'audit-log')
export class AuditExportController {
  constructor(
    private readonly log: AuditQueries,
    private readonly audit: AuditService,
    private readonly transactions: TransactionsService,
    private readonly presenter: AuditPresenter,
    private readonly templates: TemplatesService,
    private readonly clock: ClockService,
  ) {}

  @Get()
  async download(@Me() me: SignedIn, @Query() query: unknown, @Res() reply: FastifyReply): Promise<void> {
    const filter = auditFilter(readForm(query, ...AUDIT_FIELDS));
    await this.transactions.run((tx) => this.audit.record(tx, { by: actorOf(me).accountId, action: 'audit.exported', subject: 'log:audit' }));
    const say = (key: string, params: object = {}) => this.templates.message(`audit.csv.${key}`, params);
    const columns = (['at', 'who', 'email', 'what', 'subject'] as const).map((key) => ({ header: say(key), kind: key === 'at' ? ('date-time' as const) : ('text' as const) }));
    sendTable(reply, 'csv', say('fileName', { from: localDay(this.clock.now()) }), { name: say('name'), columns, rows: this.rows(filter) });
  }

  /** Reads on while the file is sent. */
  private async *rows(filter: AuditFilter): AsyncGenerator<TableCell[]> {
    let before: string | undefined;
    do {
      const rows = await this.log.page(filter, { ...(before && { before }) }, BATCH);
      for (const row of rows) {
        const { who, email, what, subject } = this.presenter.line(row);
        yield [row.at, who, email, what, subject];
      }
      before = rows.length === BATCH ? rows.at(-1)?.id : undefined;
    } while (before);
  }
}
