import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { actorOf, Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import { isBatchKind } from '../../batches/batch-kind.js';
import { BatchCasesService } from '../../batches/batch-cases.service.js';
import { BatchLettersService } from '../../batches/batch-letters.service.js';
import { BatchAnswersService } from '../../batches/batch-answers.service.js';
import { type BatchRecord, BatchesService } from '../../batches/batches.service.js';
import { DomainError } from '../../platform/domain-error.js';
import { TemplatesService } from '../../platform/templates.service.js';
import { mayHandle } from '../../tasks/task-access.js';
import { isOver } from '../../tasks/task-state.js';
import { TasksService } from '../../tasks/tasks.service.js';
import { DeskPageService } from '../frame/desk-page.service.js';
import { isId } from '../frame/desk-path.js';
import { BatchPresenter } from './batch.presenter.js';
import { BatchQuestionsPresenter } from './batch-questions.presenter.js';

const PAGE = 50;

/** `/desk/batches/:id`: how far the sorting is, counts by category, and the items. */
@Controller('desk/batches/:id')
@Requires('manage', 'batches')
export class BatchPageController {
  constructor(
    private readonly batches: BatchesService,
    private readonly making: BatchCasesService,
    private readonly answers: BatchAnswersService,
    private readonly letters: BatchLettersService,
    private readonly tasks: TasksService,
    private readonly presenter: BatchPresenter,
    private readonly questions: BatchQuestionsPresenter,
    private readonly templates: TemplatesService,
    private readonly pages: DeskPageService,
  ) {}

  @Get()
  async show(@Me() me: SignedIn, @Param('id') id: string, @Res() reply: FastifyReply, @Query('kind') kindText?: string, @Query('after') afterText?: string, @Query('done') done?: string): Promise<void> {
    const batch = await this.find(id);
    if (batch.taskId === null) return this.pages.redirect(reply, `/desk/batches/${id}/columns`);
    const kind = isBatchKind(kindText) ? kindText : null;
    const after = /^\d{1,6}$/.test(afterText ?? '') ? Number(afterText) : 0;
    const [progress, counts, found, makings, letters] = await Promise.all([this.progressOf(me, batch), this.batches.counts(id), this.batches.page(id, kind, after, PAGE + 1), this.making.ofBatch(id), this.letters.count(id)]);
    const questions = kind === 'undecided' && !progress.live ? this.questions.groups(id, await this.answers.open(id, null)) : [];
    const shown = found.slice(0, PAGE);
    const last = shown.at(-1);
    const place = (from: number): string => `/desk/batches/${id}?${new URLSearchParams({ ...(kind && { kind }), ...(from > 0 && { after: String(from) }) }).toString()}`;
    this.pages.send(reply, 'batch', {
      title: 'batch',
      ...this.presenter.page(batch, counts, kind),
      me,
      done,
      wide: true,
      progress,
      items: progress.live ? [] : shown.map((item) => this.presenter.item(item, questions.length > 0)),
      questions,
      letters: letters > 0 && letters.toLocaleString('ru-RU'),
      next: found.length > PAGE && last ? place(last.place) : null,
      first: after > 0 ? place(0) : null,
      makings: await Promise.all(makings.flatMap(({ taskId, places }) => (taskId ? [this.tasks.find(taskId).then((task) => this.presenter.making(task, places.length))] : []))),
    });
  }

  /** The part that changes while the batch is sorted; at the end the page is asked for anew. */
  @Get('progress')
  async progress(@Me() me: SignedIn, @Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    const progress = await this.progressOf(me, await this.find(id));
    if (!progress.live) void reply.header('hx-refresh', 'true');
    void reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(this.templates.render('pages/desk/batch-progress', { progress }));
  }

  private async progressOf(me: SignedIn, batch: BatchRecord): Promise<{ live: boolean }> {
    const task = await this.tasks.find(batch.taskId);
    return { ...(task && this.presenter.progress(batch.id, task, mayHandle(actorOf(me), task))), live: task !== null && !isOver(task.state) };
  }

  private async find(id: string): Promise<BatchRecord> {
    if (!isId(id)) throw new DomainError('not-found', 'batch-not-found');
    return this.batches.get(id);
  }
}
