import type {} from '@fastify/cookie';
import type { FastifyReply } from 'fastify';
import type { Config } from '../config/config.js';

/** The portal's only cookie. */
export const DRAFT_COOKIE = 'certdesk_draft';

/** Hands the token to the browser until it is closed; scripts and other sites do not get it. */
export function setDraftCookie(reply: FastifyReply, token: string, config: Config): void {
  void reply.setCookie(DRAFT_COOKIE, token, { path: '/', httpOnly: true, sameSite: 'lax', secure: config.baseUrl.startsWith('https:') });
}
