// A directory of invented people and certificates that look for them: each with the accounts that are truly its owner's.
// The same seed gives the same set. Knows nothing of how the service folds or matches.

const MALE = 'Александр Алексей Анатолий Андрей Антон Артём Борис Вадим Валерий Василий Виктор Виталий Владимир Вячеслав Геннадий Георгий Григорий Даниил Денис Дмитрий Евгений Егор Иван Игорь Илья Кирилл Константин Леонид Максим Михаил Никита Николай Олег Павел Пётр Роман Сергей Степан Фёдор Юрий'.split(' ');
const FEMALE = 'Александра Алёна Алина Алла Анастасия Анна Антонина Валентина Валерия Варвара Вера Вероника Виктория Галина Дарья Диана Евгения Екатерина Елена Елизавета Жанна Зинаида Зоя Инна Ирина Кристина Ксения Лариса Лидия Любовь Людмила Маргарита Марина Мария Надежда Наталья Нина Оксана Ольга Полина Раиса Светлана София Тамара Татьяна Юлия Яна'.split(' ');
const FATHERS = { Александр: 'Александрович', Алексей: 'Алексеевич', Анатолий: 'Анатольевич', Андрей: 'Андреевич', Антон: 'Антонович', Борис: 'Борисович', Вадим: 'Вадимович', Валерий: 'Валерьевич', Василий: 'Васильевич', Виктор: 'Викторович', Виталий: 'Витальевич', Владимир: 'Владимирович', Вячеслав: 'Вячеславович', Геннадий: 'Геннадьевич', Георгий: 'Георгиевич', Григорий: 'Григорьевич', Дмитрий: 'Дмитриевич', Евгений: 'Евгеньевич', Егор: 'Егорович', Иван: 'Иванович', Игорь: 'Игоревич', Леонид: 'Леонидович', Михаил: 'Михайлович', Николай: 'Николаевич', Олег: 'Олегович', Павел: 'Павлович', Пётр: 'Петрович', Роман: 'Романович', Семён: 'Семёнович', Сергей: 'Сергеевич', Степан: 'Степанович', Фёдор: 'Фёдорович', Юрий: 'Юрьевич' };
const PATRONYMICS = Object.values(FATHERS);
const STEMS = 'Абрам Авдее Агапо Аксён Алёш Андрее Анисим Артемье Афанась Бажен Балаш Баран Белоус Березин Бобр Богдан Бондар Борис Брагин Буров Быстр Василь Ведерник Веселов Вишняк Волк Воробь Гаврил Герасим Глеб Голуб Горбун Горшк Громов Гусь Давыд Данил Дементь Денис Дороф Дружин Дьячк Егор Елис Емель Ермак Ерофе Ершов Жданов Жук Журавл Завьял Зайц Захар Звягин Зимин Зотов Зуев Зыков Иван Игнать Ильин Исаев Казак Калашник Калинин Карпов Кирилл Киселёв Климов Князев Ковал Козл Колесник Комар Кондрать Коновал Копыл Корол Косте Кошел Крыл Кудряв Кузнец Кулик Лаврент Лазар Лапт Ларион Лебед Левш Леонт Лобан Логин Лукин Лыткин Макар Максим Мартын Маслов Матвее Медвед Мельник Меркул Миронов Мирон Михайл Моисее Молчан Мороз Мухин Наум Некрас Нефёд Никит Нов Носк Овчин Одинц Орех Орл Осип Остап Павл Панкрат Панфил Пахом Пестер Петр Плотник Пономар Поп Потап Прокоп Прохор Пугач Рогач Родион Рожк Рыбак Рябинин Савель Садовник Самойл Сафрон Сапожник Седых Селезн Семён Серебряк Сидор Симон Сит Скворц Смирн Собол Соколов Солдат Сороч Степан Стрелк Субботин Сухан Тарас Терент Тимофе Тит Тихон Токар Третьяк Трофим Туман Уваров Устин Фадее Федос Филат Филипп Фирс Фом Фрол Харит Хомяк Цвет Чебот Черн Чист Шадрин Шапошник Шаров Швец Шест Шило Ширя Шубин Щеглов Щерб Щукин Юдин Юсуп Якуш Яхонт'.split(' ');
const TAILS = ['ов', 'ин', 'евский', 'ников', 'анов', 'ушкин', 'онов', 'ёнков', 'ичев', 'ашев', 'ыгин', 'арин', 'ельев', 'истов', 'урин', 'елев', 'омцев', 'авин', 'иков', 'уев'];
/** Four and a half thousand surnames of men; the first are the most common. */
const SURNAMES = [...new Set(TAILS.flatMap((tail) => STEMS.map((stem) => (/(ов|ин|ев|ёв|ых)$/.test(stem) ? (tail === 'ов' ? stem : `${stem.replace(/(ов|ин|ев|ёв|ых)$/, '')}${tail}`) : `${stem}${tail}`))))];
const LATIN = { а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ё: 'e', ж: 'zh', з: 'z', и: 'i', й: 'i', к: 'k', л: 'l', м: 'm', н: 'n', о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'kh', ц: 'ts', ч: 'ch', ш: 'sh', щ: 'shch', ъ: 'ie', ы: 'y', ь: '', э: 'e', ю: 'iu', я: 'ia' };
const LOOK_ALIKES = { А: 'A', В: 'B', Е: 'E', К: 'K', М: 'M', Н: 'H', О: 'O', Р: 'P', С: 'C', Т: 'T', Х: 'X', а: 'a', е: 'e', о: 'o', р: 'p', с: 'c', у: 'y', х: 'x' };
const LETTERS = 'абвгдежзийклмнопрстуфхцчшщъыьэюя';

