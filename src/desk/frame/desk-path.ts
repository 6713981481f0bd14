import type { SessionStage } from '../../accounts/session-life.js';

const HOME = '/desk';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Where somebody wanted to go, if that is a page of the desk; its front page if not. Never another host. */
export function safeNext(next: unknown): string {
  return typeof next === 'string' && next.length <= 500 && /^\/desk(?:[/?][\w\-./?=&%,:~+]*)?$/.test(next) && !/\/\/|\/desk\/(sign-|oidc)/.test(next) ? next : HOME;
}

/** The page that follows a step of signing in. */
export function pathAfter(stage: SessionStage, next: unknown): string {
  const target = safeNext(next);
  if (stage === 'code') return target === HOME ? '/desk/sign-in/code' : `/desk/sign-in/code?next=${encodeURIComponent(target)}`;
  return stage === 'enrolment' ? '/desk/account/second-factor' : target;
}

/** Whether a part of an address can be the id of a row. */
export function isId(text: string): boolean {
  return UUID.test(text);
}
