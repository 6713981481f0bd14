import { execFile } from 'node:child_process';
import { chown, mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { StartupError } from '../startup-error.js';
import { type Binaries, exists, type Owner } from './server-home.adapter.js';

const run = promisify(execFile);

/** The server's superuser and its database. */
export const DATABASE = 'certdesk';

/**
 * A cluster appears in its place whole or not at all: it is made beside it and moved. Of two processes that start at once
 * the slower one throws its draft away.
 */
export async function initialise(cluster: string, binaries: Binaries, owner: Owner | undefined, password: string): Promise<void> {
  const version = await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => null);
  const { stdout } = await run(binaries.postgres, ['--version']);
  const major = /(\d+)\./.exec(stdout)?.[1] ?? '';
  if (version !== null) {
    if (version.trim() === major) return;
    throw new StartupError(
      `База в ${cluster} сделана PostgreSQL ${version.trim()}, а здесь PostgreSQL ${major}. Верните прежнюю версию Certdesk или перенесите данные через pg_dump.`,
    );
  }
  if ((await readdir(cluster).catch(() => [])).length > 0) {
    throw new StartupError(`Папка ${cluster} не пуста, но базы в ней нет. Переименуйте её, и Certdesk создаст новую базу, или верните её из резервной копии.`);
  }
  await removeDeadDrafts(cluster);
  const draft = `${cluster}.new-${process.pid}`;
  const passwordFile = `${draft}.password`;
  try {
    await rm(draft, { recursive: true, force: true });
    await mkdir(draft, { recursive: true, mode: 0o700 });
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (owner) for (const path of [draft, passwordFile]) await chown(path, owner.uid, owner.gid);
    await run(
      binaries.initdb,
      ['-D', draft, '-U', DATABASE, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
      { ...owner, cwd: '/' },
    );
    await rmdir(cluster).catch(() => undefined); // Only an empty one: what is in there may be in use by now.
    await rename(draft, cluster);
  } catch (error) {
    if (!(await exists(join(cluster, 'PG_VERSION')))) throw new StartupError(`Не удалось создать базу в ${cluster}: ${lastLine(error)}`);
  } finally {
    await rm(draft, { recursive: true, force: true });
    await rm(passwordFile, { force: true });
  }
}

/** What a process left that was killed while it made its cluster. */
async function removeDeadDrafts(cluster: string): Promise<void> {
  const prefix = `${basename(cluster)}.new-`;
  const names = (await readdir(dirname(cluster)).catch(() => [])).filter((name) => name.startsWith(prefix));
  for (const name of names) {
    if (isRunning(parseInt(name.slice(prefix.length), 10))) continue;
    await rm(join(dirname(cluster), name), { recursive: true, force: true }).catch(() => undefined);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function lastLine(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message?: string };
  return (stderr?.trim() || message || String(error)).split('\n').at(-1)?.slice(0, 300) ?? '';
}

