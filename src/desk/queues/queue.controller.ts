import { Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { actorOf, Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { DomainError } from '../../platform/domain-error.js';
import { QueueInspectionService } from '../../platform/queue-inspection.service.js';
import { DeskPageService, type FormFaults } from '../frame/desk-page.service.js';
import { isId } from '../frame/desk-path.js';
import { readForm } from '../frame/form-body.js';
import { QueuePresenter } from './queue.presenter.js';
import { QueueWorkService } from './queue-work.service.js';

const PAGE = 50;

/** `/desk/queues/<queue>`: failed jobs and owed work of one queue. */
@Controller('desk/queues/:queue')
@Requires('manage', 'queues')
export class QueueController {
  constructor(
    private readonly inspection: QueueInspectionService,
    private readonly work: QueueWorkService,
    private readonly presenter: QueuePresenter,
    private readonly pages: DeskPageService,
  ) {}

  @Get()
  show(@Me() me: SignedIn, @Param('queue') queue: string, @Query() query: unknown, @Res() reply: FastifyReply): Promise<void> {
    return this.render(me, reply, queue, query);
  }

  @Post(':job/retry')
  async retry(@Me() me: SignedIn, @Param('queue') queue: string, @Param('job') job: string, @Res() reply: FastifyReply): Promise<void> {
    await this.pages.submit(
      async () => this.pages.redirect(reply, `/desk/queues/${queue}?done=queue-${await this.work.retry(actorOf(me), queue, job)}`),
      (faults) => this.render(me, reply, queue, {}, faults),
    );
  }

  @Post(':job/remove')
  async remove(@Me() me: SignedIn, @Param('queue') queue: string, @Param('job') job: string, @Res() reply: FastifyReply): Promise<void> {
    await this.pages.submit(
      async () => {
        await this.work.remove(actorOf(me), queue, job);
        this.pages.redirect(reply, `/desk/queues/${queue}?done=queue-removed`);
      },
      (faults) => this.render(me, reply, queue, {}, faults),
    );
  }

  private async render(me: SignedIn, reply: FastifyReply, name: string, query: unknown, faults?: FormFaults): Promise<void> {
    const job = this.inspection.job(name);
    if (!job) throw new DomainError('not-found', 'no-such-page');
    const { done, from: typedFrom, due, after } = readForm(query, 'done', 'from', 'due', 'after');
    const from = /^\d{1,4}$/.test(typedFrom) ? Number(typedFrom) : 0;
    const dueAt = new Date(Number(due));
    const key = isId(after) && due !== '' && !Number.isNaN(dueAt.getTime()) ? { dueAt, id: after } : null;
    const [failed, owed] = await Promise.all([this.inspection.failed(name, from, PAGE + 1), this.inspection.owed(name, key, PAGE + 1)]);
    const last = owed.length > PAGE ? owed[PAGE - 1] : undefined;
    this.pages.send(reply, 'queue', {
      title: 'queue',
      titleParams: { name: this.presenter.name(job) },
      me,
      done,
      faults,
      queue: name,
      why: this.presenter.why(job),
      silent: failed === null,
      failed: failed?.slice(0, PAGE).map((one) => this.presenter.failed(one)),
      failedOlder: failed && failed.length > PAGE ? from + PAGE : null,
      failedNewer: from > 0 ? String(Math.max(0, from - PAGE)) : null,
      owed: owed.slice(0, PAGE).map((row) => this.presenter.owed(row)),
      owedNext: last && `due=${last.dueAt.getTime()}&after=${last.id}`,
      owedFirst: key !== null,
    });
  }
}
