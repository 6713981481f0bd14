import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../config/config.js';
import { DomainError } from '../platform/domain-error.js';

/** What a batch brings. */
export type BatchPart = 'certificates' | 'table';

const MIB = 1024 * 1024;
/** Largest archive and largest table, in bytes. */
const LIMITS: Readonly<Record<BatchPart, number>> = { certificates: 64 * MIB, table: 20 * MIB };
/** Files that no batch knows any more are looked for at start. */
const ORPHAN_AFTER_MS = 48 * 3_600_000;

/** Files of a batch until they are sorted: `DATA_DIR/batches/<id>.<part>`, readable by this service's user only. */
@Injectable()
export class BatchFilesAdapter implements OnApplicationBootstrap {
  private readonly folder: string;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(@Inject(Config) config: Config) {
    this.folder = join(config.dataDir, 'batches');
  }

  /** Deletes what a process left that died between a file and its row. */
  async onApplicationBootstrap(): Promise<void> {
    for (const name of await readdir(this.folder).catch(() => [])) {
      const file = await stat(join(this.folder, name)).catch(() => null);
      if (file && Date.now() - file.mtimeMs > ORPHAN_AFTER_MS) await rm(join(this.folder, name), { force: true });
    }
  }

  path(id: string, part: BatchPart): string {
    return join(this.folder, `${id}.${part}`);
  }

  /**
   * Takes a stream into memory, where it is looked for secret keys before anything of it is written. Archives are taken one at a time, so that
   * memory is bounded; the next waits meanwhile. @throws DomainError `batch-too-large`.
   */
  take<Value>(part: BatchPart, source: AsyncIterable<Buffer>, work: (bytes: Buffer) => Promise<Value>): Promise<Value> {
    const turn = this.turn.then(async () => work(await collect(part, source)));
    this.turn = turn.catch(() => undefined);
    return turn;
  }

  /** Writes what may be kept; nothing stays behind when it breaks off. */
  async save(id: string, part: BatchPart, chunks: Iterable<string | Buffer> | AsyncIterable<string | Buffer>): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    try {
      await pipeline(Readable.from(chunks), createWriteStream(this.path(id, part), { flags: 'wx', mode: 0o600 }));
    } catch (error) {
      await rm(this.path(id, part), { force: true });
      throw error;
    }
  }

  /** Deleting what is gone changes nothing. */
  async remove(id: string): Promise<void> {
    await Promise.all((['certificates', 'table'] as const).map((part) => rm(this.path(id, part), { force: true })));
  }
}

async function collect(part: BatchPart, source: AsyncIterable<Buffer>): Promise<Buffer> {
  const limit = LIMITS[part];
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size > limit) throw new DomainError('invalid', 'batch-too-large', { params: { limit: limit / MIB }, faults: [{ path: part, code: 'batch-too-large', params: { limit: limit / MIB } }] });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
