import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { actorOf, Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { DirectoryUploadsService } from '../../directory/imports/directory-uploads.service.js';
import { isImportField } from '../../directory/imports/import-fields.js';
import type { ImportRecord } from '../../directory/imports/import-record.js';
import { ClockService } from '../../platform/clock.service.js';
import { DomainError } from '../../platform/domain-error.js';
import { localDay } from '../../platform/russian-date.js';
import { TasksService } from '../../tasks/tasks.service.js';
import { DeskPageService, type FormFaults } from '../frame/desk-page.service.js';
import { isId } from '../frame/desk-path.js';
import { readForm } from '../frame/form-body.js';
import { REPORT_PAGE, TaskPresenter } from '../tasks/task.presenter.js';
import { DirectoryPresenter } from './directory.presenter.js';

/** `/desk/directory/imports/:id`: one file, from the question what its columns are to its end. */
@Controller('desk/directory/imports/:id')
@Requires('manage', 'directory')
export class DirectoryImportController {
  constructor(
    private readonly uploads: DirectoryUploadsService,
    private readonly tasks: TasksService,
    private readonly presenter: DirectoryPresenter,
    private readonly taskPresenter: TaskPresenter,
    private readonly pages: DeskPageService,
    private readonly clock: ClockService,
  ) {}

  @Get()
  async show(@Me() me: SignedIn, @Param('id') id: string, @Res() reply: FastifyReply, @Query('done') done?: string): Promise<void> {
    const record = await this.find(id);
    if (record.state === 'mapping') return this.ask(me, reply, record, null);
    if (record.state === 'loaded') return this.pages.redirect(reply, `/desk/directory/versions/${record.versionId ?? 0}`);
    const task = record.taskId && (await this.tasks.get(record.taskId, actorOf(me)));
    const shown = task && this.taskPresenter.present(task, await this.tasks.report(task.id, 0, REPORT_PAGE + 1), this.clock.now());
    this.pages.send(reply, 'directory-import', { title: 'directory-import', me, done, task: shown, fileName: record.fileName, outcome: this.presenter.outcome(record) });
  }

  @Post()
  async confirm(@Me() me: SignedIn, @Param('id') id: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const record = await this.find(id);
    const names = record.columns.map((_, index) => `column-${index}`);
    const typed: Record<string, string> = readForm(body, 'asOf', ...names);
    const chosen = names.map((name) => typed[name] ?? '');
    await this.pages.submit(
      async () => {
        await this.uploads.confirm(actorOf(me), id, chosen.map((word) => (isImportField(word) ? word : null)), typed['asOf']).catch((error: unknown) => {
          // A second click: the page of the import tells what became of the first.
          if (!(error instanceof DomainError) || error.code !== 'directory-import-over') throw error;
        });
        this.pages.redirect(reply, `/desk/directory/imports/${id}`);
      },
      (faults) => this.ask(me, reply, record, chosen, faults, typed['asOf']),
    );
  }

  @Post('sheet')
  async chooseSheet(@Me() me: SignedIn, @Param('id') id: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const record = await this.find(id);
    await this.pages.submit(
      async () => {
        await this.uploads.chooseSheet(actorOf(me), id, readForm(body, 'sheet').sheet);
        this.pages.redirect(reply, `/desk/directory/imports/${id}`);
      },
      (faults) => this.ask(me, reply, record, null, faults),
    );
  }

  @Post('discard')
  async discard(@Me() me: SignedIn, @Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    await this.find(id);
    await this.uploads.discard(actorOf(me), id);
    this.pages.redirect(reply, '/desk/directory?done=directory-discarded');
  }

  private find(id: string): Promise<ImportRecord> {
    if (!isId(id)) throw new DomainError('not-found', 'directory-import-not-found');
    return this.uploads.get(id);
  }

  private ask(me: SignedIn, reply: FastifyReply, record: ImportRecord, chosen: readonly string[] | null, faults?: FormFaults, asOf = localDay(this.clock.now())): void {
    this.pages.send(reply, 'directory-mapping', { title: 'directory-mapping', me, faults, asOf, today: localDay(this.clock.now()), import: this.presenter.mapping(record, chosen, faults?.errorsAt ?? {}) });
  }
}
