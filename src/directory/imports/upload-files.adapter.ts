import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../../config/config.js';
import { TableRefusal } from '../../platform/tables/table-refusal.js';

/** Largest file of users. */
const UPLOAD_LIMIT = 200 * 1024 * 1024;
const MIB = 1024 * 1024;
/** Files that no import knows any more are looked for at start. */
const ORPHAN_AFTER_MS = 48 * 3_600_000;

/** Uploaded files on their way into the database: `DATA_DIR/uploads/<id>`, readable by this service's user only. */
@Injectable()
export class UploadFilesAdapter implements OnApplicationBootstrap {
  private readonly folder: string;

  constructor(@Inject(Config) config: Config) {
    this.folder = join(config.dataDir, 'uploads');
  }

  /** Deletes what a process left that died between a file and its row. */
  async onApplicationBootstrap(): Promise<void> {
    for (const name of await readdir(this.folder).catch(() => [])) {
      const file = await stat(join(this.folder, name)).catch(() => null);
      if (file && Date.now() - file.mtimeMs > ORPHAN_AFTER_MS) await this.remove(name);
    }
  }

  path(id: string): string {
    return join(this.folder, id);
  }

  /**
   * Writes a stream to the disk as it comes and gives its size; nothing stays behind when it breaks off.
   * @throws TableRefusal `too-large`.
   */
  async save(id: string, source: AsyncIterable<Buffer>): Promise<number> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    let size = 0;
    const counted = async function* (): AsyncGenerator<Buffer> {
      for await (const chunk of source) {
        size += chunk.length;
        if (size > UPLOAD_LIMIT) throw new TableRefusal('too-large', { limit: UPLOAD_LIMIT / MIB });
        yield chunk;
      }
    };
    try {
      await pipeline(counted, createWriteStream(this.path(id), { flags: 'wx', mode: 0o600 }));
    } catch (error) {
      await this.remove(id);
      throw error;
    }
    return size;
  }

  /** Deleting what is gone changes nothing. */
  async remove(id: string): Promise<void> {
    await rm(this.path(id), { force: true });
  }
}
