import { COMMON_PASSWORDS } from './common-passwords.js';

/** Fewest characters of a password. */
const PASSWORD_MIN = 12;
/** Longest password that is hashed: enough for any sentence, too little to keep a processor busy. */
export const PASSWORD_MAX = 200;

/** Why a password is refused; names the sentence `fields.password.<code>`. */
export type PasswordFault = 'too-short' | 'too-long' | 'about-you' | 'common' | 'monotonous';

/**
 * Length counts, kinds of characters do not (NIST SP 800-63B): at least 12 characters, none of the commonest,
 * not the own e-mail or name, not one short piece over and over. `null` = good.
 */
export function passwordFault(password: string, owner: { email: string; fullName: string }): PasswordFault | null {
  const length = [...password].length;
  if (length < PASSWORD_MIN) return 'too-short';
  if (length > PASSWORD_MAX) return 'too-long';
  const plain = simplify(password);
  if (isAbout(plain, owner)) return 'about-you';
  if (COMMON_PASSWORDS.some((common) => plain === common || stripped(plain) === common)) return 'common';
  if (isRepetition(plain) || isRun(plain)) return 'monotonous';
  return null;
}

const simplify = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, '');

/** Without the digits and marks that people put around a word. */
const stripped = (plain: string): string => plain.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');

function isAbout(plain: string, { email, fullName }: { email: string; fullName: string }): boolean {
  const address = simplify(email);
  const words = [address, address.split('@')[0] ?? '', simplify(fullName), ...fullName.split(/\s+/).map(simplify)];
  return words.some((word) => word.length >= 4 && (plain === word || stripped(plain) === word || plain.replaceAll(word, '').length < 4));
}

/** «abcabcabcabc», «111111111111». */
function isRepetition(plain: string): boolean {
  return /^(.{1,4}?)\1+.{0,3}$/u.test(plain);
}

/** «123456789012», «abcdefghijkl»: each character follows the one before it. */
function isRun(plain: string): boolean {
  const codes = [...plain].map((char) => char.codePointAt(0) ?? 0);
  const steps = codes.slice(1).map((code, index) => code - (codes[index] ?? 0));
  return [1, -1].some((step) => steps.filter((each) => each === step).length >= steps.length - 1);
}
