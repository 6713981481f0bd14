import { execFileSync } from 'node:child_process';
import { closeSync, openSync, writeSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk of its own that can be full. */
export interface SmallDisk {
  path: string;
  fill(): void;
  free(): Promise<void>;
  close(): Promise<void>;
}

/** Mounts a tmpfs of so many MiB; a reason when that is not permitted. */
export async function mountSmallDisk(mebibytes: number): Promise<SmallDisk | string> {
  const path = await mkdtemp(join(tmpdir(), 'certdesk-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m,mode=0755`, 'tmpfs', path], { stdio: 'pipe' });
  } catch {
    await rm(path, { recursive: true });
    return 'a tmpfs cannot be mounted here (needs root)';
  }
  await chmod(path, 0o755);
  const ballast = join(path, 'ballast');
  return {
    path,
    fill: () => {
      const file = openSync(ballast, 'a');
      for (const size of [1 << 20, 4096, 1]) {
        try {
          for (;;) writeSync(file, Buffer.alloc(size));
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
        }
      }
      closeSync(file);
    },
    free: () => rm(ballast, { force: true }),
    close: async () => {
      execFileSync('umount', ['-l', path]);
      await rm(path, { recursive: true, force: true });
    },
  };
}
