import { Controller, Get, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import { actorOf, Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { DomainError } from '../../platform/domain-error.js';
import { TemplatesService } from '../../platform/templates.service.js';
import { csvHead, csvLine } from '../../tasks/report-csv.js';
import type { TaskRecord } from '../../tasks/task-record.js';
import { TasksService } from '../../tasks/tasks.service.js';
import { isId } from '../frame/desk-path.js';
import { TaskPresenter } from './task.presenter.js';

/** Rows read at once. */
const BATCH = 500;

/** The whole report as a table to be kept. */
@Controller('desk/tasks/:id/report.csv')
export class TaskReportController {
  constructor(
    private readonly tasks: TasksService,
    private readonly presenter: TaskPresenter,
    private readonly templates: TemplatesService,
  ) {}

  @Get()
  @Requires('manage', 'own-tasks')
  async send(@Me() me: SignedIn, @Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    if (!isId(id)) throw new DomainError('not-found', 'task-not-found');
    const task = await this.tasks.get(id, actorOf(me));
    void reply
      .type('text/csv; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('content-disposition', `attachment; filename="report-${id.slice(0, 8)}.csv"`)
      .send(Readable.from(this.lines(task)));
  }

  private async *lines(task: TaskRecord): AsyncGenerator<string> {
    const { id, kind } = task;
    yield csvHead([this.templates.message(`tasks.kinds.${kind}.subject`), this.templates.message('tasks.reason')]);
    for (let after = 0; ; ) {
      const rows = await this.tasks.report(id, after, BATCH);
      if (rows.length > 0) yield rows.map(({ subject, ...row }) => csvLine([subject, this.presenter.reason(kind, row)])).join('');
      if (rows.length < BATCH) return;
      after = rows.at(-1)?.seq ?? after;
    }
  }
}