/**
 * @typedef {{key: string, login: string, fullName: string, snils: string | null, inn: string | null, organizationInn: string | null, organizationName: string | null, email: string | null, blocked: boolean, thumbprints: string[]}} Account
 * @typedef {{kind: string, noise: string, own: {login: string, shares: string[]}[], person: {snils: string | null, thumbprint: string, fullName: string, inn: string | null, organizationInn: string | null, organizationName: string | null, emails: string[]}}} Query
 *   `own`: his accounts; `shares`: what one has in common with the certificate besides a like name
 */

/** @param {number} seed @returns {() => number} mulberry32: 0 ≤ x < 1 */
function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * @param {number} seed
 * @param {number} count of queries
 * @returns {{accounts: Account[], queries: Query[]}}
 */
export function labelledSet(seed, count) {
  const random = randomOf(seed);
  const chance = (share) => random() < share;
  const pick = (list) => list[Math.floor(random() * list.length)];
  const digits = (length) => Array.from({ length }, () => Math.floor(random() * 10)).join('');
  const accounts = [];
  const queries = [];
  let serial = 0;

  const organization = () => {
    const number = Math.floor(random() * 30_000);
    return { organizationInn: `7299${String(number).padStart(6, '0')}`, organizationName: `МАОУ «Школа № ${number}»`, box: `school${number}@example.ru` };
  };
  /** Common surnames are common: a power law. */
  const surname = (woman) => ofSex(SURNAMES[Math.floor(SURNAMES.length * random() ** 2)], woman);
  const person = () => {
    const woman = chance(0.7);
    const parts = { surname: chance(0.03) ? `${surname(woman)}-${surname(woman)}` : surname(woman), given: pick(woman ? FEMALE : MALE), patronymic: patronymicOf(pick(PATRONYMICS), woman) };
    return { ...parts, woman, snils: snilsOf(`2${String((serial += 1)).padStart(8, '0')}`), inn: digits(12), thumbprint: Array.from({ length: 40 }, () => '0123456789ABCDEF'[Math.floor(random() * 16)]).join(''), ...organization(), own: '' };
  };
  const ownBox = (someone) => `${latin(someone.surname.toLowerCase())}.${latin(someone.given.toLowerCase()).slice(0, 2)}${Math.floor(random() * 900)}@example.ru`;
  const whole = ({ surname: family, given, patronymic }) => `${family} ${given} ${patronymic}`;
  const known = (value, share) => (chance(share) ? value : null);

  /** An account of somebody, as an export has it. */
  const account = (someone, change = {}) => {
    const login = `u${accounts.length}`;
    const row = {
      key: `login:${login}`, login, fullName: whole(someone), snils: known(someone.snils, 0.7), inn: known(someone.inn, 0.25), organizationInn: known(someone.organizationInn, 0.97),
      organizationName: someone.organizationName, email: chance(0.5) ? someone.email : known(someone.box, 0.3), blocked: chance(0.08), thumbprints: [], ...change,
    };
    accounts.push(row);
    return row;
  };
  const query = (kind, noise, someone, own, change = {}) => {
    const sought = {
      snils: known(someone.snils, 0.93), thumbprint: someone.thumbprint, fullName: whole(someone), inn: known(someone.inn, 0.7), organizationInn: known(someone.organizationInn, 0.85),
      organizationName: someone.organizationName, emails: chance(0.7) ? [someone.email] : chance(0.3) ? [someone.box] : [], ...change,
    };
    const common = (row) => [
      row.snils && sought.snils === row.snils && 'snils', row.inn && sought.inn === row.inn && 'inn', row.thumbprints.includes(sought.thumbprint) && 'thumbprint',
      row.email && row.email !== someone.box && sought.emails.includes(row.email) && 'email', row.organizationInn && row.organizationInn === sought.organizationInn && 'organization',
    ].filter(Boolean);
    queries.push({ kind, noise, own: own.map((row) => ({ login: row.login, shares: common(row) })), person: sought });
  };
  const newcomer = () => {
    const someone = person();
    return Object.assign(someone, { email: ownBox(someone) });
  };
  const noisy = (someone, noise) => noise(someone, { random, pick, chance });

  while (queries.length < count) {
    const someone = newcomer();
    const kind = pick(['one', 'one', 'one', 'one', 'duplicate', 'married', 'moved', 'nobody', 'namesake', 'relative', 'box', 'likeNames', 'rowsOfOthers']);
    const noise = pick(Object.keys(NOISES));
    const written = () => noisy(someone, NOISES[noise]);
    switch (kind) {
      case 'one':
        query(kind, noise, someone, [account(someone, { fullName: written(), ...(chance(0.1) && { thumbprints: [someone.thumbprint] }) })]);
        break;
      case 'duplicate':
        query(kind, noise, someone, [account(someone, { fullName: written() }), account(someone, { fullName: written() })]);
        break;
      case 'married': {
        const before = { ...someone, surname: surname(someone.woman) };
        query(kind, 'surname', someone, [account(before, { email: known(someone.email, 0.5) })]);
        break;
      }
      case 'moved': {
        const before = organization();
        query(kind, noise, someone, [account(someone, { fullName: written(), organizationInn: before.organizationInn, organizationName: before.organizationName })]);
        break;
      }
      case 'nobody':
        query(kind, 'none', someone, []);
        break;
      case 'namesake': {
        // Two of one name in one organisation bear a common name: elsewhere it occurs too.
        const other = { ...newcomer(), surname: someone.surname, given: someone.given, patronymic: someone.patronymic, organizationInn: someone.organizationInn, organizationName: someone.organizationName, box: someone.box };
        account(other);
        for (let elsewhere = 0; elsewhere < 1 + Math.floor(random() * 6); elsewhere += 1) account({ ...newcomer(), surname: someone.surname, given: someone.given, patronymic: someone.patronymic }, { organizationInn: organization().organizationInn });
        query(kind, 'none', someone, []);
        break;
      }
      case 'relative': {
        const woman = chance(0.5);
        const base = someone.surname.split('-').map((part) => manOf(part, someone.woman)).join('-');
        const given = pick((woman ? FEMALE : MALE).filter((name) => name !== someone.given));
        const relative = { ...newcomer(), surname: base.split('-').map((part) => ofSex(part, woman)).join('-'), given, patronymic: patronymicOf(manPatronymic(someone.patronymic), woman), organizationInn: someone.organizationInn, organizationName: someone.organizationName, box: someone.box };
        account({ ...relative, email: chance(0.3) ? someone.email : relative.email }, { fullName: noisy(relative, NOISES[noise]) });
        query(kind, noise, someone, []);
        break;
      }
      case 'box': {
        for (let colleague = 0; colleague < 1 + Math.floor(random() * 4); colleague += 1) account({ ...newcomer(), organizationInn: someone.organizationInn, organizationName: someone.organizationName }, { email: someone.box });
        query(kind, 'none', someone, [], { emails: [someone.box] });
        break;
      }
      case 'likeNames': {
        // A colleague with the same given names, who could be she before her marriage, and one box for both.
        const other = { ...newcomer(), given: someone.given, patronymic: someone.patronymic, woman: someone.woman, organizationInn: someone.organizationInn, organizationName: someone.organizationName };
        account({ ...other, surname: surname(someone.woman), email: other.email }, { email: chance(0.5) ? someone.box : other.email });
        query(kind, 'none', someone, [], { emails: [someone.box] });
        break;
      }
      default: {
        // Somebody of the organisation whose whole name is a slip or two away.
        const other = { ...newcomer(), surname: someone.surname, given: someone.given, patronymic: someone.patronymic, organizationInn: someone.organizationInn, organizationName: someone.organizationName };
        const like = noisy(other, NOISES.typos);
        // Two slips may undo each other; then it is the same name.
        if (like.replace(/ё/g, 'е') === whole(other).replace(/ё/g, 'е')) continue;
        account(other, { fullName: like });
        query(kind, 'typos', someone, []);
      }
    }
  }
  return { accounts, queries };
}

