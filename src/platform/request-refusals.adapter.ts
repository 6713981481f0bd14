import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { DomainError } from './domain-error.js';

/** What Node's parser says of a request that never becomes one; everything else cannot be read. */
const UNREADABLE: Readonly<Record<string, { status: number; code: string }>> = {
  HPE_HEADER_OVERFLOW: { status: 431, code: 'headers-too-large' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, code: 'request-too-slow' },
};

/** Refuses before a route is asked what Node would refuse without a word, or Fastify would read wrongly. The server must be made with `requireHostHeader: false`. */
export function refuseUnfit(fastify: FastifyInstance): void {
  fastify.server.on('checkExpectation', (request, response) => fastify.server.emit('request', request, response));
  fastify.addHook('onRequest', ({ headers, raw }, _reply, done) => {
    if (raw.httpVersion === '1.1' && !headers.host) return done(new DomainError('malformed', 'malformed'));
    if (headers.expect !== undefined && headers.expect.toLowerCase() !== '100-continue') return done(new DomainError('unmet', 'expectation-unmet'));
    if (!/^(?:identity)?$/i.test(headers['content-encoding']?.trim() ?? '')) return done(new DomainError('unsupported', 'content-encoding'));
    done();
  });
}

/** Answers on the bare connection what could not be read as HTTP; `problem` gives the document. */
export function answerUnreadable(problem: (status: number, code: string) => string): (error: NodeJS.ErrnoException, socket: Socket) => void {
  return (error, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    const { status, code } = UNREADABLE[error.code ?? ''] ?? { status: 400, code: 'malformed' };
    const body = problem(status, code);
    const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, 'Connection: close', 'Cache-Control: no-store', 'Content-Type: application/problem+json; charset=utf-8', `Content-Length: ${Buffer.byteLength(body)}`];
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
  };
}
