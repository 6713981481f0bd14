import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { DomainError } from '../platform/domain-error.js';
import type { TemplatesService } from '../platform/templates.service.js';
import { AccessGuard, DuringSignIn, ForAnybody, Requires } from './access.guard.js';
import type { SignedIn } from './account-record.js';
import type { Role } from './policy.js';
import type { SessionStage } from './session-life.js';
import type { SessionsService } from './sessions.service.js';

class Routes {
  @Requires('manage', 'operators') manage(): void {}
  @Requires('take', 'case') take(): void {}
  @DuringSignIn('code') code(): void {}
  @ForAnybody() street(): void {}
  forgotten(): void {}
}

const account = (role: Role): SignedIn['account'] => ({
  id: '1', email: '', fullName: '', role, hasPassword: true, hasSecondFactor: true, hasProvider: false, activatedAt: new Date(0), disabledAt: null, createdAt: new Date(0),
});
const operator = (stage: SessionStage = 'full'): SignedIn => ({ sessionId: '2', stage, method: 'password', account: account('operator') });
const administrator: SignedIn = { ...operator(), account: account('administrator') };

/** What becomes of a request: let in, sent elsewhere, or refused with a code. */
async function ask(handler: keyof Routes, who: SignedIn | null, { url = '/desk/x', method = 'GET', headers = {} } = {}): Promise<string> {
  const sessions = { find: async () => who } as unknown as SessionsService;
  const guard = new AccessGuard(new Reflector(), sessions, { render: () => 'again' } as unknown as TemplatesService);
  let went = '';
  const reply = {
    header: () => reply,
    type: () => reply,
    send: (page: string) => void (went = page),
    redirect: (path: string) => void (went = path),
  };
  const request = { url, method, headers, cookies: {}, routeOptions: { url } };
  const context = {
    getHandler: () => Object.getOwnPropertyDescriptor(Routes.prototype, handler)?.value as unknown,
    getClass: () => Routes,
    switchToHttp: () => ({ getRequest: () => request, getResponse: () => reply }),
  } as unknown as ExecutionContext;
  try {
    return (await guard.canActivate(context)) ? 'in' : went;
  } catch (error) {
    if (error instanceof DomainError) return `${error.kind} ${error.code}`;
    throw error;
  }
}

describe('access guard', () => {
  const API = { url: '/api/v1/desk/x' };

  it('lets in by right', async () => {
    expect(await ask('take', operator())).toBe('in');
    expect(await ask('manage', administrator)).toBe('in');
    expect(await ask('manage', operator())).toBe('forbidden forbidden');
  });

  it('tells programs with a status, never with a page', async () => {
    expect(await ask('take', null, API)).toBe('unauthenticated sign-in-required');
    expect(await ask('take', operator('code'), API)).toBe('unauthenticated sign-in-required');
    expect(await ask('manage', operator(), API)).toBe('forbidden forbidden');
    expect(await ask('take', operator(), API)).toBe('in');
    expect(await ask('take', null, { headers: { accept: 'text/event-stream' } })).toBe('unauthenticated sign-in-required');
    expect(await ask('take', null, { headers: { 'hx-request': 'true' } })).toBe('unauthenticated sign-in-required');
  });

  it('sends people to what is missing', async () => {
    expect(await ask('take', null)).toBe('/desk/sign-in?next=%2Fdesk%2Fx');
    expect(await ask('take', null, { method: 'POST' })).toBe('unauthenticated sign-in-required');
    expect(await ask('take', null, { headers: { 'sec-fetch-site': 'cross-site' } })).toBe('again');
    expect(await ask('take', operator('code'))).toBe('/desk/sign-in/code');
    expect(await ask('manage', { ...administrator, stage: 'enrolment' }, { method: 'POST' })).toBe('/desk/account/second-factor');
    expect(await ask('code', operator('code'))).toBe('in');
    expect(await ask('code', operator())).toBe('/desk');
  });

  it('closes a page of the desk that says nothing, and leaves the rest alone', async () => {
    expect(await ask('forgotten', administrator)).toBe('forbidden forbidden');
    expect(await ask('forgotten', null, { url: '/desk' })).toBe('forbidden forbidden');
    expect(await ask('forgotten', null, { url: '/cases/:number' })).toBe('in');
    expect(await ask('street', null)).toBe('in');
  });
});
