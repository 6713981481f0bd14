import 'reflect-metadata';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { FirstAdministratorService } from './accounts/first-administrator.service.js';
import { ConfigError, loadConfig, type Config } from './config/config.js';
import { migrate } from './data-source.js';
import { loadSecrets, prepareDataDir } from './platform/data-dir.adapter.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './platform/embedded-postgres/embedded-postgres.adapter.js';
import { createLogger } from './platform/logger.adapter.js';
import { StartupError } from './platform/startup-error.js';
import { TemplatesService } from './platform/templates.service.js';
import { setup } from './setup.js';

const words = new TemplatesService();
const say = (key: string, params: object = {}): void => void process.stdout.write(`${words.message(`startup.${key}`, params)}\n`);

let app: NestFastifyApplication | undefined;
let database: EmbeddedPostgres | undefined;
let starting: Promise<void> | undefined;
let stopping: Promise<void> | undefined;

/** Ends what was begun, then the database, then the process. A start under way comes to its end first: what is half begun cannot be ended. */
function stop(code: number): Promise<void> {
  stopping ??= (async () => {
    await starting?.catch(() => undefined);
    await app?.close();
    await database?.stop();
    process.exit(code);
  })().catch(() => process.exit(1));
  return stopping;
}

async function start(config: Config): Promise<void> {
  await prepareDataDir(config.dataDir);
  const secrets = await loadSecrets(config.dataDir);
  if (config.databaseUrl === null) database = await startEmbeddedPostgres(config.dataDir, secrets.databasePassword);
  const databaseUrl = config.databaseUrl ?? database?.url ?? '';
  if (stopping) return;
  await migrate(databaseUrl, config.redisUrl);
  app = await setup({ config, databaseUrl, secretKey: config.secretKey ?? secrets.secretKey }, createLogger(config.logLevel));
  if (stopping) return;
  if (!config.runsWeb) {
    await app.init();
    return say('worker');
  }
  await app.listen(config.port, config.host);
  const firstSignIn = await app.get(FirstAdministratorService).link();
  const mailDir = join(config.dataDir, 'mail');
  say('ready', { url: config.baseUrl, dataDir: config.dataDir, captured: config.smtpUrl === null, mailDir });
  if (firstSignIn !== null) say('firstSignIn', { url: firstSignIn });
}

/** One clear sentence instead of a stack for everything an administrator can mend. */
function explain(error: unknown, config: Config | null): string {
  if (error instanceof ConfigError) return `${words.message('startup.settings')}\n${error.faults.map((fault) => `  ${fault}`).join('\n')}`;
  if (error instanceof StartupError) return error.message;
  const { code, syscall, message } = error as NodeJS.ErrnoException;
  if (syscall === 'listen' && code === 'EADDRINUSE') return words.message('startup.port', { port: config?.port, other: (config?.port ?? 3000) + 1 });
  if (syscall === 'listen' && code === 'EACCES') return words.message('startup.portDenied', { port: config?.port });
  if (syscall === 'listen' && code === 'EADDRNOTAVAIL') return words.message('startup.host', { host: config?.host });
  if (code && (syscall === 'connect' || syscall === 'getaddrinfo' || /^[0-9A-Z]{5}$/.test(code))) return words.message('startup.database', { code });
  if (/^Connection terminated|^timeout exceeded when trying to connect/.test(message)) return words.message('startup.database', { code: 'ETIMEDOUT' });
  return words.message('startup.unexpected', { message });
}

// Whoever reads our words may be gone before us (`npm start | tee log`, Ctrl-C): that must not keep us from stopping in order.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (!stopping) say('stopping');
    void stop(0);
  });
}

let config: Config | null = null;
try {
  config = loadConfig();
  await (starting = start(config));
} catch (error) {
  if (!stopping) process.stderr.write(`${explain(error, config)}\n`);
  await stop(1);
}