const letterAt = (word, random) => 1 + Math.floor(random() * (word.length - 1));
function slip(word, random) {
  const at = letterAt(word, random);
  const letter = LETTERS[Math.floor(random() * LETTERS.length)];
  const ways = [
    () => word.slice(0, at) + word.slice(at + 1),
    () => word.slice(0, at) + letter + word.slice(at),
    () => word.slice(0, at) + letter + word.slice(at + 1),
    () => (at + 1 < word.length ? word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2) : word.slice(0, at - 1) + word[at] + word[at - 1]),
  ];
  return ways[Math.floor(random() * ways.length)]();
}
/** A slip somewhere; never in the given name alone where that would be another name. */
function slipIn(parts, random) {
  const at = Math.floor(random() * 3);
  return parts.map((part, index) => (index === at && part.length > 4 ? slip(part, random) : part));
}

/** Ways of writing that leave the whole name as it is. */
const FAITHFUL = ['none', 'yo', 'case', 'hyphens', 'hyphenLost', 'swapped', 'lookAlikes'];

/**
 * Whether there is enough to know an account for sure: a number in common, the own mailbox with a name that is the same or
 * misspelt in the organisation, or the whole name in the organisation where nobody elsewhere bears it.
 * @param {Query} query
 * @param {string[]} shares
 * @param {boolean} rare
 */
