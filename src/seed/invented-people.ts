import { isLegalInn, isOgrn, isPersonInn, isSnils } from '../certificates/check-digits.js';
import type { Chance } from './chance.js';

/** An organisation that does not exist: ИНН of office 7299, ОГРН of year 99. */
export interface InventedBody {
  name: string;
  inn: string;
  ogrn: string;
  address: string;
  headPosition: string;
  headName: string;
}

/** Somebody who does not exist. */
export interface InventedPerson {
  surname: string;
  givenName: string;
  fullName: string;
  title: string;
  email: string;
  phone: string;
  inn: string;
  snils: string;
}

const SURNAMES = 'Иванов Петров Сидоров Смирнов Кузнецов Попов Васильев Соколов Михайлов Новиков Фёдоров Морозов Волков Алексеев Лебедев Семёнов Егоров Павлов Козлов Степанов Николаев Орлов Андреев Макаров Никитин Захаров Зайцев Соловьёв Борисов Яковлев Григорьев Романов Воробьёв Сергеев Кузьмин Фролов Дмитриев Королёв Гусев Киселёв'.split(' ');
const FEMALE = 'Мария Анна Елена Ольга Наталья Татьяна Ирина Светлана Екатерина Юлия Марина Людмила'.split(' ');
const FEMALE_FATHERS = 'Петровна Ивановна Сергеевна Александровна Владимировна Николаевна Андреевна Викторовна'.split(' ');
const MALE = 'Иван Алексей Сергей Дмитрий Андрей Михаил'.split(' ');
const MALE_FATHERS = 'Петрович Иванович Сергеевич Александрович Николаевич Викторович'.split(' ');
const TITLES = 'Специалист по закупкам;Главный бухгалтер;Контрактный управляющий;Экономист;Начальник отдела закупок;Юрисконсульт'.split(';');
const BODIES = 'ГБУЗ ТО «Придуманная больница № {n}»|Главный врач;МАОУ «Небывалая школа № {n}»|Директор;МАДОУ «Выдуманный детский сад № {n}»|Заведующий;ГАПОУ ТО «Условный колледж № {n}»|Директор;МКУ «Вымышленное управление хозяйства № {n}»|Начальник;ГАУК ТО «Несуществующий музей № {n}»|Директор;ГБУ ТО «Образцовый центр услуг № {n}»|Руководитель'.split(';');
const LETTERS: Record<string, string> = { а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ё: 'e', ж: 'zh', з: 'z', и: 'i', й: 'y', к: 'k', л: 'l', м: 'm', н: 'n', о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'h', ц: 'ts', ч: 'ch', ш: 'sh', щ: 'sch', ъ: '', ы: 'y', ь: '', э: 'e', ю: 'yu', я: 'ya' };

/** Organisations, each with a number of its own. */
export function inventBodies(count: number, chance: Chance): InventedBody[] {
  return Array.from({ length: count }, (_, index) => {
    const [name = '', headPosition = ''] = (BODIES[index % BODIES.length] ?? '').split('|');
    return {
      name: name.replace('{n}', String(1 + Math.floor(index / BODIES.length) * 2 + (index % 2))),
      inn: checked('7299' + String(1001 + index).padStart(5, '0'), 1, isLegalInn),
      ogrn: checked('199720000' + String(101 + index), 1, isOgrn),
      address: `625000, г. Тюмень, ул. Придуманная, д. ${1 + index}`,
      headPosition,
      headName: fullName(chance, chance.isLucky(0.5)).join(' '),
    };
  });
}

/** A person; `index` makes his numbers his own. */
export function inventPerson(index: number, chance: Chance): InventedPerson {
  const [surname, name, father] = fullName(chance, chance.isLucky(0.8));
  return {
    surname,
    givenName: `${name} ${father}`,
    fullName: `${surname} ${name} ${father}`,
    title: TITLES[chance.whole(0, TITLES.length - 1)] ?? '',
    email: `${[...surname.toLowerCase()].map((letter) => LETTERS[letter] ?? letter).join('')}.${index}@example.ru`,
    phone: `+7 3452 00-${String(index % 100).padStart(2, '0')}-00`,
    inn: checked('7299' + String(100_000 + index), 2, isPersonInn),
    snils: checked('99' + String(1_000_000 + index), 2, isSnils),
  };
}

function fullName(chance: Chance, isFemale: boolean): [surname: string, name: string, father: string] {
  const any = (values: readonly string[]): string => values[chance.whole(0, values.length - 1)] ?? '';
  return isFemale ? [`${any(SURNAMES)}а`, any(FEMALE), any(FEMALE_FATHERS)] : [any(SURNAMES), any(MALE), any(MALE_FATHERS)];
}

/** Puts the check digits behind a number. */
function checked(body: string, digits: number, isRight: (number: string) => boolean): string {
  for (let tail = 0; tail < 10 ** digits; tail += 1) {
    const whole = body + String(tail).padStart(digits, '0');
    if (isRight(whole)) return whole;
  }
  throw new RangeError(`no check digit for ${body}`);
}
