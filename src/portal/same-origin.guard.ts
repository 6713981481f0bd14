import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Config } from '../config/config.js';
import { isForPrograms } from '../platform/address.js';
import { DomainError } from '../platform/domain-error.js';

/**
 * Refuses a form that another site sent, on every page; `/api` is opened by keys, not by cookies. A browser says where a request comes from: `Sec-Fetch-Site`, or `Origin` on old
 * browsers and plain HTTP. A client that says neither is none that a third party could steer, and holds no cookie.
 */
@Injectable()
export class SameOriginGuard implements CanActivate {
  constructor(private readonly config: Config) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (isForPrograms(request.url) || request.method === 'GET' || request.method === 'HEAD') return true;
    if (isOwn(request.headers['sec-fetch-site'], request.headers.origin, [new URL(this.config.baseUrl).host, request.headers.host ?? ''], request.url)) return true;
    throw new DomainError('forbidden', 'cross-site');
  }
}

/**
 * Pages under `/cases/` and `/expiry/` send no referrer, so their `Origin` is `null`; the key in their address is proof enough:
 * another site does not know it.
 */
export function isOwn(fetchSite: string | string[] | undefined, origin: string | undefined, hosts: readonly string[], url: string): boolean {
  if (fetchSite !== undefined) return fetchSite === 'same-origin' || fetchSite === 'none';
  if (origin === undefined) return true;
  if (origin === 'null') return (url.startsWith('/cases/') || url.startsWith('/expiry/'));
  return URL.canParse(origin) && hosts.includes(new URL(origin).host);
}
