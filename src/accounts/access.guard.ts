import type {} from '@fastify/cookie';
import { type CanActivate, createParamDecorator, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../platform/domain-error.js';
import { TemplatesService } from '../platform/templates.service.js';
import type { SignedIn } from './account-record.js';
import { type Action, type Actor, can, type Rights } from './policy.js';
import type { SessionStage } from './session-life.js';
import { SessionsService } from './sessions.service.js';

/** The desk's session cookie. */
export const DESK_COOKIE = 'certdesk_desk';
const ACCESS = Symbol('who may come');

type Access = { kind: 'anybody' } | { kind: 'stage'; stages: SessionStage[] } | { kind: 'right'; action: Action; subject: string };

/** A page or call for those who may do this to that; controller or handler. */
export const Requires = <A extends Action>(action: A, subject: Rights[A]): MethodDecorator & ClassDecorator =>
  SetMetadata(ACCESS, { kind: 'right', action, subject } satisfies Access);

/** For people on their way in: the second factor is asked or set up here. `full` has to be named too. */
export const DuringSignIn = (...stages: SessionStage[]): MethodDecorator & ClassDecorator => SetMetadata(ACCESS, { kind: 'stage', stages } satisfies Access);

/** Open to the street: signing in, one-time links. */
export const ForAnybody = (): MethodDecorator & ClassDecorator => SetMetadata(ACCESS, { kind: 'anybody' } satisfies Access);

const known = new WeakMap<FastifyRequest, SignedIn>();

/** Who is signed in, as a parameter of a handler behind {@link Requires} or {@link DuringSignIn}. */
export const Me = createParamDecorator((_: unknown, context: ExecutionContext): SignedIn => {
  const who = known.get(context.switchToHttp().getRequest<FastifyRequest>());
  if (!who) throw new Error('@Me() without @Requires()');
  return who;
});

/** The same as whom the policy knows. */
export function actorOf({ account }: SignedIn): Actor {
  return { accountId: account.id, role: account.role };
}

/** What is missing is asked here. */
const MISSING: Record<Exclude<SessionStage, 'full'>, string> = { code: '/desk/sign-in/code', enrolment: '/desk/account/second-factor' };

/**
 * Lets in by the decorators above, wherever they stand. Under `/desk` there is no way around it: a handler that says
 * nothing is refused to everybody.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: SessionsService,
    private readonly templates: TemplatesService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [context.getHandler(), context.getClass()]);
    if (!access) {
      if (/^\/desk(\/|$)/.test(request.routeOptions.url ?? '')) throw new DomainError('forbidden', 'forbidden');
      return true;
    }
    if (access.kind === 'anybody') return true;
    const who = await this.sessions.find(request.cookies[DESK_COOKIE]);
    const reply = http.getResponse<FastifyReply>();
    if (!who) return this.away(request, reply, null);
    known.set(request, who);
    if (access.kind === 'stage' && access.stages.includes(who.stage)) return true;
    if (who.stage !== 'full') return this.away(request, reply, MISSING[who.stage]);
    if (access.kind === 'right' && can(actorOf(who), access.action, access.subject as Rights[Action])) return true;
    // The code page asks nothing of somebody who is in already.
    if (access.kind === 'stage') return this.away(request, reply, '/desk');
    throw new DomainError('forbidden', 'forbidden');
  }

  /** Sends a person to where what is missing is asked; a program is told 401. */
  private away(request: FastifyRequest, reply: FastifyReply, missing: string | null): boolean {
    const page = request.method === 'GET' && !request.url.startsWith('/api/');
    const target = missing ?? (page && request.url !== '/desk' ? `/desk/sign-in?next=${encodeURIComponent(request.url)}` : '/desk/sign-in');
    // A fragment or a stream cannot show a sign-in page in its place.
    if (!page || request.headers['hx-request'] || request.headers.accept?.includes('text/event-stream')) {
      if (request.headers['hx-request']) void reply.header('hx-redirect', target);
      if (page || missing === null || request.url.startsWith('/api/')) throw new DomainError('unauthenticated', 'sign-in-required');
    }
    void reply.header('cache-control', 'no-store');
    // The cookie is strict: a browser that follows a link from a mail shows it only when our own page asks again.
    if (missing === null && request.headers['sec-fetch-site'] === 'cross-site')
      void reply.type('text/html; charset=utf-8').send(this.templates.render('pages/desk/again', { url: request.url }));
    else void reply.redirect(target, 303);
    return false;
  }
}
