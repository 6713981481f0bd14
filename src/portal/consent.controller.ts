import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { TemplatesService } from '../platform/templates.service.js';
import { consentBlocks } from '../settings/consent.js';
import { SettingsService } from '../settings/settings.service.js';
import { PageService } from './page.service.js';

/** `/consent`: the text that «Согласен» agrees to, and with `?version=` every text that was ever agreed to. */
@Controller('consent')
export class ConsentController {
  constructor(
    private readonly pages: PageService,
    private readonly templates: TemplatesService,
    private readonly settings: SettingsService,
  ) {}

  @Get()
  show(@Res() reply: FastifyReply, @Query('version') version?: unknown): void {
    const current = this.settings.consent;
    const shown = (typeof version === 'string' ? this.settings.consentOf(version) : null) ?? current;
    this.pages.send(reply, 'consent', {
      title: this.templates.message('portal.titles.consent'),
      version: shown.version,
      former: shown.version !== current.version && current.version,
      operator: shown.operator,
      blocks: consentBlocks(shown.text),
      others: this.settings.consentVersions.filter((one) => one !== shown.version),
    });
  }
}
