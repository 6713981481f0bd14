import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import { OverviewService } from '../../overview/overview.service.js';
import { readPeriod, type OverviewPeriod } from '../../overview/period.js';
import { ClockService } from '../../platform/clock.service.js';
import { DomainError } from '../../platform/domain-error.js';
import { sendTable } from '../../platform/tables/table-file.adapter.js';
import { tableFormat, type TableFormat } from '../../platform/tables/table.js';
import { OverviewTablesPresenter } from './overview-tables.presenter.js';

type Asked = Record<string, unknown>;

/** Figures and cases of a period as a spreadsheet, to be taken along. */
@Controller('desk/overview')
export class OverviewExportController {
  constructor(
    private readonly overview: OverviewService,
    private readonly accounts: AccountsService,
    private readonly tables: OverviewTablesPresenter,
    private readonly clock: ClockService,
  ) {}

  @Get('figures.:format')
  @Requires('export', 'overview')
  async figures(@Param('format') name: string, @Query() fields: Asked, @Res() reply: FastifyReply): Promise<void> {
    const { format, period } = this.read(name, fields);
    const figures = await this.overview.figures(period);
    const names = await this.accounts.names(figures.loads.flatMap(({ assigneeId }) => assigneeId ?? []));
    sendTable(reply, format, this.tables.fileName('figures', period), this.tables.figures(figures, names));
  }

  @Get('cases.:format')
  @Requires('export', 'case')
  async cases(@Me() me: SignedIn, @Param('format') name: string, @Query() fields: Asked, @Res() reply: FastifyReply): Promise<void> {
    const { format, period } = this.read(name, fields);
    const people = await this.accounts.list();
    const rows = await this.overview.exportCases(period, format, me.account.id);
    const names = new Map(people.map(({ id, fullName, email }) => [id, fullName || email]));
    sendTable(reply, format, this.tables.fileName('cases', period), this.tables.cases(rows, names));
  }

  private read(name: string, fields: Asked): { format: TableFormat; period: OverviewPeriod } {
    const format = tableFormat(name);
    const { period, fault } = readPeriod(fields, this.clock.now());
    if (!format || fault) throw new DomainError('not-found', 'file-not-found');
    return { format, period };
  }
}
