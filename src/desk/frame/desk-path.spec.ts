import fc from 'fast-check';
import { isId, pathAfter, safeNext } from './desk-path.js';

describe('paths of the desk', () => {
  it.each(['/desk', '/desk/account', '/desk/operators?done=invited', '/desk?view=mine&page=2', '/desk/cases/2026-000123'])('%s is a way to go', (next) => {
    expect(safeNext(next)).toBe(next);
  });

  it.each([
    undefined, null, 7, ['/desk/account'], '', '/', 'desk', '/deskx', '//desk', '/desk//evil.example', '/desk/\\evil', 'https://evil.example/desk', '/desk@evil.example',
    '/desk/\r\nset-cookie:x=1', '/desk/sign-in', '/desk/sign-out', '/desk/oidc', `/desk/${'a'.repeat(600)}`,
  ])('%j is none', (next) => {
    expect(safeNext(next)).toBe('/desk');
  });

  it('never leads to another host', () => {
    fc.assert(fc.property(fc.oneof(fc.webPath(), fc.string(), fc.webUrl()), (tail) => {
      for (const next of [tail, `/desk${tail}`, `/desk/${tail}`]) expect(new URL(safeNext(next), 'http://here.example').host).toBe('here.example');
    }));
  });

  it('asks for what is missing first', () => {
    expect(pathAfter('full', '/desk/account')).toBe('/desk/account');
    expect(pathAfter('code', '/desk/account')).toBe('/desk/sign-in/code?next=%2Fdesk%2Faccount');
    expect(pathAfter('code', undefined)).toBe('/desk/sign-in/code');
    expect(pathAfter('enrolment', '/desk/account')).toBe('/desk/account/second-factor');
  });

  it('knows an id', () => {
    expect(isId('0190d0a0-0000-4000-8000-000000000001')).toBe(true);
    expect(isId('1; drop table')).toBe(false);
  });
});
