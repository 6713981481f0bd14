import { Controller, Get, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { actorOf, Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { DirectoryUploadsService } from '../../directory/imports/directory-uploads.service.js';
import { DomainError } from '../../platform/domain-error.js';
import { tableFormat } from '../../platform/tables/table.js';
import { sendTable } from '../../platform/tables/table-file.adapter.js';
import { TasksService } from '../../tasks/tasks.service.js';
import { isId } from '../frame/desk-path.js';
import { TaskPresenter } from '../tasks/task.presenter.js';
import { DirectoryPresenter } from './directory.presenter.js';

/** Rows read at once. */
const BATCH = 1000;

/** What was not taken of a file, row by row, as a table to be kept. */
@Controller('desk/directory/imports/:id')
@Requires('manage', 'directory')
export class DirectoryReportController {
  constructor(
    private readonly uploads: DirectoryUploadsService,
    private readonly tasks: TasksService,
    private readonly presenter: DirectoryPresenter,
    private readonly taskPresenter: TaskPresenter,
  ) {}

  @Get('report.:format')
  async send(@Me() me: SignedIn, @Param('id') id: string, @Param('format') name: string, @Res() reply: FastifyReply): Promise<void> {
    const format = tableFormat(name);
    const record = format && isId(id) ? await this.uploads.get(id) : null;
    if (!format || !record?.taskId) throw new DomainError('not-found', 'directory-import-not-found');
    const task = await this.tasks.get(record.taskId, actorOf(me));
    const say = (key: string): string => this.presenter.say(`report.${key}`);
    sendTable(reply, format, say('fileName'), {
      name: say('sheet'),
      columns: [{ header: say('row'), kind: 'number', width: 14 }, { header: say('reason'), kind: 'text', width: 80 }],
      rows: this.rows(task.id, task.kind),
    });
  }

  private async *rows(taskId: string, kind: string): AsyncGenerator<[number, string]> {
    for (let after = 0; ; ) {
      const rows = await this.tasks.report(taskId, after, BATCH);
      for (const { subject, ...row } of rows) yield [Number(subject), this.taskPresenter.reason(kind, row)];
      if (rows.length < BATCH) return;
      after = rows.at(-1)?.seq ?? after;
    }
  }
}
