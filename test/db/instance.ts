import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { loadConfig } from '../../src/config/config.js';
import { createLogger } from '../../src/platform/logger.adapter.js';
import { setup } from '../../src/setup.js';
import { freePort } from '../support/app.js';

/** One process's worth of the application, in this process. */
export interface Instance {
  app: NestFastifyApplication;
  baseUrl: string;
}

/** Starts the application on a database that others may use too. */
export async function startInstance(databaseUrl: string, env: Record<string, string>): Promise<Instance> {
  const port = await freePort();
  const config = loadConfig({ PORT: String(port), HOST: '127.0.0.1', BASE_URL: `http://127.0.0.1:${port}`, LOG_LEVEL: 'silent', ...env });
  const app = await setup({ config, databaseUrl, secretKey: 'k'.repeat(32) }, createLogger(config.logLevel));
  await app.listen(config.port, config.host);
  return { app, baseUrl: config.baseUrl };
}
