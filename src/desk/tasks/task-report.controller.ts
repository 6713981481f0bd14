import { Controller, Get, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { actorOf, Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { DomainError } from '../../platform/domain-error.js';
import { sendTable } from '../../platform/tables/table-file.adapter.js';
import { TemplatesService } from '../../platform/templates.service.js';
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
    const words = (key: string): string => this.templates.message(`tasks.${key}`);
    sendTable(reply, 'csv', `${words('reportFile')} ${id.slice(0, 8)}`, {
      name: words('reportFile'),
      columns: [
        { header: words(`kinds.${task.kind}.subject`), kind: 'text' },
        { header: this.presenter.reportWord(task.kind, 'reason'), kind: 'text' },
      ],
      rows: this.rows(task),
    });
  }

  private async *rows({ id, kind }: TaskRecord): AsyncGenerator<[string, string]> {
    for (let after = 0; ; ) {
      const rows = await this.tasks.report(id, after, BATCH);
      for (const { subject, ...row } of rows) yield [subject, this.presenter.reason(kind, row)];
      if (rows.length < BATCH) return;
      after = rows.at(-1)?.seq ?? after;
    }
  }
}
