import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { DATABASE, initialise } from './cluster.adapter.js';
import { createDatabase, showPresence, usedByOthers } from './presence.adapter.js';
import { clusterFolder, reachableBinaries, unprivilegedOwner } from './server-home.adapter.js';
import { runningPort, start } from './server-process.adapter.js';

const run = promisify(execFile);

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
