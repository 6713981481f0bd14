import type pg from 'pg';
import { StartupError } from '../startup-error.js';
import { SteadyClient } from '../steady-client.adapter.js';
import { DATABASE } from './cluster.adapter.js';
import { waitFor } from './server-process.adapter.js';

const RECONNECT_MS = 1_000;

/** A server that another process has just started may not take connections yet, and may be making the same database. */
export async function createDatabase(url: string): Promise<void> {
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
export async function showPresence(url: string, revive: () => Promise<void>): Promise<() => Promise<void>> {
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
export async function usedByOthers(url: string): Promise<boolean> {
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
