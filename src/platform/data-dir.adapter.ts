import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartupError } from './startup-error.js';

/** What is made once at first start and kept beside the data. */
export interface Secrets {
  databasePassword: string;
  /** Key from which access keys are made. */
  secretKey: string;
}

/**
 * Makes sure the data folder is there and can be written to.
 * @throws StartupError when not.
 */
export async function prepareDataDir(dataDir: string): Promise<void> {
  const probe = join(dataDir, `.write-test-${process.pid}`);
  try {
    await mkdir(dataDir, { recursive: true });
    await writeFile(probe, '');
  } catch (error) {
    throw new StartupError(
      `В папку данных ${dataDir} нельзя писать (${(error as NodeJS.ErrnoException).code ?? 'ошибка'}). Дайте права на неё или укажите другую в DATA_DIR.`,
    );
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
}

/**
 * Reads the secrets of this installation, making them at first start. Two processes that start at once get the same ones.
 * @throws StartupError when the file is damaged.
 */
export async function loadSecrets(dataDir: string): Promise<Secrets> {
  const file = join(dataDir, 'secrets.json');
  const draft = join(dataDir, `.secrets-${process.pid}-${randomBytes(4).toString('hex')}`);
  const fresh: Secrets = { databasePassword: randomBytes(24).toString('hex'), secretKey: randomBytes(32).toString('hex') };
  if (!existsSync(file)) {
    await writeFile(draft, JSON.stringify(fresh, null, 2), { mode: 0o600, flush: true });
    await link(draft, file).catch(() => undefined); // Fails when another process was first; its secrets are read below.
    await rm(draft, { force: true });
  }
  try {
    const secrets = JSON.parse(await readFile(file, 'utf8')) as Partial<Secrets>;
    if (secrets.databasePassword && secrets.secretKey) return secrets as Secrets;
  } catch {
    // Falls through to the one sentence below.
  }
  throw new StartupError(`Файл ${file} повреждён. Верните его из резервной копии: без него не открыть базу и ссылки на обращения.`);
}
