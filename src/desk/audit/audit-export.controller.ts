import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { actorOf, Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { AuditQueries } from '../../accounts/audit.queries.js';
import { AuditService } from '../../accounts/audit.service.js';
import { ClockService } from '../../platform/clock.service.js';
import { sendFile } from '../../platform/file-reply.adapter.js';
import { localDay } from '../../platform/russian-date.js';
import { TemplatesService } from '../../platform/templates.service.js';
import { TransactionsService } from '../../platform/transactions.service.js';
import { readForm } from '../frame/form-body.js';
import { AUDIT_FIELDS, auditFilter } from './audit-address.js';
import { csvLine } from './audit-csv.js';
import { AuditPresenter } from './audit.presenter.js';

const BATCH = 1_000;
/** More than a spreadsheet is good for; the period narrows. */
const MOST = 100_000;

/** The audit log as a file, narrowed as the page is. That it left the house is written into it too. */
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
    const say = (key: string, params: object = {}) => this.templates.message(`audit.csv.${key}`, params);
    const lines = [csvLine(['at', 'who', 'email', 'what', 'subject'].map((key) => say(key)))];
    for (let before: string | undefined; lines.length <= MOST; ) {
      const rows = await this.log.page(filter, { ...(before && { before }) }, BATCH);
      lines.push(...rows.map((row) => this.presenter.line(row)).map(({ at, who, email, what, subject }) => csvLine([at, who, email, what, subject])));
      before = rows.at(-1)?.id;
      if (rows.length < BATCH) break;
    }
    await this.transactions.run((tx) => this.audit.record(tx, { by: actorOf(me).accountId, action: 'audit.exported', subject: 'log:audit', details: { rows: lines.length - 1 } }));
    // The mark tells Excel that it is UTF-8.
    sendFile(reply, { fileName: say('fileName', { from: localDay(this.clock.now()) }), mediaType: 'text/csv; charset=utf-8', bytes: Buffer.from(`\uFEFF${lines.join('')}`) });
  }
}
