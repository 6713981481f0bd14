import type {} from '@fastify/cookie';
import type { FastifyReply } from 'fastify';
import { DESK_COOKIE } from '../../accounts/access.guard.js';
import type { Config } from '../../config/config.js';

const OIDC_COOKIE_SECONDS = 600;

/** Carries somebody to the provider and back. Lax: the way back begins at the provider. */
export const OIDC_COOKIE = 'certdesk_oidc';

/** Signs the browser in; scripts and other sites do not get it. Gone when the browser is closed. */
export function setDeskCookie(reply: FastifyReply, token: string, config: Config): void {
  void reply.setCookie(DESK_COOKIE, token, { path: '/', httpOnly: true, sameSite: 'strict', secure: isSecure(config) });
}

export function clearDeskCookie(reply: FastifyReply, config: Config): void {
  void reply.clearCookie(DESK_COOKIE, { path: '/', httpOnly: true, sameSite: 'strict', secure: isSecure(config) });
}

export function setOidcCookie(reply: FastifyReply, value: string, config: Config): void {
  void reply.setCookie(OIDC_COOKIE, value, { path: '/desk/oidc', httpOnly: true, sameSite: 'lax', secure: isSecure(config), maxAge: OIDC_COOKIE_SECONDS });
}

export function clearOidcCookie(reply: FastifyReply, config: Config): void {
  void reply.clearCookie(OIDC_COOKIE, { path: '/desk/oidc', httpOnly: true, sameSite: 'lax', secure: isSecure(config) });
}

function isSecure(config: Config): boolean {
  return config.baseUrl.startsWith('https:');
}
