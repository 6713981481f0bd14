import { wordsOf } from './search-words.js';

const MOST_WORDS = 6;
const LONGEST = 60;
const PATRONYMIC = /(?:ович|евич|ич|овн[аыеу]|евн[аыеу]|ичн[аыеу]|инич[нт]|оглы|кызы)[аеуомй]*$/;
const SURNAME = /(?:ов|ев|ин|ын)(?:а|у|ой|ым|ых|е)?$|(?:ск|цк)(?:ий|ая|ого|ому|ой|им|ую)$|(?:енко|ко|чук|юк|як|ян|дзе|швили|их|ых|ец|ман|берг|штейн)$/;
const FIRST_NAMES =
  /^(?:александр|алекс|андре|анн|антон|артем|борис|вадим|валенти|валери|васили|вер[аыеу]$|виктор|витали|владимир|вячеслав|галин|георги|григори|дарь|дени|дмитри|евгени|екатерин|елен|елизавет|иван|игор|ирин|кирилл|константин|ксени|лариса|ларис|лид|любов|людмил|максим|марин|мари[яиейю]$|михаил|надежд|натал|никит|никола|окса|ольг|павел|павл|петр|раис|роман|светлан|серге|софь|станислав|степан|тамар|татьян|фед[оь]р|юли|юри|яна|ярослав)/;

/**
 * What may be kept of a search that found nothing, for whoever writes guides; `null` when it might name somebody or something:
 * digits, addresses, capitals within a sentence, names by their endings. Rather too much is thrown away than too little.
 * `isKnown`: the word occurs in our guides, or is a synonym there, so that it is nobody's name.
 */
export function keepableQuery(typed: string, isKnown: (word: string) => boolean): string | null {
  if (typed.length > LONGEST || /[0-9@№/\\]/.test(typed)) return null;
  const words = wordsOf(typed);
  if (words.length === 0 || words.length > MOST_WORDS || words.join('').length < 3) return null;
  const strangers = words.filter((word) => !isKnown(word));
  const capitals = typed.trim().split(/\s+/).slice(1).filter((word) => /^\P{L}*\p{Lu}/u.test(word)).flatMap(wordsOf);
  if (capitals.some((word) => strangers.includes(word))) return null;
  if (strangers.some((word) => word.length === 1 || PATRONYMIC.test(word) || SURNAME.test(word) || FIRST_NAMES.test(word))) return null;
  return words.join(' ');
}
