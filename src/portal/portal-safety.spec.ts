import { contentDisposition } from './content-disposition.js';
import { hashDraftToken, newDraftToken, openCaseLink, sealCaseLink } from './draft-seal.js';
import { readAnswers } from './form-body.js';
import { isOwn } from './same-origin.guard.js';

describe('a sealed link', () => {
  const link = { number: '2026-000001', accessKey: 'k'.repeat(43) };

  test('opens with its own token only', () => {
    const token = newDraftToken();
    const sealed = sealCaseLink(link, token);
    expect(openCaseLink(sealed, token)).toEqual(link);
    expect(() => openCaseLink(sealed, newDraftToken())).toThrow();
    expect(sealed.toString('latin1')).not.toContain('2026');
    expect(hashDraftToken(token)).toHaveLength(32);
  });
});

describe('isOwn', () => {
  const hosts = ['certdesk.example', '127.0.0.1:3000'];
  test.each<[string | undefined, string | undefined, string, boolean]>([
    ['same-origin', undefined, '/check', true],
    ['none', undefined, '/check', true],
    ['cross-site', 'https://certdesk.example', '/check', false],
    ['same-site', undefined, '/check', false],
    [undefined, 'https://certdesk.example', '/check', true],
    [undefined, 'http://127.0.0.1:3000', '/check', true],
    [undefined, 'https://elsewhere.example', '/cases/1/k/messages', false],
    [undefined, 'null', '/check', false],
    [undefined, 'null', '/cases/1/k/messages', true],
    [undefined, undefined, '/check', true],
    [undefined, 'not an address', '/check', false],
  ])('site %s, origin %s, %s: %s', (site, origin, url, expected) => expect(isOwn(site, origin, hosts, url)).toBe(expected));
});

describe('readAnswers', () => {
  test('takes the named fields as text, whatever was sent', () => {
    expect(readAnswers({ a: 'x\r\ny\0', b: ['1', '2'], c: { d: 1 }, e: 'no' }, ['a', 'b', 'c', 'missing'])).toEqual({ a: 'x\ny', b: '2', c: '', missing: '' });
    expect(readAnswers(undefined, ['a'])).toEqual({ a: '' });
    expect(readAnswers({ a: 'ы'.repeat(20_000) }, ['a'])['a']).toHaveLength(12_000);
  });
});

describe('contentDisposition', () => {
  test('names a file for old and new browsers, and lets no name break out', () => {
    expect(contentDisposition('Письмо "1".pdf')).toBe(`attachment; filename="______ _1_.pdf"; filename*=UTF-8''%D0%9F%D0%B8%D1%81%D1%8C%D0%BC%D0%BE%20%221%22.pdf`);
    expect(contentDisposition('a\r\nb')).not.toMatch(/[\r\n]/);
  });
});
