import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { AccountRescueService } from './accounts/account-rescue.service.js';
import { AppModule } from './app.module.js';
import { ConfigError, loadCommandConfig } from './config/config.js';
import { migrate } from './data-source.js';
import { loadSecrets, prepareDataDir } from './platform/data-dir.adapter.js';
import { DomainError } from './platform/domain-error.js';
import { startEmbeddedPostgres } from './platform/embedded-postgres/embedded-postgres.adapter.js';
import { NestLogger, createLogger } from './platform/logger.adapter.js';
import { StartupError } from './platform/startup-error.js';
import { TemplatesService } from './platform/templates.service.js';

// `npm run rescue -- admin@example.ru`: prints a one-time link for an administrator who cannot come in. Works beside a running service and without one.

const words = new TemplatesService();
const say = (stream: NodeJS.WriteStream, key: string, params: object = {}): void => void stream.write(`${words.message(`startup.${key}`, params)}\n`);

async function rescue(email: string): Promise<number> {
  const config = loadCommandConfig();
  await prepareDataDir(config.dataDir);
  const secrets = await loadSecrets(config.dataDir);
  const database = config.databaseUrl === null ? await startEmbeddedPostgres(config.dataDir, secrets.databasePassword) : null;
  const databaseUrl = config.databaseUrl ?? database?.url ?? '';
  try {
    await migrate(databaseUrl, config.redisUrl);
    const prepared = { config, databaseUrl, secretKey: config.secretKey ?? secrets.secretKey };
    const app = await NestFactory.createApplicationContext(AppModule.register(prepared), { logger: new NestLogger(createLogger('fatal')), abortOnError: false });
    try {
      const rescues = app.get(AccountRescueService);
      try {
        say(process.stdout, 'rescue', { url: await rescues.link(email) });
        return 0;
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        say(process.stderr, 'rescueUnknown', { email, known: (await rescues.administrators()).join(', ') });
        return 1;
      }
    } finally {
      await app.close();
    }
  } finally {
    await database?.stop();
  }
}

const [email] = process.argv.slice(2);
if (!email) {
  say(process.stderr, 'rescueUsage');
  process.exit(2);
}
try {
  process.exit(await rescue(email));
} catch (error) {
  const known = error instanceof ConfigError || error instanceof StartupError;
  process.stderr.write(`${known ? error.message : words.message('startup.unexpected', { message: (error as Error).message })}\n`);
  process.exit(1);
}
