import type {} from '@fastify/multipart';
import { Controller, Header, Headers, HttpCode, Post, Req } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { saidColumnsSchema } from '../batches/batch-columns.js';
import { BatchesService } from '../batches/batches.service.js';
import { triageRequestSchema } from '../cases/case-request.js';
import { DirectoryTokensService } from '../directory/imports/directory-tokens.service.js';
import { DomainError } from '../platform/domain-error.js';
import { checkInput } from '../platform/input-faults.js';
import { TasksService } from '../tasks/tasks.service.js';
import { bearer } from './access-key.js';
import type { BatchView } from './answer-schemas.js';
import { BatchAnswersPresenter } from './batch-answers.presenter.js';
import { BATCH_STREAM_LIMIT, BATCHES_PATH, JSON_LIMIT } from './limits.js';
import { cameTwice, fileMissing, partIsFile, readAway, readJson, readPart } from './multipart.adapter.js';

const JSON_PARTS: readonly string[] = ['common', 'columns'];
const columnsPartSchema = z.object({ columns: saidColumnsSchema });
/** A JSON part that was left out. */
const EMPTY = Buffer.from('{}');

interface Received {
  names: { certificates: string | null; table: string | null };
  common: unknown;
  columns: unknown;
  bodyHash: Buffer;
}

/** Batches of failed imports as programs give them. */
@Controller(BATCHES_PATH.slice(1))
export class BatchesController {
  constructor(
    private readonly tokens: DirectoryTokensService,
    private readonly batches: BatchesService,
    private readonly tasks: TasksService,
    private readonly answers: BatchAnswersPresenter,
  ) {}

  @Post()
  @HttpCode(202)
  @Header('cache-control', 'no-store')
  async create(@Req() request: FastifyRequest, @Headers('authorization') authorization: string | undefined, @Headers('idempotency-key') key: string | undefined): Promise<BatchView> {
    const tokenId = await this.tokens.check(bearer(authorization), 'batches');
    if (key !== undefined && (key.length === 0 || key.length > 255)) throw new DomainError('invalid', 'idempotency-key-invalid', { faults: [{ path: 'Idempotency-Key', code: key.length === 0 ? 'required' : 'invalid' }] });
    if (!request.isMultipart()) throw new DomainError('unsupported', 'not-multipart');
    const requestKey = key === undefined ? null : createHash('sha256').update(`${tokenId}:${key}`).digest();
    const id = this.batches.newId();
    const begun = await this.begin(id, request, { tokenId, requestKey }).catch(async (error: unknown) => {
      await Promise.all([this.batches.giveUp(id), readAway(request)]);
      throw error instanceof DomainError && error.code === 'batch-too-large' ? new DomainError('too-large', 'too-large') : error;
    });
    const batch = await this.batches.get(begun);
    return this.answers.batch(batch, await this.tasks.find(batch.taskId), await this.batches.counts(begun), []);
  }

  private async begin(id: string, request: FastifyRequest, program: { tokenId: string; requestKey: Buffer | null }): Promise<string> {
    const { names, common, columns, bodyHash } = await this.receive(id, request);
    return this.batches.begin(id, { ...program, bodyHash, ...checkInput(columnsPartSchema, { columns }) }, names, checkInput(triageRequestSchema, common, 'common'));
  }

  private async receive(id: string, request: FastifyRequest): Promise<Received> {
    const names: Received['names'] = { certificates: null, table: null };
    const hash = createHash('sha256');
    const json: Partial<Record<string, Uint8Array>> = {};
    for await (const part of request.parts({ isPartAFile: partIsFile(JSON_PARTS), limits: { fileSize: BATCH_STREAM_LIMIT, files: 6, parts: 10, fieldSize: JSON_LIMIT } })) {
      const name = part.fieldname;
      const target = name === 'certificates' || name === 'table' ? name : null;
      if ((target && names[target] !== null) || json[name]) throw cameTwice(name);
      if (part.type === 'field') {
        if (target) throw fileMissing(target);
      } else if (target) {
        names[target] = part.filename || target;
        hash.update(`${target}:`).update(await this.batches.takePart(id, target, part.file));
        part.file.resume();
      } else if (JSON_PARTS.includes(name)) json[name] = await readPart(part.file, JSON_LIMIT);
      else part.file.resume();
    }
    const { common = EMPTY, columns = EMPTY } = json;
    hash.update('common:').update(common);
    if (!EMPTY.equals(columns)) hash.update('columns:').update(columns);
    return { names, common: readJson('common', common), columns: readJson('columns', columns), bodyHash: hash.digest() };
  }
}
