/*
 * Check digits of Russian registration numbers. Sources: ИНН — order ЕД-7-14/559@ of ФНС (appendix), ОГРН and ОГРНИП — order 165н of Минфин,
 * СНИЛС — resolution 192п of ПФР. A number made of zeros only passes every sum and is still wrong.
 */

const INN_10 = [2, 4, 10, 3, 5, 9, 4, 6, 8];
const INN_12_FIRST = [7, ...INN_10];
const INN_12_SECOND = [3, ...INN_12_FIRST];
const SNILS_WEIGHTS = [9, 8, 7, 6, 5, 4, 3, 2, 1];
/** Numbers up to 001-001-998 were given out before check digits existed. */
const LAST_SNILS_WITHOUT_CHECK = 1_001_998;

/** Whether a person's ИНН (12 digits) has the right check digits. */
export function isPersonInn(inn: string): boolean {
  return isNumber(inn, 12) && innDigit(inn, INN_12_FIRST) === inn[10] && innDigit(inn, INN_12_SECOND) === inn[11];
}

/** Whether a legal entity's ИНН (10 digits) has the right check digit. */
export function isLegalInn(inn: string): boolean {
  return isNumber(inn, 10) && innDigit(inn, INN_10) === inn[9];
}

/** Whether a СНИЛС (11 digits without separators) has the right check number. */
export function isSnils(snils: string): boolean {
  if (!isNumber(snils, 11)) return false;
  if (Number(snils.slice(0, 9)) <= LAST_SNILS_WITHOUT_CHECK) return true;
  return (weightedSum(snils, SNILS_WEIGHTS) % 101) % 100 === Number(snils.slice(9));
}

/** Whether an ОГРН (13 digits) has the right check digit. */
export function isOgrn(ogrn: string): boolean {
  return isNumber(ogrn, 13) && remainderDigit(ogrn, 11) === ogrn[12];
}

/** Whether a sole trader's ОГРНИП (15 digits) has the right check digit. */
export function isOgrnip(ogrnip: string): boolean {
  return isNumber(ogrnip, 15) && remainderDigit(ogrnip, 13) === ogrnip[14];
}

/** Whether a КПП is well formed; it has no check digit. */
export function isKpp(kpp: string): boolean {
  return /^\d{4}[\dA-Z]{2}\d{3}$/.test(kpp);
}

function isNumber(text: string, length: number): boolean {
  return text.length === length && /^\d+$/.test(text) && !/^0+$/.test(text);
}

function weightedSum(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * Number(digits[index]), 0);
}

function innDigit(inn: string, weights: readonly number[]): string {
  return String((weightedSum(inn, weights) % 11) % 10);
}

function remainderDigit(digits: string, divisor: number): string {
  return String((Number(digits.slice(0, -1)) % divisor) % 10);
}
