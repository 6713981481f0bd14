import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { addressPath, isForPrograms } from './address.js';
import { describeError } from './describe-error.js';
import { DomainError, type ErrorKind, type InputFault } from './domain-error.js';
import type { RouteMethods } from './route-methods.js';
import { TemplatesService } from './templates.service.js';

const STATUS: Record<ErrorKind, number> = {
  invalid: 422,
  'not-found': 404,
  'too-large': 413,
  conflict: 409,
  forbidden: 403,
  unauthenticated: 401,
  'too-many': 429,
  unsupported: 415,
  unavailable: 503,
  malformed: 400,
  unmet: 417,
};

/** Codes of Fastify and its plugins that a client causes. */
const CLIENT_FAULTS: Record<string, DomainError> = {
  FST_ERR_CTP_BODY_TOO_LARGE: new DomainError('too-large', 'too-large'),
  FST_REQ_FILE_TOO_LARGE: new DomainError('too-large', 'too-large'),
  FST_FILES_LIMIT: new DomainError('invalid', 'too-many-files'),
  FST_PARTS_LIMIT: new DomainError('invalid', 'too-many-files'),
  FST_FIELDS_LIMIT: new DomainError('invalid', 'too-many-files'),
  FST_INVALID_MULTIPART_CONTENT_TYPE: new DomainError('unsupported', 'not-multipart'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: new DomainError('unsupported', 'unsupported-media-type'),
  FST_ERR_CTP_INVALID_JSON_BODY: new DomainError('malformed', 'malformed-json'),
  FST_ERR_CTP_EMPTY_JSON_BODY: new DomainError('malformed', 'malformed-json'),
};
/** Text that PostgreSQL cannot hold: a NUL character. */
const UNSTORABLE_TEXT = '22021';
/** The multipart parser throws bare errors; where they come from is all that tells them apart. */
const MULTIPART_PARSER = /[\\/]@fastify[\\/]busboy[\\/]/;

/** Addresses that no route can have. */
const BAD_ADDRESS = new Set(['FST_ERR_BAD_URL', 'FST_ERR_ROUTE_MISSING_HANDLER', 'FST_ERR_MAX_PARAM_LENGTH']);

/** Codes by which PostgreSQL and the network say that they are not there now, or cannot write (disk full, no memory). */
const OUTAGE = /^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|ENOSPC|57P0\d|53[123]00|08\d{3})$/;
/** What `pg` says of a connection that broke, without a code. */
const OUTAGE_WORDS = /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/;
/** What TypeORM says in the middle of a transaction whose connection broke between two statements: it has given the connection away. */
const OUTAGE_NAMES = /^QueryRunner(Provider)?AlreadyReleasedError$/;

/** The one place where errors become answers: problem+json (RFC 9457) for programs, a page elsewhere. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger(ErrorFilter.name);

  constructor(
    private readonly templates: TemplatesService,
    private readonly routes: RouteMethods,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(thrown, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  /** The same for what Fastify finds before Nest is asked, such as an address that cannot be decoded. */
  answer(thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
    // Whoever hung up gets no answer, and nothing is broken here. The request itself is destroyed as soon as it is read, and PostgreSQL resets connections too.
    if ((request.raw.socket as Socket | null)?.destroyed && (thrown as { code?: string }).code === 'ECONNRESET') return;
    const error = this.toDomainError(thrown, request);
    const status = error?.status ?? 500;
    const code = error?.code ?? 'internal';
    if (status >= 500) this.logger.error(`${request.method} ${request.routeOptions.url ?? ''}: ${describeError(thrown)}`);
    if (reply.sent) return;
    const words = this.words(code, error?.params ?? {});
    void reply.status(status).header('cache-control', 'no-store');
    if (status === 401) void reply.header('www-authenticate', 'Bearer');
    if (error?.allow) void reply.header('allow', error.allow);
    if (code === 'content-encoding') void reply.header('accept-encoding', 'identity');
    if (isForPrograms(request.url)) {
      // The contract promises `errors` with every 422, also where no field is to blame.
      const faults = error?.faults ?? (status === 422 ? [{ path: '', code, message: words.detail }] : undefined);
      const errors = faults?.map((fault) => ({ path: fault.path, code: fault.code, message: this.templates.faultSentence(fault) }));
      void reply.type('application/problem+json; charset=utf-8').send(this.problem(status, code, words, { ...error?.extra, ...(errors && { errors }) }));
    } else {
      void reply.type('text/html; charset=utf-8').send(this.templates.render(/^\/desk(?:\/|$)/.test(addressPath(request.url)) ? 'pages/desk/error' : 'pages/error', { status, ...words, is: { [code]: true } }));
    }
  }

  /** The problem document of what has no fields and came before there was a request. */
  bareProblem(status: number, code: string): string {
    return this.problem(status, code, this.words(code, {}), {});
  }

  private problem(status: number, code: string, words: object, more: object): string {
    return JSON.stringify({ type: `urn:certdesk:problem:${code}`, status, code, ...words, ...more });
  }

  private words(code: string, params: object): { title: string; detail: string } {
    return { title: this.templates.message(`errors.${code}.title`, params), detail: this.templates.message(`errors.${code}.detail`, params) };
  }

  /** An address that nobody has, or has for other methods only. */
  private nowhere({ url, method }: FastifyRequest): { status: number; code: string; allow?: string } {
    const allowed = this.routes.at(url);
    const wrongMethod = allowed.length > 0 && !allowed.includes(method);
    if (!isForPrograms(url)) return { status: wrongMethod ? 405 : 404, code: 'no-such-page', ...(wrongMethod && { allow: allowed.join(', ') }) };
    return wrongMethod ? { status: 405, code: 'method-not-allowed', allow: allowed.join(', ') } : { status: 404, code: 'no-such-call' };
  }

  private toDomainError(
    thrown: unknown,
    request: FastifyRequest,
  ): { status: number; code: string; params?: object | undefined; faults?: InputFault[] | undefined; extra?: object | undefined; allow?: string } | null {
    // Nest wraps what Fastify says of a body.
    const { code: fault = '' } = (thrown instanceof HttpException ? (thrown.cause ?? thrown) : thrown) as { code?: string };
    const known = thrown instanceof DomainError ? thrown : CLIENT_FAULTS[fault];
    if (known) return { status: STATUS[known.kind], code: known.code, ...known.options };
    if (BAD_ADDRESS.has(fault)) return this.nowhere(request);
    const status = thrown instanceof HttpException ? thrown.getStatus() : (thrown as { statusCode?: number }).statusCode;
    if (status === 404) return this.nowhere(request);
    if (status === 413) return { status, code: 'too-large' };
    if (status === 415) return { status, code: 'unsupported-media-type' };
    if (status !== undefined && status >= 400 && status < 500) return { status: 400, code: 'malformed' };
    if (thrown instanceof Error && MULTIPART_PARSER.test(thrown.stack ?? '')) return { status: 400, code: 'malformed' };
    const cause = (thrown as { driverError?: { code?: string } }).driverError?.code ?? fault;
    if (cause === UNSTORABLE_TEXT) return { status: 400, code: 'malformed' };
    const { name = '', message = '' } = thrown as Partial<Error>;
    return OUTAGE.test(cause) || OUTAGE_WORDS.test(message) || OUTAGE_NAMES.test(name) ? { status: 503, code: 'unavailable' } : null;
  }
}
