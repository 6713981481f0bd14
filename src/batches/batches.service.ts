import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { createHash, randomUUID } from 'node:crypto';
import { type FindOperator, IsNull, type Repository } from 'typeorm';
import { type Actor, assertCan } from '../accounts/policy.js';
import { CertificatesService } from '../certificates/certificates.service.js';
import { ClockService } from '../platform/clock.service.js';
import { DomainError } from '../platform/domain-error.js';
import { TransactionsService, type Tx } from '../platform/transactions.service.js';
import { TasksService } from '../tasks/tasks.service.js';
import { archivedFiles } from './batch-archive.adapter.js';
import { BatchFilesAdapter, type BatchPart } from './batch-files.adapter.js';
import { BatchItemsQueries, type ItemRow, type KindCount } from './batch-items.queries.js';
import type { BatchKind } from './batch-kind.js';
import type { BatchColumns, BatchField } from './batch-columns.js';
import type { CommonAnswers } from './batch-row.js';
import { BatchTablesService } from './batch-tables.service.js';
import { FORGET_BATCH, type ForgetBatchData, SORT_BATCH, type BatchTaskData } from './batch.jobs.js';
import { Batch } from './batch.entity.js';
import { countSieved, sieve } from './sieved-files.adapter.js';

/** Personal data of many are kept so long; the cases made of them stay. */
const KEEP_MS = 30 * 86_400_000;
/** So long a table waits for somebody to say what its columns are. */
const WAIT_MS = 86_400_000;
const LONGEST_NAME = 200;

export type { ItemRow, KindCount } from './batch-items.queries.js';

/** A batch as faces may see it. */
export type BatchRecord = Readonly<Batch>;

/** A place in the list, which goes from the newest on. */
export interface BatchPlace {
  createdAt: Date;
  id: string;
}

/** What a program asked for; `requestKey`: SHA-256 of the program and its Idempotency-Key. */
export interface ProgramRequest {
  tokenId: string;
  requestKey: Buffer | null;
  bodyHash: Buffer;
  /** What it says of columns, by their headers. */
  columns: Readonly<Record<string, BatchField | null>>;
}

/** Batches from their arrival to their end. */
@Injectable()
export class BatchesService {
  constructor(
    @InjectRepository(Batch) private readonly batches: Repository<Batch>,
    private readonly files: BatchFilesAdapter,
    private readonly items: BatchItemsQueries,
    private readonly tables: BatchTablesService,
    private readonly certificates: CertificatesService,
    private readonly tasks: TasksService,
    private readonly transactions: TransactionsService,
    private readonly clock: ClockService,
  ) {}

  /** A name for a batch whose parts are about to come. */
  newId(): string {
    return randomUUID();
  }

  /**
   * Takes one part as it comes and gives its SHA-256. Of an archive only certificates are written, of a table everything, unless it is a secret key.
   * @throws DomainError `batch-too-large`, `batch-archive-…`, `batch-table-key`.
   */
  takePart(id: string, part: BatchPart, bytes: AsyncIterable<Buffer>): Promise<Buffer> {
    return this.files.take(part, bytes, async (whole) => {
      if (part === 'table' && (await this.isKey(whole))) throw new DomainError('invalid', 'batch-table-key', { faults: [{ path: 'table', code: 'batch-table-key' }] });
      await this.files.save(id, part, part === 'table' ? [whole] : sieve(archivedFiles(whole), (file) => this.certificates.inspect(file)));
      return createHash('sha256').update(whole).digest();
    });
  }

  private async isKey(bytes: Buffer): Promise<boolean> {
    const reading = await this.certificates.inspect(bytes);
    return !reading.ok && (reading.kind === 'pfx' || reading.kind === 'private-key' || reading.kind === 'cryptopro-container');
  }

  /** Gives up a batch that came to nothing. */
  async giveUp(id: string): Promise<void> {
    await this.files.remove(id);
  }

  /**
   * Looks into the parts that came and starts to sort them; a person's table waits until its columns are confirmed. Gives the batch's id: of an
   * earlier one when a program repeats its request.
   * @throws DomainError `batch-empty`, `batch-table-…`, `table-…`, `idempotency-key-reused`: nothing of it is kept then.
   */
  async begin(id: string, by: Actor | ProgramRequest, names: { certificates: string | null; table: string | null }, common: CommonAnswers): Promise<string> {
    const program = 'tokenId' in by ? by : null;
    try {
      if (!('tokenId' in by)) assertCan(by, 'manage', 'batches');
      const known = program && (await this.repeated(program));
      if (known) {
        await this.files.remove(id);
        return known;
      }
      if (names.certificates === null && names.table === null) throw new DomainError('invalid', 'batch-empty', { faults: [{ path: 'certificates', code: 'batch-empty' }] });
      const table = names.table === null ? { layout: null, columns: [] } : await (program ? this.tables.decide(id, program.columns) : this.tables.propose(id, null));
      const waits = table.layout !== null && program === null;
      const accountId = 'tokenId' in by ? null : by.accountId;
      const origin = { source: program ? 'api' : 'desk', accountId, tokenId: program?.tokenId ?? null, requestKey: program?.requestKey ?? null, bodyHash: program?.bodyHash ?? null } as const;
      const createdAt = this.clock.now();
      const batch = { id, ...origin, archiveName: tidy(names.certificates), tableName: tidy(names.table), ...table, common, taskId: null, size: 0, createdAt };
      await this.transactions.run(async (tx) => {
        await tx.manager.insert(Batch, batch);
        if (waits) tx.enqueue(FORGET_BATCH, { batchId: id } satisfies ForgetBatchData, waitsUntil(batch));
        else await this.startSorting(tx, batch);
        tx.enqueue(FORGET_BATCH, { batchId: id } satisfies ForgetBatchData, new Date(createdAt.getTime() + KEEP_MS));
      });
      return id;
    } catch (error) {
      await this.files.remove(id);
      // The same request came twice at once: the other was faster.
      const known = program && isRepeat(error) ? await this.repeated(program) : null;
      if (known) return known;
      throw error;
    }
  }

