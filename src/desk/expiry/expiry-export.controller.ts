import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Requires } from '../../accounts/access.guard.js';
import { ExpiryService } from '../../expiry/expiry.service.js';
import { readStep } from '../../expiry/expiry-step.js';
import { sendTable } from '../../platform/tables/table-file.adapter.js';
import { ExpiryPresenter } from './expiry.presenter.js';

/** Ending certificates as a spreadsheet, to be taken along. */
@Controller('desk/expiry')
export class ExpiryExportController {
  constructor(
    private readonly expiry: ExpiryService,
    private readonly presenter: ExpiryPresenter,
  ) {}

  @Get('certificates.xlsx')
  @Requires('export', 'case')
  save(@Query('step') typed: unknown, @Res() reply: FastifyReply): void {
    const step = readStep(String(typed)) ?? 45;
    sendTable(reply, 'xlsx', this.presenter.fileName(step), this.presenter.table(this.expiry.all({ step, organization: '' })));
  }
}
