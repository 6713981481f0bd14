import { GIVEN_NAMES } from './given-names.js';

/** A person's name as it is compared: small letters, `ё` as `е`, hyphens as spaces. What is not there is empty. */
export interface FoldedName {
  /** «петрова иванова» for a double one. */
  surname: string;
  /** One letter when only an initial is known. */
  given: string;
  patronymic: string;
  /** First letters of given name and patronymic: «мп»; «м» without a patronymic. */
  initials: string;
  /** All words in alphabetical order: the same however the parts were ordered. */
  key: string;
}

/** Latin letters and figures that look like Cyrillic letters. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  a: 'а', b: 'в', c: 'с', e: 'е', h: 'н', k: 'к', m: 'м', o: 'о', p: 'р', t: 'т', x: 'х', y: 'у', '0': 'о', '3': 'з',
};
const PATRONYMIC = /(?:вич|вна|ична|инична)$/;
/** «сын», «дочь», written as words of their own; they come and go between two records of one person. */
const TURKIC = /^(?:оглы|оглу|кызы|кизи|гызы|уулу|улы|угли)$/;

/**
 * Folds a full name, as import and matching both must do it: «ИВАНОВА-Пeтрова Алёна И.» (with a Latin e) →
 * surname «иванова петрова», given «алена», patronymic «и». Understands «Имя Отчество Фамилия», «Имя Фамилия», initials
 * before or after, and double surnames without their hyphen; when in doubt the first word is the surname.
 */
export function foldName(fullName: string): FoldedName {
  const tokens = tokensOf(fullName);
  const { surname, given, patronymic } = partsOf(tokens);
  const key = tokens.flatMap((token) => token.split(' ')).sort().join(' ');
  return { surname, given, patronymic, initials: given.slice(0, 1) + patronymic.slice(0, 1), key };
}

/** A text of letters that is compared, not shown: small, `ё` as `е`, Latin look-alikes among Cyrillic letters as these, dashes as hyphens. */
export function foldLetters(text: string): string {
  const small = text.normalize('NFKC').toLowerCase().replace(/ё/g, 'е').replace(/[\u2010-\u2015\u2212\u00ad_]/g, '-');
  const cyrillic = /[а-я]/.test(small);
  return small.replace(/[\p{L}\d]+/gu, (word) => {
    const mixed = /[а-я]/.test(word);
    const onlyLookAlikes = cyrillic && [...word].every((char) => char in LOOK_ALIKES) && /[a-z]/.test(word);
    return mixed || onlyLookAlikes ? word.replace(/[a-z03]/g, (char) => LOOK_ALIKES[char] ?? char) : word;
  });
}

/** Words of a name; the words of one hyphened token stay together. */
function tokensOf(fullName: string): string[] {
  return foldLetters(fullName)
    .replace(/['’`ʼ"«»]/g, '')
    .replace(/\s*-\s*/g, '-')
    .split(/[^\p{L}-]+/u)
    .map((token) => token.split('-').filter((word) => word !== '' && !TURKIC.test(word)).join(' '))
    .filter(Boolean);
}

function partsOf(tokens: string[]): Pick<FoldedName, 'surname' | 'given' | 'patronymic'> {
  const initials = tokens.filter((token) => token.length === 1);
  if (initials.length > 0 && initials.length < tokens.length) {
    const [surname = '', given, ...more] = tokens.filter((token) => token.length > 1);
    const rest = [given, ...more, ...initials].filter((word) => word !== undefined);
    return { surname, given: rest[0] ?? '', patronymic: rest.slice(1).join(' ') };
  }
  const at = surnameAt(tokens);
  const rest = [...tokens.slice(0, at.from), ...tokens.slice(at.to)];
  const [first = '', second = ''] = rest;
  const turned = PATRONYMIC.test(first) && GIVEN_NAMES.has(second);
  const [given, patronymic] = turned ? [second, first] : [first, rest.slice(1).join(' ')];
  return { surname: tokens.slice(at.from, at.to).join(' '), given, patronymic };
}

/** Which tokens are the surname. */
function surnameAt(tokens: string[]): { from: number; to: number } {
  const [first = '', second = '', third = ''] = tokens;
  const last = tokens.length - 1;
  if (tokens.length >= 4 && PATRONYMIC.test(tokens[last] ?? '')) return { from: 0, to: last - 1 };
  const givenFirst = GIVEN_NAMES.has(first);
  if (tokens.length === 2 && givenFirst && !GIVEN_NAMES.has(second)) return { from: 1, to: 2 };
  if (tokens.length === 3 && PATRONYMIC.test(second) && !PATRONYMIC.test(third) && (givenFirst || !GIVEN_NAMES.has(third))) return { from: 2, to: 3 };
  return { from: 0, to: Math.min(1, tokens.length) };
}
