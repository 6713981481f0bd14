import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { QueueInspectionService } from '../../platform/queue-inspection.service.js';
import { TemplatesService } from '../../platform/templates.service.js';
import { DeskPageService } from '../frame/desk-page.service.js';
import { QueuePresenter } from './queue.presenter.js';

/** `/desk/queues`: what waits, runs and failed, and what is owed. */
@Controller('desk/queues')
@Requires('manage', 'queues')
export class QueuesController {
  constructor(
    private readonly inspection: QueueInspectionService,
    private readonly presenter: QueuePresenter,
    private readonly templates: TemplatesService,
    private readonly pages: DeskPageService,
  ) {}

  @Get()
  async show(@Me() me: SignedIn, @Res() reply: FastifyReply): Promise<void> {
    const states = await this.inspection.states();
    this.pages.send(reply, 'queues', {
      title: 'queues',
      me,
      backend: this.templates.message(`queues.backends.${this.inspection.backend}`),
      queues: states.map((state) => this.presenter.state(state)),
      silent: states.some(({ counts }) => counts === null),
    });
  }
}
