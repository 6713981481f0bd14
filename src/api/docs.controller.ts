import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Config } from '../config/config.js';
import { TemplatesService } from '../platform/templates.service.js';
import { VERSION } from '../platform/version.adapter.js';
import { apiDocsPage } from './docs.presenter.js';
import { openApiDocument } from './openapi.js';
import { webhookDocs, webhookOperations } from './webhook-docs.js';

/** What programs need to know: the OpenAPI document and a page to read. */
@Controller('api')
export class DocsController {
  constructor(
    private readonly templates: TemplatesService,
    @Inject(Config) private readonly config: Config,
  ) {}

  @Get('openapi.json')
  document(@Res() reply: FastifyReply): void {
    const calls = openApiDocument(this.config.baseUrl, VERSION, (key) => this.templates.message(`api.${key}`));
    const document = { ...calls, webhooks: webhookOperations((key) => this.templates.message(`webhooks.${key}`)) };
    void reply.type('application/json; charset=utf-8').header('cache-control', 'no-cache').send(JSON.stringify(document));
  }

  @Get('docs')
  page(@Res() reply: FastifyReply): void {
    const calls = apiDocsPage(this.config.baseUrl, (key) => this.templates.message(`api.${key}`));
    const context = { ...calls, webhooks: webhookDocs((key) => this.templates.message(`webhooks.${key}`)) };
    void reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(this.templates.render('pages/api-docs', context));
  }
}
