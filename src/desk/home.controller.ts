import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Me, Requires } from '../accounts/access.guard.js';
import type { SignedIn } from '../accounts/account-record.js';
import { DeskPageService } from './desk-page.service.js';

/** `/desk`: where the worklist will be. */
@Controller('desk')
export class HomeController {
  constructor(private readonly pages: DeskPageService) {}

  @Get()
  @Requires('see', 'case')
  show(@Me() me: SignedIn, @Res() reply: FastifyReply): void {
    this.pages.send(reply, 'home', { title: 'home', me });
  }
}
