import fc from 'fast-check';
import { isKpp, isLegalInn, isOgrn, isOgrnip, isPersonInn, isSnils } from './check-digits.js';

const digits = (length: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });

describe('check digits', () => {
  it.each([
    ['a person’s ИНН', isPersonInn, '729900000107'],
    ['a body’s ИНН', isLegalInn, '7299000007'],
    ['ОГРН', isOgrn, '1997200000004'],
    ['ОГРНИП', isOgrnip, '399720000000014'],
    ['СНИЛС', isSnils, '11223344595'],
  ])('%s: the right one passes; any other last digit, zeros and another length do not', (_, isRight, number) => {
    expect(isRight(number)).toBe(true);
    for (const last of '0123456789') if (!number.endsWith(last)) expect(isRight(number.slice(0, -1) + last)).toBe(false);
    expect(isRight('0'.repeat(number.length))).toBe(false);
    expect(isRight(number.slice(1))).toBe(false);
    expect(isRight(`${number}0`)).toBe(false);
    expect(isRight(`${number.slice(0, -1)}x`)).toBe(false);
  });

  it('of all numbers with the same beginning exactly one ИНН is right', () => {
    fc.assert(
      fc.property(digits(9).filter((beginning) => /[1-9]/.test(beginning)), (beginning) => {
        const right = [...'0123456789'].filter((last) => isLegalInn(beginning + last));
        expect(right).toHaveLength(1);
      }),
    );
  });

  it('does not check СНИЛС up to 001-001-998', () => {
    expect(isSnils('00100199877')).toBe(true);
    expect(isSnils('00100199977')).toBe(false);
  });

  it('a remainder of 100 in СНИЛС is written as 00', () => {
    fc.assert(
      fc.property(digits(9).filter((beginning) => Number(beginning) > 1_001_998), fc.integer({ min: 0, max: 99 }), (beginning, check) => {
        const end = String(check).padStart(2, '0');
        expect(isSnils(beginning + end)).toBe(isSnilsBySum(beginning, end));
      }),
    );
  });

  it('КПП is known by its form', () => {
    expect(isKpp('729901001')).toBe(true);
    expect(isKpp('7299AB001')).toBe(true);
    expect(isKpp('72990100')).toBe(false);
    expect(isKpp('7299ab001')).toBe(false);
  });
});

/** The rule as it is told in words: subtract 101 while the sum is above it; 100 and 101 give 00. */
function isSnilsBySum(beginning: string, check: string): boolean {
  let sum = [...beginning].reduce((total, digit, index) => total + Number(digit) * (9 - index), 0);
  while (sum > 101) sum -= 101;
  return (sum >= 100 ? 0 : sum) === Number(check);
}
