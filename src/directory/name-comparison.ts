import { slips } from '../cases/worklist/worklist-search.js';
import type { FoldedName } from './folded-name.js';
import { GIVEN_NAMES } from './given-names.js';

/**
 * How two names stand to each other.
 * - `same`: word by word, in any order;
 * - `typo`: one or two slips of the finger apart;
 * - `partial`: nothing speaks against it, but one of them tells less (initials, no patronymic, one word of a double surname);
 * - `renamed`: given name and patronymic are the same, the surname is another;
 * - `differs`: other people.
 */
export type NameComparison = 'same' | 'typo' | 'partial' | 'renamed' | 'differs';

type PartComparison = 'same' | 'typo' | 'partial' | 'differs';
type Parts = readonly [surname: string, given: string, patronymic: string];

/** Slips in a whole name that are still taken for slips. */
const MOST_SLIPS = 2;
/** Places of the three parts, as somebody may have ordered them; the usual order first. */
const ORDERS = [[0, 1, 2], [1, 2, 0], [0, 2, 1], [1, 0, 2], [2, 0, 1], [2, 1, 0]] as const;
const BETTER: readonly NameComparison[] = ['same', 'typo', 'partial', 'renamed', 'differs'];

/** Compares two folded names, their parts swapped as needed. Symmetrical. */
export function compareNames(a: FoldedName, b: FoldedName): NameComparison {
  if (a.key === '' || b.key === '') return 'differs';
  if (a.key === b.key) return a.given.length > 1 && b.given.length > 1 ? 'same' : 'partial';
  const parts: Parts = [a.surname, a.given, a.patronymic];
  const others: Parts = [b.surname, b.given, b.patronymic];
  const usual = inOrder(parts, others);
  if (usual !== 'differs' || [...parts, ...others].some((part) => part.length < 2)) return usual;
  const found = ORDERS.map(([first, second, third]) => inOrder(parts, [others[first], others[second], others[third]]));
  return BETTER.find((comparison) => comparison !== 'renamed' && found.includes(comparison)) ?? 'differs';
}

/** Whether the name consists of surname, given name and patronymic, each written out: two words or initials say too little alone. */
export function isWhole({ surname, given, patronymic }: FoldedName): boolean {
  return surname.length > 1 && given.length > 1 && patronymic.length > 1;
}

function inOrder([surnameA, givenA, patronymicA]: Parts, [surnameB, givenB, patronymicB]: Parts): NameComparison {
  if (givenA === '' || givenB === '') return 'differs';
  const given = compareParts(givenA, givenB);
  if (given === 'differs') return 'differs';
  const patronymic = compareParts(patronymicA, patronymicB);
  if (patronymic === 'differs') return 'differs';
  const surname = compareParts(surnameA, surnameB);
  if (surname === 'differs') return given === 'same' && patronymic === 'same' && patronymicA !== '' ? 'renamed' : 'differs';
  const whole = slips(surnameA, surnameB) * Number(surname === 'typo') + slips(givenA, givenB) * Number(given === 'typo') + slips(patronymicA, patronymicB) * Number(patronymic === 'typo');
  if (whole > MOST_SLIPS) return 'differs';
  const all = [surname, given, patronymic];
  return all.includes('partial') ? 'partial' : all.includes('typo') ? 'typo' : 'same';
}

function compareParts(a: string, b: string): PartComparison {
  if (a === b) return 'same';
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (short.length <= 1) return long.startsWith(short) ? 'partial' : 'differs';
  if (long.split(' ').includes(short)) return 'partial';
  if (otherSex(a, b)) return 'differs';
  const [nameA, nameB] = [givenNameIn(a), givenNameIn(b)];
  if (nameA !== null && nameB !== null) return nameA === nameB ? 'typo' : 'differs';
  const allowed = short.length < 4 ? 0 : long.length < 8 ? 1 : MOST_SLIPS;
  return long.length - short.length <= allowed && slips(a, b) <= allowed ? 'typo' : 'differs';
}

/** Brother and sister: «Петрович» and «Петровна» are two letters apart. */
function otherSex(a: string, b: string): boolean {
  const sex = (word: string): string | null => (/(?:ич|оглы)$/.test(word) ? 'm' : /(?:вна|чна)$/.test(word) ? 'f' : null);
  const [sexA, sexB] = [sex(a), sex(b)];
  return sexA !== null && sexB !== null && sexA !== sexB;
}

/** The known given name that a word is or is made of («Егорович» → «егор»), its spellings as one («наталия» as «наталья»). */
function givenNameIn(word: string): string | null {
  const stem = /^(.+?)(?:ович|евич|овна|евна|инична|ична|ич)$/.exec(word)?.[1];
  const candidates = stem ? [stem, `${stem}й`, `${stem.replace(/ь$/, '')}ий`, `${stem}а`, `${stem}я`, `${stem}ь`] : [word];
  const name = candidates.find((candidate) => GIVEN_NAMES.has(candidate));
  return name === undefined ? null : name.replace(/[иь](?=[аеоуюя])/g, 'ь').replace(/^даниила?$|^данила$/, 'данил');
}
