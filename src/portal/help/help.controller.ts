import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { GuidesService } from '../../guides/guides.service.js';
import { HelpPresenter } from './help.presenter.js';
import { PageService } from '../page.service.js';

/** `/help`: search, chooser, certificate check, and all guides. */
@Controller('help')
export class HelpController {
  constructor(
    private readonly guides: GuidesService,
    private readonly presenter: HelpPresenter,
    private readonly pages: PageService,
  ) {}

  @Get()
  async show(@Res() reply: FastifyReply): Promise<void> {
    this.pages.send(reply, 'help/index', this.presenter.index(await this.guides.catalogue()));
  }
}