export function isKnowable({ kind, noise }, shares, rare) {
  const faithful = kind === 'married' ? false : FAITHFUL.includes(noise);
  if (['snils', 'inn', 'thumbprint'].some((field) => shares.includes(field))) return true;
  if (shares.includes('email') && kind !== 'married') return faithful || (shares.includes('organization') && ['typo', 'typos'].includes(noise));
  return faithful && shares.includes('organization') && rare;
}

/** How an export may have written a name. */
const NOISES = {
  none: ({ surname, given, patronymic }) => `${surname} ${given} ${patronymic}`,
  yo: ({ surname, given, patronymic }) => `${surname} ${given} ${patronymic}`.replace(/ё/g, 'е').replace(/Ё/g, 'Е'),
  case: ({ surname, given, patronymic }) => `${surname.toUpperCase()} ${given.toLowerCase()}  ${patronymic} `,
  hyphens: ({ surname, given, patronymic }) => `${surname.replace('-', ' – ')} ${given} ${patronymic}`,
  hyphenLost: ({ surname, given, patronymic }) => `${surname.replace('-', ' ')} ${given} ${patronymic}`,
  halfSurname: ({ surname, given, patronymic }) => `${surname.split('-')[0]} ${given} ${patronymic}`,
  swapped: ({ surname, given, patronymic }) => `${given} ${patronymic} ${surname}`,
  initials: ({ surname, given, patronymic }, { chance }) => (chance(0.5) ? `${surname} ${given[0]}.${patronymic[0]}.` : `${given[0]}. ${patronymic[0]}. ${surname}`),
  noPatronymic: ({ surname, given }) => `${surname} ${given}`,
  lookAlikes: ({ surname, given, patronymic }, { random }) => [...`${surname} ${given} ${patronymic}`].map((letter) => (random() < 0.3 ? (LOOK_ALIKES[letter] ?? letter) : letter)).join(''),
  typo: ({ surname, given, patronymic }, { random }) => slipIn([surname, given, patronymic], random).join(' '),
  typos: ({ surname, given, patronymic }, { random }) => slipIn(slipIn([surname, given, patronymic], random), random).join(' '),
};

