const NO_BREAK_SPACE = '\u00a0';
/** Ends of a Slavic patronymic; only used to find which of the words is which, never to decline. */
const PATRONYMIC = /(?:вич|вна|ична|инична)$/iu;
/** Turkic «сын/дочь», written as a word of its own or after a hyphen; by custom it gives no initial. */
const TURKIC_PATRONYMIC = /^(?:оглы|оглу|кызы|кизи|гызы|уулу|улы|угли)$/iu;
/** «И.», «И.С.», «А.-М.» */
const ABBREVIATED = /^(?:\p{L}\.-?)+$/u;
/** «к.м.н.», «д.э.н.», «канд.»: letters of no name when the name itself is written out. */
const DEGREE = /^(?:\p{Ll}{1,5}\.-?)+$/u;
/** Lower-case words before a surname: «фон дер Лейен». */
const PARTICLE = /^(?:фон|дер|де|ди|да|дю|ван|аль|эль|ибн|бин|оф)$/u;

/**
 * «Петров Иван Сергеевич» → «И.С. Петров» with a no-break space: the form beside a signature (ГОСТ Р 7.0.97-2025).
 * Nothing is declined and the spelling is left as typed. Understands «оглы», two-word names, double surnames, names that
 * are already abbreviated and «Имя Отчество Фамилия»; when in doubt the first word is the surname.
 */
export function initialsAndSurname(fullName: string): string {
  const words = nameWords(fullName);
  const { surname, given } = splitName(words);
  const initials = given.map(initialsOf).join('');
  const family = surname.join(NO_BREAK_SPACE);
  return [initials, family].filter(Boolean).join(NO_BREAK_SPACE);
}

/** Words of the name, without lone dashes (an absent patronymic), degrees («к.м.н.») and «оглы», «кызы» behind the surname. */
function nameWords(fullName: string): string[] {
  const words = fullName
    .replace(/(?<=\p{L})\s*[-‐‑–]\s*(?=\p{L})/gu, '-')
    .split(/[\s,]+/u)
    .filter((word) => /\p{L}/u.test(word))
    .map((word, index) => (index === 0 ? word : word.replace(/-(?:оглы|оглу|кызы|кизи|гызы)$/iu, '')))
    .filter((word, index) => index === 0 || !TURKIC_PATRONYMIC.test(word));
  const named = words.filter((word) => !DEGREE.test(word));
  return named.filter((word) => !ABBREVIATED.test(word)).length > 1 ? named : words;
}

function splitName(words: string[]): { surname: string[]; given: string[] } {
  const abbreviated = words.filter((word) => ABBREVIATED.test(word));
  if (abbreviated.length > 0) return { surname: words.filter((word) => !ABBREVIATED.test(word)), given: abbreviated };
  const particles = words.findIndex((word) => !PARTICLE.test(word));
  const rest = words.slice(Math.max(particles, 0));
  const last = rest.length - 1;
  if (rest.length === 3 && PATRONYMIC.test(rest[1] ?? '') && !PATRONYMIC.test(rest[2] ?? '')) return { surname: rest.slice(2), given: rest.slice(0, 2) };
  const surnameEnd = last >= 3 && PATRONYMIC.test(rest[last] ?? '') ? last - 1 : 1;
  return { surname: [...words.slice(0, words.length - rest.length), ...rest.slice(0, surnameEnd)], given: rest.slice(surnameEnd) };
}

function initialsOf(word: string): string {
  if (ABBREVIATED.test(word)) return word.toUpperCase();
  return word
    .split('-')
    .filter(Boolean)
    .map((part) => `${[...part.replace(/^[^\p{L}]+/u, '')].slice(0, 1).join('').toUpperCase()}.`)
    .join('-');
}
