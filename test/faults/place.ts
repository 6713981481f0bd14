import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cloneDatabase } from '../support/database.js';
import { Ledger } from './ledger.js';

/** A database and a data folder that outlive the processes which use them. */
export interface Place {
  env: Record<string, string>;
  dataDir: string;
  databaseUrl: string;
  ledger: Ledger;
  leave(): Promise<void>;
}

/** Makes a place of its own for one scenario. */
export async function newPlace(): Promise<Place> {
  const database = await cloneDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'certdesk-fault-'));
  const ledger = new Ledger(database.url);
  return {
    env: { DATABASE_URL: database.url, DATA_DIR: dataDir },
    dataDir,
    databaseUrl: database.url,
    ledger,
    leave: async () => {
      await ledger.close();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Waits. For moments of a kill only; everything that can be asked for is asked for. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
