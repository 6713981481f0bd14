import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { TemplatesService } from '../platform/templates.service.js';
import { CONSENT_VERSION } from './answers.js';
import { PageService } from './page.service.js';

/** `/consent`: the text that «Согласен» agrees to; a new wording gets a new version. */
@Controller('consent')
export class ConsentController {
  constructor(
    private readonly pages: PageService,
    private readonly templates: TemplatesService,
  ) {}

  @Get()
  show(@Res() reply: FastifyReply): void {
    this.pages.send(reply, 'consent', { title: this.templates.message('portal.titles.consent'), version: CONSENT_VERSION });
  }
}
