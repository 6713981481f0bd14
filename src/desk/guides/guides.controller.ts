import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { CaseTalliesService } from '../../cases/case-tallies.service.js';
import { GuideCountsService } from '../../guides/guide-counts.service.js';
import { GuidesService } from '../../guides/guides.service.js';
import { ClockService } from '../../platform/clock.service.js';
import { DeskPageService } from '../frame/desk-page.service.js';
import { readForm } from '../frame/form-body.js';
import { GuidesPresenter } from './guides.presenter.js';

/** How far the figures look back. */
const DAYS = 90;
const DAY_MS = 24 * 3_600_000;
const MOST_QUERIES = 50;

/** `/desk/guides`: which guides there are, which help, what nobody finds, what has to be looked at again. */
@Controller('desk/guides')
@Requires('manage', 'guides')
export class GuidesController {
  constructor(
    private readonly guides: GuidesService,
    private readonly counts: GuideCountsService,
    private readonly tallies: CaseTalliesService,
    private readonly presenter: GuidesPresenter,
    private readonly pages: DeskPageService,
    private readonly clock: ClockService,
  ) {}

  @Get()
  async show(@Me() me: SignedIn, @Res() reply: FastifyReply, @Query('done') done?: string): Promise<void> {
    const since = new Date(this.clock.now().getTime() - DAYS * DAY_MS);
    const rows = this.presenter.rows(await this.guides.catalogue(), await this.counts.since(DAYS), await this.tallies.byCategory(since));
    const missing = this.presenter.missing(await this.counts.missingQueries(MOST_QUERIES));
    this.pages.send(reply, 'guides/list', { title: 'guides', me, done: done && `guide-${done}`, days: DAYS, rows, stale: rows.filter((row) => row.stale), missing });
  }

  /** A search that the editor has dealt with, or that says too much. */
  @Post('forget-query')
  async forget(@Res() reply: FastifyReply, @Body() body: unknown): Promise<void> {
    await this.counts.forgetMissing(readForm(body, 'query').query);
    this.pages.redirect(reply, '/desk/guides?done=query-forgotten#missing');
  }
}
