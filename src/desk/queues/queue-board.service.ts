import type {} from '@fastify/cookie';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf, DESK_COOKIE } from '../../accounts/access.guard.js';
import { can } from '../../accounts/policy.js';
import { SessionsService } from '../../accounts/sessions.service.js';
import type { QueueBoard } from '../../platform/queue-board.adapter.js';
import { QueueInspectionService } from '../../platform/queue-inspection.service.js';
import { TemplatesService } from '../../platform/templates.service.js';
import { QueuePresenter } from './queue.presenter.js';

const QUEUES_PATH = '/desk/queues';

/** Bull Board in the desk: whom it is shown to, and in which words. */
@Injectable()
export class QueueBoardService {
  constructor(
    private readonly inspection: QueueInspectionService,
    private readonly sessions: SessionsService,
    private readonly presenter: QueuePresenter,
    private readonly templates: TemplatesService,
  ) {}

  board(): QueueBoard {
    return {
      queues: this.inspection.queues().map(({ queue, job }) => ({ queue, name: this.presenter.name(job), description: this.presenter.why(job) })),
      path: `${QUEUES_PATH}/board`,
      title: this.templates.message('queues.board.title'),
      back: { text: this.templates.message('queues.board.back'), url: QUEUES_PATH },
      admits: (request, reply) => this.admits(request, reply),
    };
  }

  /** Sends everybody else to the page of the queues, which asks to sign in or says that it is not for him. */
  private async admits(request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
    const who = await this.sessions.find(request.cookies[DESK_COOKIE]);
    if (who?.stage === 'full' && can(actorOf(who), 'manage', 'queues')) return true;
    void reply.header('cache-control', 'no-store').redirect(QUEUES_PATH, 303);
    return false;
  }
}
