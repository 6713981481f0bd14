import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { actorOf, Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { ClockService } from '../../platform/clock.service.js';
import { DomainError } from '../../platform/domain-error.js';
import { TemplatesService } from '../../platform/templates.service.js';
import type { TaskRecord } from '../../tasks/task-record.js';
import { TasksService } from '../../tasks/tasks.service.js';
import { DeskPageService } from '../frame/desk-page.service.js';
import { isId } from '../frame/desk-path.js';
import { REPORT_PAGE, TaskPresenter } from './task.presenter.js';

/** `/desk/tasks/:id`: how far it is, and in the end what was not done and why. */
@Controller('desk/tasks/:id')
@Requires('manage', 'own-tasks')
export class TaskPageController {
  constructor(
    private readonly tasks: TasksService,
    private readonly presenter: TaskPresenter,
    private readonly pages: DeskPageService,
    private readonly templates: TemplatesService,
    private readonly clock: ClockService,
  ) {}

  @Get()
  async show(@Me() me: SignedIn, @Param('id') id: string, @Res() reply: FastifyReply, @Query('after') after?: string, @Query('done') done?: string): Promise<void> {
    const record = await this.find(me, id);
    const task = await this.present(record, after);
    this.pages.send(reply, 'task', { title: 'task', titleParams: { heading: this.presenter.title(record) }, me, done, task });
  }

  /** The part of the page that changes, for a page that asks by itself. */
  @Get('progress')
  async progress(@Me() me: SignedIn, @Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    const task = await this.present(await this.find(me, id));
    void reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(this.templates.render('pages/desk/task-progress', { task }));
  }

  private find(me: SignedIn, id: string): Promise<TaskRecord> {
    if (!isId(id)) throw new DomainError('not-found', 'task-not-found');
    return this.tasks.get(id, actorOf(me));
  }

  private async present(task: TaskRecord, after?: string): Promise<object> {
    const seq = /^\d{1,9}$/.test(after ?? '') ? Number(after) : 0;
    return this.presenter.present(task, await this.tasks.report(task.id, seq, REPORT_PAGE + 1), this.clock.now());
  }
}
