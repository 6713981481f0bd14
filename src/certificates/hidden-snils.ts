import { isSnils } from './check-digits.js';

const DASH = '[-\\u2010-\\u2015\\u2212]';
/** What stands between the groups: a dash with spaces around it, a dot or a space; or nothing. */
const GAP = `(?:\\s{0,3}${DASH}\\s{0,3}|[.\\s]|)`;
const DASHED = new RegExp(`^\\d{3}\\s*${DASH}|^\\d{3}.\\d{3}\\s*${DASH}`, 'u');
/** Not inside a longer number, a word of Latin letters (a thumbprint, a name before «@») or an international telephone number. */
const NUMBER = new RegExp(`(?:(?<=snils)|(?<![\\dA-Za-z@]|\\+\\s?))\\d{3}${GAP}\\d{3}${GAP}\\d{3}${GAP}\\d{2}(?![\\dA-Za-z@])`, 'giu');
const WORD = 'снилс|snils';
/** The word and at most a few words more between it and the number, on either side. */
const WORD_BEFORE = new RegExp(`(?:${WORD})[^\\d\\n]{0,30}$`, 'iu');
const RIGHT_AFTER_WORD = new RegExp(`(?:${WORD})[^\\d\\p{L}]{0,5}$`, 'iu');
const WORD_AFTER = new RegExp(`^[^\\d\\n]{0,15}(?:${WORD})`, 'iu');
const NEAR = 40;

/**
 * Hides СНИЛС numbers in a text that leaves the house, but for the last 3 digits (domain, §3: never in a letter, a subject, a ticket).
 * Groups with dashes are one by their form, and so is whatever follows the word itself. Other spellings are one when the check number
 * is right or the word stands near, unless they begin as a Russian telephone number does, with 7 or 8. `star` takes the place of a
 * digit, for file names that may hold no «*».
 */
export function withoutSnils(text: string, star = '*'): string {
  return text.replace(NUMBER, (number: string, at: number) => {
    const digits = number.replace(/\D/g, '');
    const before = text.slice(Math.max(0, at - NEAR), at);
    const isNear = WORD_BEFORE.test(before) || WORD_AFTER.test(text.slice(at + number.length).slice(0, NEAR));
    const isOne = DASHED.test(number) || RIGHT_AFTER_WORD.test(before) || (!/^[78]/.test(digits) && (isNear || isSnils(digits)));
    return isOne ? `***-***-**${digits.slice(8, 9)} ${digits.slice(9)}`.replaceAll('*', star) : number;
  });
}