  /** Looks at another sheet of the workbook. @throws DomainError `batch-not-found`, `table-…`, `batch-table-too-many`; nothing changes once the columns are confirmed. */
  async chooseSheet(actor: Actor, id: string, sheet: string): Promise<void> {
    assertCan(actor, 'manage', 'batches');
    const { taskId } = await this.get(id);
    if (taskId === null) await this.batches.update({ id, taskId: IsNull() }, await this.tables.propose(id, sheet));
  }

  /** Says what the columns are and starts to sort; what was confirmed before stays. @throws DomainError `batch-not-found`, `batch-table-columns`. */
  async confirmColumns(actor: Actor, id: string, chosen: BatchColumns): Promise<void> {
    assertCan(actor, 'manage', 'batches');
    await this.transactions.run(async (tx) => {
      const batch = await tx.manager.findOne(Batch, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!batch) throw new DomainError('not-found', 'batch-not-found');
      if (batch.taskId !== null) return;
      const columns = await this.tables.confirm(tx.manager, batch, chosen, this.clock.now());
      await tx.manager.update(Batch, { id }, { columns, layout: batch.layout && { ...batch.layout, examples: [] } });
      await this.startSorting(tx, batch);
    });
  }

  /** Deletes a batch whose columns nobody confirmed; any other stays. */
  async discard(actor: Actor, id: string): Promise<void> {
    assertCan(actor, 'manage', 'batches');
    if ((await this.get(id)).taskId === null) await this.remove({ id, taskId: IsNull() });
  }

  private async startSorting(tx: Tx, { id, accountId, archiveName, layout }: Pick<Batch, 'id' | 'accountId' | 'archiveName' | 'layout'>): Promise<void> {
    const total = archiveName === null ? (layout?.rows ?? null) : await countSieved(this.files.path(id, 'certificates'));
    const taskId = await this.tasks.start(tx, { kind: 'batch-sort', accountId, total, input: { batchId: id } });
    await tx.manager.update(Batch, { id }, { taskId });
    tx.enqueue(SORT_BATCH, { taskId } satisfies BatchTaskData);
  }

  private async repeated({ requestKey, bodyHash }: ProgramRequest): Promise<string | null> {
    const known = requestKey && (await this.batches.findOneBy({ requestKey }));
    if (!known) return null;
    if (!known.bodyHash?.equals(bodyHash)) throw new DomainError('invalid', 'idempotency-key-reused');
    return known.id;
  }

  /** A program's own batch. @throws DomainError `batch-not-found`, also when it is somebody else's. */
  async ofProgram(id: string, tokenId: string): Promise<BatchRecord> {
    const batch = await this.get(id);
    if (batch.tokenId !== tokenId) throw new DomainError('not-found', 'batch-not-found');
    return batch;
  }

  /** @throws DomainError `batch-not-found`. */
  async get(id: string): Promise<BatchRecord> {
    const batch = await this.batches.findOneBy({ id });
    if (!batch) throw new DomainError('not-found', 'batch-not-found');
    return batch;
  }

  /** The newest first, after a place. */
  list(after: BatchPlace | null, limit: number): Promise<BatchRecord[]> {
    const query = this.batches.createQueryBuilder('b').orderBy('b.createdAt', 'DESC').addOrderBy('b.id', 'DESC').limit(limit);
    if (after) query.where('(b.createdAt, b.id) < (:createdAt, :id)', { ...after });
    return query.getMany();
  }

  counts(id: string): Promise<KindCount[]> {
    return this.items.counts(id);
  }

  /** Items after a place, all or of one kind. */
  page(id: string, kind: BatchKind | null, after: number, limit: number): Promise<ItemRow[]> {
    return this.items.page(id, kind, after, limit);
  }

  /** Deletes a batch with its items when its time is over: sooner when its columns still wait. Repeating it changes nothing. */
  async forget(id: string): Promise<void> {
    const batch = await this.batches.findOneBy({ id });
    // Its columns were confirmed in time: it is asked for again at the end.
    if (batch && batch.taskId !== null && this.clock.now().getTime() < batch.createdAt.getTime() + KEEP_MS / 2) return;
    await this.remove(batch?.taskId === null ? { id, taskId: IsNull() } : { id });
  }

  /** The files go only with the row: somebody may have confirmed the columns meanwhile. */
  private async remove(which: { id: string; taskId?: FindOperator<string> }): Promise<void> {
    await this.batches.delete(which);
    if (!(await this.batches.existsBy({ id: which.id }))) await this.files.remove(which.id);
  }
}

/** When a table is deleted that nobody goes on with. */
export function waitsUntil({ createdAt }: Pick<Batch, 'createdAt'>): Date {
  return new Date(createdAt.getTime() + WAIT_MS);
}

function tidy(name: string | null): string | null {
  return name === null ? null : name.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '').slice(-LONGEST_NAME) || '—';
}

function isRepeat(error: unknown): boolean {
  const { code, constraint } = (error as { driverError?: { code?: string; constraint?: string } }).driverError ?? {};
  return code === '23505' && constraint === 'batches_request_key_key';
}
