import { Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ExpiryNoticesService } from '../expiry/expiry-notices.service.js';
import { TemplatesService } from '../platform/templates.service.js';
import { PageService } from './page.service.js';

/**
 * `/expiry/<notice>/<signature>`: no more mails about ending certificates. Opening the address changes nothing, because
 * scanners of mail open it too; a mail program posts to it by itself (RFC 8058), so the answer is no redirect.
 */
@Controller('expiry/:notice/:signature')
export class ExpiryRefusalController {
  constructor(
    private readonly notices: ExpiryNoticesService,
    private readonly pages: PageService,
    private readonly templates: TemplatesService,
  ) {}

  @Get()
  async ask(@Param('notice') notice: string, @Param('signature') signature: string, @Res() reply: FastifyReply): Promise<void> {
    this.show(reply, 'ask', await this.notices.addressee(notice, signature));
  }

  @Post()
  @HttpCode(200)
  async refuse(@Param('notice') notice: string, @Param('signature') signature: string, @Res() reply: FastifyReply): Promise<void> {
    const email = await this.notices.addressee(notice, signature);
    await this.notices.refuse(notice, signature);
    this.show(reply, 'done', email);
  }

  private show(reply: FastifyReply, state: 'ask' | 'done', email: string): void {
    this.pages.sendPrivate(reply, 'expiry-refusal', { title: this.templates.message(`expiry.refusal.${state}`), isDone: state === 'done', email });
  }
}
