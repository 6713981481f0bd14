import { Controller, Get, Header, Headers, HttpCode, Inject, Param, Put, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { Config } from '../config/config.js';
import { type ApplyLimits, importWarnings, USUAL_LIMITS } from '../directory/imports/differences.js';
import { DirectoryTokensService } from '../directory/imports/directory-tokens.service.js';
import { DirectoryUploadsService } from '../directory/imports/directory-uploads.service.js';
import { DirectoryVersionsService } from '../directory/imports/directory-versions.service.js';
import type { ImportRecord, VersionRecord } from '../directory/imports/import-record.js';
import { exportMoment } from '../directory/imports/export-moment.js';
import { ClockService } from '../platform/clock.service.js';
import { DomainError } from '../platform/domain-error.js';
import { TasksService } from '../tasks/tasks.service.js';
import { bearer } from './access-key.js';
import { DIRECTORY_MEDIA_TYPES, DIRECTORY_PATH } from './limits.js';
import { mediaTypeOf } from './media-type.js';
import { readAway } from './multipart.adapter.js';

/** Answer about one export that a program sent. */
export interface DirectoryImportView {
  id: string;
  /** `loading`, `waiting` for a person, `applied`, or without effect: `failed`, `cancelled`, `discarded`. */
  state: 'loading' | 'waiting' | 'applied' | 'failed' | 'cancelled' | 'discarded';
  rows: { taken: number; refused: number; total: number | null };
  /** Against the directory of that moment; `null` while it is loaded. */
  differences: { before: number; after: number; added: number; changed: number; blocked: number; unblocked: number; gone: number } | null;
  /** Why a person should look first. */
  warnings: { code: string; percent: number }[];
  failure: string | null;
  statusUrl: string;
}

/** The directory as a program sends it. */
@Controller('api/v1/directory')
export class DirectoryController {
  constructor(
    private readonly tokens: DirectoryTokensService,
    private readonly uploads: DirectoryUploadsService,
    private readonly versions: DirectoryVersionsService,
    private readonly tasks: TasksService,
    private readonly clock: ClockService,
    @Inject(Config) private readonly config: Config,
  ) {}

  @Put()
  @HttpCode(202)
  @Header('cache-control', 'no-store')
  async replace(@Req() request: FastifyRequest, @Headers('authorization') authorization: string | undefined, @Query() query: Record<string, unknown>): Promise<DirectoryImportView> {
    const token = await this.tokens.check(bearer(authorization));
    const format = DIRECTORY_MEDIA_TYPES[mediaTypeOf(request.headers['content-type']) ?? ''];
    if (!format) throw new DomainError('unsupported', 'directory-media-type');
    // A part would be taken for the whole (RFC 9110, 14.5).
    if (request.headers['content-range'] !== undefined) throw new DomainError('malformed', 'content-range');
    const options = readOptions(query, this.clock.now());
    const body = request.body as Readable;
    const id = await this.uploads.receiveFixed(token, { name: `api.${format === 'csv' ? 'csv' : 'jsonl'}`, bytes: body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer> }, format, options).catch(async (error: unknown) => {
      await readAway(request);
      throw error instanceof DomainError && error.code === 'table-too-large' ? new DomainError('too-large', 'too-large') : error;
    });
    return this.view(await this.uploads.get(id));
  }

  @Get('imports/:id')
  @Header('cache-control', 'no-store')
  async get(@Param('id') id: string, @Headers('authorization') authorization: string | undefined): Promise<DirectoryImportView> {
    const token = await this.tokens.check(bearer(authorization));
    const record = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? await this.uploads.get(id) : null;
    if (record?.tokenId !== token) throw new DomainError('not-found', 'directory-import-not-found');
    return this.view(record);
  }

  private async view(record: ImportRecord): Promise<DirectoryImportView> {
    const [task, version] = [record.taskId && (await this.tasks.find(record.taskId)), record.versionId === null ? null : await this.versions.get(record.versionId)];
    const loaded = record.state === 'loaded' ? version : null;
    const { base: _base, ...differences } = loaded?.differences ?? { base: null };
    return {
      id: record.id,
      state: stateOf(record, version),
      rows: { taken: loaded?.rows ?? (task ? task.done : 0), refused: loaded?.refused ?? (task ? task.failed : 0), total: task ? task.total : null },
      differences: loaded?.differences ? (differences as DirectoryImportView['differences']) : null,
      warnings: loaded?.differences ? importWarnings({ ...loaded, differences: loaded.differences }) : [],
      failure: (task && task.error) || null,
      statusUrl: `${this.config.baseUrl}${DIRECTORY_PATH}/imports/${record.id}`,
    };
  }
}

function stateOf({ state, outcome }: ImportRecord, version: VersionRecord | null): DirectoryImportView['state'] {
  if (state === 'ended') return outcome === 'failed' ? 'failed' : 'cancelled';
  if (state !== 'loaded') return 'loading';
  if (version?.state === 'staged') return 'waiting';
  return version?.appliedAt ? 'applied' : 'discarded';
}

/** `?apply=auto`, the largest shares in per cent: `maxGone`, `maxChanged`, `maxBlocked`, and `asOf`: when it was exported. @throws DomainError `validation-failed`. */
function readOptions({ apply, maxGone, maxChanged, maxBlocked, asOf = '' }: Record<string, unknown>, now: Date): { limits: ApplyLimits | null; exported: string } {
  const faults = apply === undefined || apply === 'auto' ? [] : [{ path: 'apply', code: 'choice' }];
  const exported = typeof asOf === 'string' ? asOf : '—';
  if (exportMoment(exported, now) === null) faults.push({ path: 'asOf', code: 'export-day' });
  const percent = (path: string, text: unknown, usual: number): number => {
    if (text === undefined) return usual;
    const value = typeof text === 'string' && /^\d{1,3}(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
    if (!(value <= 100)) faults.push({ path, code: 'percent' });
    return value;
  };
  const limits = { gone: percent('maxGone', maxGone, USUAL_LIMITS.gone), changed: percent('maxChanged', maxChanged, USUAL_LIMITS.changed), blocked: percent('maxBlocked', maxBlocked, USUAL_LIMITS.blocked) };
  if (faults.length > 0) throw new DomainError('invalid', 'validation-failed', { faults });
  return { limits: apply === 'auto' ? limits : null, exported };
}
