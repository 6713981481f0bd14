import { foldLetters } from './folded-name.js';

/** Words that legal forms are shortened to, longest first: «муниципальное бюджетное общеобразовательное учреждение» → «мбоу». */
const FORMS: readonly [long: RegExp, short: string][] = [
  [/общество с ограниченной ответственностью/g, 'ооо'],
  [/индивидуальный предприниматель/g, 'ип'],
  [/средн\S+ общеобразовательн\S+ школ\S+/g, 'сош'],
  [/тюменской области/g, 'то'],
  [/государственн\S+/g, 'г'],
  [/муниципальн\S+/g, 'м'],
  [/бюджетн\S+/g, 'б'],
  [/автономн\S+/g, 'а'],
  [/казенн\S+/g, 'к'],
  [/дошкольн\S+/g, 'д'],
  [/общеобразовательн\S+|образовательн\S+/g, 'о'],
  [/здравоохранен\S+/g, 'з'],
  [/культуры/g, 'к'],
  [/учрежден\S+/g, 'у'],
  [/города?(?= )/g, 'г'],
];

/** How two names of organisations stand to each other: figures («школа № 5», «№ 6») have to be the same. */
export function compareOrganizationNames(a: string, b: string): 'same' | 'similar' | 'differs' {
  const [wordsA, wordsB] = [wordsOf(a), wordsOf(b)];
  if (wordsA.size === 0 || wordsB.size === 0) return 'differs';
  const figures = (words: Set<string>): string => [...words].filter((word) => /\d/.test(word)).sort().join();
  if (figures(wordsA) !== figures(wordsB)) return 'differs';
  const common = [...wordsA].filter((word) => wordsB.has(word)).length;
  const all = wordsA.size + wordsB.size - common;
  if (common === all) return common > 1 ? 'same' : 'similar';
  return common / all >= 0.6 ? 'similar' : 'differs';
}

function wordsOf(name: string): Set<string> {
  const letters = foldLetters(name.replace(/№/g, ' ')).replace(/[^\p{L}\d]+/gu, ' ');
  const short = FORMS.reduce((text, [long, form]) => text.replace(long, form), ` ${letters} `);
  // «м б о у» and «мбоу» are one word.
  const joined = short.replace(/(?<![\p{L}\d])\p{L}(?: \p{L}(?![\p{L}\d]))+/gu, (single) => single.replace(/ /g, ''));
  return new Set(joined.split(/[^\p{L}\d]+/u).filter(Boolean));
}
