import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { EventsService } from './events.service.js';

/** `/desk/events`: what happens while a screen is open, as server-sent events. */
@Controller('desk/events')
export class EventsController {
  constructor(private readonly events: EventsService) {}

  @Get()
  @Requires('see', 'case')
  open(@Me() me: SignedIn, @Res() reply: FastifyReply): void {
    this.events.open(reply, me);
  }
}
