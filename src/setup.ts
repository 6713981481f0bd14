import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import fastifyStatic from '@fastify/static';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { isUtf8 } from 'node:buffer';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FastifyReply, FastifyRequest, RawServerDefault } from 'fastify';
import type { Logger } from 'pino';
import { AppModule, type Prepared } from './app.module.js';
import { DIRECTORY_MEDIA_TYPES, DIRECTORY_PATH, JSON_LIMIT, SCAN_LIMIT } from './api/limits.js';
import type { Config } from './config/config.js';
import { DomainError } from './platform/domain-error.js';
import { ErrorFilter } from './platform/error.filter.js';
import { NestLogger } from './platform/logger.adapter.js';
import { QueueBoardService } from './desk/queues/queue-board.service.js';
import { MetricsService } from './platform/metrics.service.js';
import { serveQueueBoard } from './platform/queue-board.adapter.js';
import { answerUnreadable, refuseUnfit } from './platform/request-refusals.adapter.js';
import { RouteMethods } from './platform/route-methods.js';
import { TemplatesService } from './platform/templates.service.js';
import { VERSION } from './platform/version.adapter.js';

const require = createRequire(import.meta.url);
/** How long a whole request, a scan over a slow line included, may take to arrive. */
const REQUEST_PATIENCE_MS = 5 * 60_000;
const YEAR_SECONDS = 365 * 24 * 3600;

/** Files of other packages that pages need, by the name under /assets/vendor. */
const VENDOR: Record<string, string> = {
  'tabler.min.css': require.resolve('@tabler/core/dist/css/tabler.min.css'),
  'htmx.min.js': require.resolve('htmx.org/dist/htmx.min.js'),
};

/** Builds the application, ready to listen; shared by the process and by end-to-end tests. */
export async function setup(prepared: Prepared, logger: Logger): Promise<NestFastifyApplication> {
  const answering: { errors?: ErrorFilter } = {};
  const adapter = new FastifyAdapter({
    bodyLimit: JSON_LIMIT,
    trustProxy: trusted(prepared.config.trustProxy),
    requestTimeout: REQUEST_PATIENCE_MS,
    routerOptions: { maxParamLength: 200 },
    // Node refuses a request without a host with an empty body; here it hears why.
    http: { requireHostHeader: false },
    clientErrorHandler: answerUnreadable((status, code) => answering.errors?.bareProblem(status, code) ?? ''),
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => answering.errors?.answer(error, request, reply),
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.register(prepared), adapter, {
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  const fastify = app.getHttpAdapter().getInstance();
  const routes = new RouteMethods();
  fastify.addHook('onRoute', ({ url, method }) => routes.add(url, method));
  refuseUnfit(fastify);
  const metrics = app.get(MetricsService);
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    metrics.request(request.method, route, reply.statusCode, reply.elapsedTime / 1000);
    logger.info({ method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'request');
    done();
  });
  await app.register(cookie);
  await app.register(multipart, { limits: { fileSize: SCAN_LIMIT, files: 8, parts: 40 } });
  app.useBodyParser<RawServerDefault>('application/json', { bodyLimit: JSON_LIMIT }, (request, body, done) => {
    // Decoded leniently, letters in another encoding would be lost without a word.
    if (!isUtf8(body)) return void done(new DomainError('malformed', 'malformed-json'));
    void fastify.getDefaultJsonParser('error', 'error')(request, body.toString(), done);
  });
  // The directory is a stream of up to 200 MB: it goes to the disk as it comes. What else comes there the controller refuses in words of its own; elsewhere all of it is refused.
  fastify.addContentTypeParser([...Object.keys(DIRECTORY_MEDIA_TYPES), '*'], (request, payload, done) => {
    if (request.routeOptions.url === DIRECTORY_PATH) done(null, payload);
    else done(new DomainError('unsupported', 'unsupported-media-type'));
  });
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        // The desk shows a letter in its own page; nobody else may frame anything.
        frameSrc: ["'self'"],
        frameAncestors: ["'self'"],
        baseUri: ["'none'"],
      },
    },
    // Whether people come by HTTPS is the proxy's business; asking browsers for it would lock out a plain-HTTP trial.
    strictTransportSecurity: prepared.config.baseUrl.startsWith('https:'),
    referrerPolicy: { policy: 'same-origin' },
    crossOriginOpenerPolicy: prepared.config.baseUrl.startsWith('https:'),
    originAgentCluster: false,
  });
  await serveAssets(app);
  await serveQueueBoard(fastify, app.get(QueueBoardService).board());
  const templates = app.get(TemplatesService);
  answering.errors = new ErrorFilter(templates, routes);
  app.useGlobalFilters(answering.errors);
  templates.registerHelper('serviceDesk', (part: 'url' | 'host') => (part === 'url' ? prepared.config.serviceDeskUrl : new URL(prepared.config.serviceDeskUrl).host));
  templates.registerHelper('asset', (name: string) => `/assets/${name}?v=${VERSION}`);
  return app;
}

/** Whose word about a visitor's address is believed, as Fastify wants it. */
function trusted(proxies: Config['trustProxy']): false | string | ((address: string, hop: number) => boolean) {
  return typeof proxies === 'number' ? (_address, hop) => hop < proxies : proxies;
}

async function serveAssets(app: NestFastifyApplication): Promise<void> {
  const cacheControl = (path: string): string => (path.includes('?v=') ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache');
  await app.register(fastifyStatic, { root: join(process.cwd(), 'public'), prefix: '/assets/', cacheControl: false });
  const fastify = app.getHttpAdapter().getInstance();
  for (const [name, file] of Object.entries(VENDOR)) {
    fastify.get(`/assets/vendor/${name}`, (_request, reply) => reply.sendFile(file.slice(dirname(file).length + 1), dirname(file)));
  }
  fastify.addHook('onSend', (request, reply, payload, done) => {
    if (request.url.startsWith('/assets/') && reply.statusCode < 400) void reply.header('cache-control', cacheControl(request.url));
    done(null, payload);
  });
}