function ofSex(man, woman) {
  if (!woman) return man;
  return man.endsWith('ский') ? man.replace(/ий$/, 'ая') : /(ов|ев|ёв|ин)$/.test(man) ? `${man}а` : man;
}
function manOf(surname, woman) {
  if (!woman) return surname;
  return surname.endsWith('ская') ? surname.replace(/ая$/, 'ий') : surname.replace(/(ов|ев|ёв|ин)а$/, '$1');
}
const patronymicOf = (man, woman) => (woman ? man.replace(/ич$/, 'на') : man);
const manPatronymic = (patronymic) => patronymic.replace(/(ов|ев)на$/, '$1ич');
const latin = (word) => [...word].map((letter) => LATIN[letter] ?? letter).join('');
function snilsOf(nine) {
  const sum = [...nine].reduce((total, digit, index) => total + Number(digit) * (9 - index), 0) % 101;
  return nine + String(sum === 100 ? 0 : sum).padStart(2, '0');
}

/**
 * Fills an open version with other people, made by the server itself (no names leave JS but the lists).
 * @param {import('pg').Client} client
 * @param {number} version
 * @param {number} rows
 */
export async function fillDirectory(client, version, rows) {
  await client.query(
    `INSERT INTO directory_users_${version} (version_id, source_row, account_key, login, full_name, surname, initials, name_key, snils_hash, snils_tail, inn, organization_inn, organization_name, email, thumbprints)
     SELECT $1::integer, i, 'login:f' || i, 'f' || i, initcap_ru, worklist_fold(surname), worklist_fold(left(given, 1) || left(patronymic, 1)), (SELECT string_agg(w, ' ' ORDER BY w COLLATE "C") FROM unnest(string_to_array(worklist_fold(initcap_ru), ' ')) w),
       CASE WHEN h % 10 < 7 THEN sha256(convert_to('f' || i, 'UTF8')) END, CASE WHEN h % 10 < 7 THEN lpad((h % 1000)::text, 3, '0') END,
       CASE WHEN h % 4 = 0 THEN lpad(i::text, 12, '7') END, '7299' || lpad((h / 7 % 30000)::text, 6, '0'), 'МАОУ «Школа № ' || (h / 7 % 30000) || '»',
       CASE WHEN h % 3 = 0 THEN 'f' || i || '@example.ru' END, CASE WHEN h % 5 = 0 THEN ARRAY[upper(left(md5(i::text) || md5('x' || i), 40))] ELSE '{}' END
     FROM (
       SELECT i, h, woman, surname, given, patronymic, surname || ' ' || given || ' ' || patronymic AS initcap_ru
       FROM (
         SELECT i, h, woman,
           CASE WHEN woman AND s ~ '(ов|ев|ёв|ин)$' THEN s || 'а' ELSE s END AS surname,
           CASE WHEN woman THEN ($3::text[])[1 + h / 11 % array_length($3::text[], 1)] ELSE ($4::text[])[1 + h / 11 % array_length($4::text[], 1)] END AS given,
           CASE WHEN woman THEN regexp_replace(p, 'ич$', 'на') ELSE p END AS patronymic
         FROM (
           SELECT i, h, h % 10 < 7 AS woman,
             ($5::text[])[1 + floor(array_length($5::text[], 1) * power((h / 13 % 100000) / 100000.0, 2))::integer] AS s,
             ($6::text[])[1 + h / 17 % array_length($6::text[], 1)] AS p
           FROM (SELECT i, abs(hashint8extended(i, 72)) AS h FROM generate_series(1000000000, 999999999 + $2::bigint) i) a
         ) b
       ) c
     ) d`,
    [version, rows, FEMALE, MALE, SURNAMES, PATRONYMICS],
  );
}
