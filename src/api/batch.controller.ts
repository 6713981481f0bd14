import { Controller, Get, Header, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { BatchCasesService } from '../batches/batch-cases.service.js';
import { isBatchKind } from '../batches/batch-kind.js';
import { BatchLettersService } from '../batches/batch-letters.service.js';
import { BatchResultService } from '../batches/batch-result.service.js';
import { type BatchRecord, BatchesService } from '../batches/batches.service.js';
import { DirectoryTokensService } from '../directory/imports/directory-tokens.service.js';
import { DomainError } from '../platform/domain-error.js';
import { sendStream } from '../platform/file-reply.adapter.js';
import { checkInput } from '../platform/input-faults.js';
import { sendTable } from '../platform/tables/table-file.adapter.js';
import { TasksService } from '../tasks/tasks.service.js';
import { bearer } from './access-key.js';
import { type BatchItemView, type BatchView, batchChoiceSchema, batchPageSchema } from './answer-schemas.js';
import { BatchAnswersPresenter } from './batch-answers.presenter.js';
import { JsonBody } from './json-body.adapter.js';
import { BATCHES_PATH } from './limits.js';

/** What became of a program's batch, and cases made of it. */
@Controller(`${BATCHES_PATH.slice(1)}/:id`)
export class BatchController {
  constructor(
    private readonly tokens: DirectoryTokensService,
    private readonly batches: BatchesService,
    private readonly making: BatchCasesService,
    private readonly result: BatchResultService,
    private readonly letters: BatchLettersService,
    private readonly tasks: TasksService,
    private readonly answers: BatchAnswersPresenter,
  ) {}

  @Get()
  @Header('cache-control', 'no-store')
  async get(@Param('id') id: string, @Headers('authorization') authorization: string | undefined): Promise<BatchView> {
    return this.view(await this.open(id, authorization));
  }

  @Get('items')
  @Header('cache-control', 'no-store')
  async items(@Param('id') id: string, @Headers('authorization') authorization: string | undefined, @Query() query: Record<string, unknown>): Promise<{ items: BatchItemView[]; next: string | null }> {
    const batch = await this.open(id, authorization);
    const { kind, after, limit } = checkInput(batchPageSchema, query);
    const found = await this.batches.page(batch.id, kind ?? null, after, limit + 1);
    const shown = found.slice(0, limit);
    const last = shown.at(-1);
    return { items: shown.map((item) => this.answers.item(item)), next: found.length > limit && last ? this.answers.nextPage(batch.id, kind ?? null, last.place, limit) : null };
  }

  @Get('result.xlsx')
  async table(@Param('id') id: string, @Headers('authorization') authorization: string | undefined, @Res() reply: FastifyReply): Promise<void> {
    const batch = await this.open(id, authorization);
    const { fileName, table } = this.result.table(batch);
    sendTable(reply, 'xlsx', fileName, table);
  }

  @Get('letters.zip')
  async allLetters(@Param('id') id: string, @Headers('authorization') authorization: string | undefined, @Res() reply: FastifyReply): Promise<void> {
    const batch = await this.open(id, authorization);
    sendStream(reply, await this.letters.archive(batch.id));
  }

  /** Items that have a case already are passed over, so a repeat makes none twice. */
  @Post('cases')
  @HttpCode(202)
  @Header('cache-control', 'no-store')
  async cases(@Param('id') id: string, @Headers('authorization') authorization: string | undefined, @JsonBody() body: unknown): Promise<BatchView> {
    const batch = await this.open(id, authorization);
    const { kind, places, ...form } = checkInput(batchChoiceSchema, body);
    await this.making.startForProgram(batch.id, isBatchKind(kind) ? kind : null, places ?? null, form);
    return this.view(batch);
  }

  private async view(batch: BatchRecord): Promise<BatchView> {
    const makings = await Promise.all((await this.making.ofBatch(batch.id)).map(async (making) => ({ making, task: await this.tasks.find(making.taskId) })));
    return this.answers.batch(batch, await this.tasks.find(batch.taskId), await this.batches.counts(batch.id), makings);
  }

  private async open(id: string, authorization: string | undefined): Promise<BatchRecord> {
    const tokenId = await this.tokens.check(bearer(authorization), 'batches');
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) throw new DomainError('not-found', 'batch-not-found');
    return this.batches.ofProgram(id, tokenId);
  }
}
