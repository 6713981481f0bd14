import { isAsciiLocal, isBareAddress, isPublicAddress, typedAddress } from './mail-address.js';

describe('a mail address', () => {
  it.each(['ivanova@example.ru', 'i.v+7@xn--80a1acny.xn--p1ai', 'иванова@почта.рф', "o'neil_2@sub.example.ru"])('is bare and public: %s', (address) => {
    expect([isBareAddress(address), isPublicAddress(address)]).toEqual([true, true]);
  });

  it.each(['certdesk@localhost', 'certdesk@127.0.0.1'])('of a machine is bare, but nobody outside can write to it: %s', (address) => {
    expect([isBareAddress(address), isPublicAddress(address)]).toEqual([true, false]);
  });

  it.each([
    'a@[127.0.0.1]', 'a..b@x.ru', '.a@x.ru', 'a.@x.ru', 'a@b..ru', 'a@-b.ru', 'a@b.ru.', '"a b"@x.ru', 'a@b@c.ru', 'a b@c.ru', 'a@b.ru, c@d.ru', 'Имя <a@b.ru>',
    'a', '', '@b.ru', 'a@', 'a@b.ru\r\nBcc: c@d.ru', 'a\u200b@b.ru', 'a\u3164@b.ru', 'a\u034f@b.ru', 'a\u202e@b.ru', 'a\ud800@b.ru', `${'a'.repeat(250)}@b.ru`,
  ])('is not bare: %j', (address) => {
    expect([isBareAddress(address), isPublicAddress(address)]).toEqual([false, false]);
  });

  it('loses what copying brings along, never what turns its direction', () => {
    expect(typedAddress(' iva\u00adnova@exa\u2060mple.ru\u200b\ufe0f ')).toBe('ivanova@example.ru');
    for (const turned of ['a\u202eb@x.ru', 'a\u061cb@x.ru', 'a\u200fb@x.ru', 'a\u2066b@x.ru']) expect(typedAddress(turned)).toBe(turned);
  });

  it('tells which servers take it', () => {
    expect(['a@почта.рф', 'иванова@example.ru', 'é@example.ru'].map(isAsciiLocal)).toEqual([true, false, false]);
  });
});
