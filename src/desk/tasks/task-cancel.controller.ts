import { Controller, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { actorOf, Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { DomainError } from '../../platform/domain-error.js';
import { TasksService } from '../../tasks/tasks.service.js';
import { DeskPageService } from '../frame/desk-page.service.js';
import { isId } from '../frame/desk-path.js';

/** Stopping a task; what was done stays done. */
@Controller('desk/tasks/:id/cancel')
export class TaskCancelController {
  constructor(
    private readonly tasks: TasksService,
    private readonly pages: DeskPageService,
  ) {}

  @Post()
  @Requires('manage', 'own-tasks')
  async cancel(@Me() me: SignedIn, @Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    if (!isId(id)) throw new DomainError('not-found', 'task-not-found');
    await this.tasks.cancel(id, actorOf(me));
    this.pages.redirect(reply, `/desk/tasks/${id}`);
  }
}
