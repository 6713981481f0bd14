import fc from 'fast-check';
import { mapStrings, printableLine, withNoBreakSpaces } from './printable-text.js';

describe('printableLine', () => {
  it.each([
    ['a\r\n\tb\u2028c', 'a b c'],
    ['\u202eевс\u202c\u200b\ufeff\u0000\u0007', 'евс'],
    ['\ud800x\udc00\uffff', 'x'],
    ['й', 'й'.normalize('NFC')],
    ['№\u00a05', '№\u00a05'],
  ])('%j → %j', (text, expected) => {
    expect(printableLine(text)).toBe(expected);
  });

  it('gives one line that stays as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const line = printableLine(text);
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(printableLine(line)).toBe(line);
      }),
    );
  });
});

describe('withNoBreakSpaces', () => {
  it.each([
    ['Школа № 5', 'Школа №_5'],
    ['625000, г. Тюмень, ул. Мира, д. 1', '625000, г._Тюмень, ул._Мира, д._1'],
    ['имени И. С. Петрова', 'имени И.С._Петрова'],
    ['А – Б', 'А_– Б'],
    ['Сон. Тюмень', 'Сон. Тюмень'],
  ])('%s → %s', (text, expected) => {
    expect(withNoBreakSpaces(text).replace(/\u00a0/gu, '_')).toBe(expected);
  });
});

it('mapStrings changes values only, at any depth', () => {
  expect(mapStrings({ a: ['x', { b: 'y' }], n: 1, z: null }, (text) => text.toUpperCase())).toEqual({ a: ['X', { b: 'Y' }], n: 1, z: null });
});
