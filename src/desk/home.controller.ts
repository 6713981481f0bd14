import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Requires } from '../accounts/access.guard.js';
import { DeskPageService } from './frame/desk-page.service.js';
import { WORKLIST_PATH } from './worklist/worklist-address.js';

/** `/desk`: the work begins with the worklist. */
@Controller('desk')
export class HomeController {
  constructor(private readonly pages: DeskPageService) {}

  @Get()
  @Requires('see', 'case')
  show(@Res() reply: FastifyReply): void {
    this.pages.redirect(reply, WORKLIST_PATH);
  }
}
