// Cases made by the database itself: invented people and bodies in the mixture of a desk that has worked for some time.

const SURNAMES = 'Иванов Петров Сидоров Смирнов Кузнецов Попов Васильев Соколов Михайлов Новиков Фёдоров Морозов Волков Алексеев Лебедев Семёнов Егоров Павлов Козлов Степанов Николаев Орлов Андреев Макаров Никитин Захаров Зайцев Соловьёв Борисов Яковлев Григорьев Романов Воробьёв Сергеев Кузьмин Фролов Александров Дмитриев Королёв Гусев Киселёв Ильин Максимов Поляков Сорокин Виноградов Ковалёв Белов Медведев Антонов Тарасов Жуков Баранов Филиппов Комаров Давыдов Беляев Герасимов Богданов Осипов Сидоренко Матвеев Титов Марков Миронов Крылов Куликов Карпов Власов Мельников Денисов Гаврилов Тихонов Казаков Афанасьев Данилов Савельев Тимофеев Фомин Чернов Абрамов Мартынов Ефимов Федотов Щербаков Назаров Калинин Исаев Чернышёв Быков Маслов Родионов Коновалов Лазарев Воронин Климов Филатов Пономарёв Голубев Кудрявцев Прохоров Наумов Потапов Журавлёв Овчинников Трофимов Леонов Соболев Ермаков Колесников Гончаров Емельянов Никифоров Грачёв Котов Гришин Ефремов Архипов Громов Кириллов Малышев Панов Моисеев Румянцев Акимов Кондратьев Бирюков Горбунов Анисимов Ерёмин Тихомиров Галкин Лукьянов Михеев Скворцов Юдин Белоусов Нестеров Симонов Прокофьев Харитонов Князев Цветков Левин Митрофанов Воронов Аксёнов Софронов Мальцев Логинов Горшков Савин Краснов Майоров Демидов Елисеев Рыбаков Сафонов Плотников Демин Хохлов Фадеев Молчанов Игнатов Литвинов Ершов Ушаков Дементьев Рябов Мухин Калашников Леонтьев Лобанов Кузин Корнеев Евдокимов Бородин Платонов Некрасов Балашов Бобров Жданов Блинов Игнатьев Коротков Муравьёв Крюков Беляков Богомолов Дроздов Лавров Зуев Петухов Ларин Никулин Серов Терентьев Зотов Устинов Фокин Самойлов Константинов Сахаров Шишкин Самсонов Черкасов Чистяков Носов Спиридонов Карасёв Авдеев Воронцов Зверев Владимиров Селезнёв Нечаев Кудряшов Седов Фирсов Андрианов Панфилов Головин Терехов Ульянов Шестаков Агеев Никонов Селиванов Баженов Гордеев Кожевников Пахомов Зимин Костин Широков Филимонов Ларионов Овсянников Сазонов Суворов Нефёдов Корнилов Любимов Львов Горбачёв Копылов Лукин Токарев Кулешов Шилов Большаков Панкратов Родин Шаповалов Покровский Бочаров Никольский Маркин Горелов Агафонов Березин Ермолаев Зубков Куприянов Трифонов Масленников Круглов Третьяков Колосов Рожков Артамонов Шмелёв Лаптев Лапшин Федосеев Зиновьев Зорин Уткин Столяров Зубов Ткачёв Дорофеев Антипов Завьялов Свиридов Золотарёв Кулаков Мещеряков Макеев Дьяконов Гуляев Петровский Бондарев Поздняков Панин Кочетков Суханов Рыжов Старостин Калмыков Колесов Золотов Кравцов Субботин Шубин Щукин Лосев Винокуров Лапин Парфёнов Исаков Голованов Коровин Ростов Крючков'.split(' ');
const NAMES = 'Мария Анна Елена Ольга Наталья Татьяна Ирина Светлана Екатерина Юлия Марина Людмила Галина Надежда Алёна Дарья Ксения Полина Вера Любовь'.split(' ');
const PATRONYMICS = 'Петровна Ивановна Сергеевна Александровна Владимировна Николаевна Андреевна Алексеевна Викторовна Юрьевна Дмитриевна Михайловна Фёдоровна Евгеньевна'.split(' ');
const BODIES = ['больница', 'школа', 'поликлиника', 'детский сад', 'библиотека', 'колледж', 'музей', 'центр занятости', 'дом культуры', 'лицей'];
const TROUBLES = ['Окно показало ошибку при загрузке', 'Не удаётся войти с новым сертификатом', 'Пользователь заблокирован после отпуска', 'Сертификат загрузился без владельца', 'Пропала роль согласующего', null, null];

/** Weights of statuses: most of what a desk has seen has ended. */
const STATUSES = [['closed', 55], ['resolved', 20], ['sent', 9], ['self-help', 6], ['awaiting-signed-letter', 4], ['awaiting-applicant', 2], ['cancelled', 2], ['awaiting-operator', 1], ['queued', 0.5], ['delivery-problem', 0.5]];
const CATEGORIES = [['user-missing', 'letter-email', 26], ['user-missing', 'letter-edms', 14], ['already-loaded', 'self-help', 16], ['needs-triage', 'operator', 14], ['self-service', 'self-help', 10], ['user-blocked', 'service-desk', 8], ['import-error', 'service-desk', 6], ['no-colleague', 'service-desk', 3], ['duplicate-user', 'service-desk', 2], ['owner-mismatch', 'operator', 1]];

/** Operators of the bench; the first one looks. */
export const OPERATORS = Array.from({ length: 12 }, (_, index) => `00000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`);

const text = (list) => `ARRAY[${list.map((value) => (value === null ? 'NULL' : `'${value}'`)).join(',')}]::text[]`;
/** An array in which each value stands as often as it weighs. */
const weighted = (rows) => rows.flatMap((row) => Array.from({ length: Math.max(1, Math.round(row.at(-1))) }, () => row.slice(0, -1).join('|')));
const pick = (array, salt) => `(${array})[1 + abs(hashint8(i * 7919 + ${salt})::bigint) % array_length(${array}, 1)]`;

/**
 * Plants `count` cases more; triggers are off meanwhile, and what they would have written is written set by set with the same functions.
 * @param {import('pg').Client} client
 * @param {number} count
 */
export async function generate(client, count) {
  const [{ first }] = (await client.query('SELECT count(*)::int AS first FROM cases')).rows;
  await client.query('ALTER TABLE cases DISABLE TRIGGER USER');
  for (let from = first; from < first + count; from += 20_000) {
    const to = Math.min(from + 20_000, first + count);
    await client.query(insertCases(from + 1, to, first + count));
    await client.query(
      'SELECT worklist_rows(ids), worklist_refresh_search(ids) FROM (SELECT array_agg(id) AS ids FROM cases WHERE number BETWEEN $1 AND $2) made',
      [number(from + 1), number(to)],
    );
  }
  await client.query('INSERT INTO case_status_changes (case_id, at, status) SELECT id, created_at, status FROM cases c WHERE NOT EXISTS (SELECT 1 FROM case_status_changes s WHERE s.case_id = c.id)');
  await client.query('TRUNCATE case_count_deltas');
  await client.query('INSERT INTO case_count_deltas (status, assignee_id, delta) SELECT status, assignee_id, count(*) FROM cases GROUP BY 1, 2');
  await client.query('SELECT overview_recount()');
  await client.query('ALTER TABLE cases ENABLE TRIGGER USER');
  await client.query('VACUUM ANALYZE cases, worklist, case_search, search_words, case_count_deltas, case_status_changes, overview_sums');
}

/** Numbers of one width, so that they sort. */
function number(index) {
  return `2025-${String(index).padStart(7, '0')}`;
}

function insertCases(from, to, total) {
  const statuses = text(weighted(STATUSES));
  const categories = text(weighted(CATEGORIES));
  return `
    INSERT INTO cases (id, number, status, source, category, route, verdict, request, certificate, thumbprint, created_at, updated_at, version, assignee_id, due_at, warn_at, first_answer_at, resolved_at)
    SELECT md5('case' || i)::uuid, '2025-' || lpad(i::text, 7, '0'), status, 'portal', split_part(sorting, '|', 1), split_part(sorting, '|', 2),
      jsonb_build_object('decided', true, 'ruleId', 'R7', 'ruleVersion', 1, 'category', split_part(sorting, '|', 1), 'route', split_part(sorting, '|', 2), 'reason', 'reasons.R7', 'nextSteps', '[]'::jsonb),
      jsonb_build_object('importResult', NULL, 'facts', jsonb_build_object('userBlocked', 'no'),
        'organization', jsonb_build_object('inn', inn, 'name', body, 'shortName', NULL),
        'contact', jsonb_build_object('fullName', surname || ' ' || given, 'phone', '+7 3452 00-00-00', 'email', 'user' || i || '@example.ru'),
        'newUser', NULL, 'description', trouble),
      jsonb_build_object('n', i, 'subject', jsonb_build_object('commonName', surname || ' ' || given, 'surname', surname, 'givenName', given, 'organization', body, 'innLegal', inn),
        'serialNumber', upper(md5('serial' || i)), 'notAfter', to_char(created + interval '450 days', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'warnings', '[]'::jsonb),
      upper(md5('print' || i) || substr(md5('rest' || i), 1, 8)), created, created, 1,
      CASE WHEN status IN ('closed', 'resolved') OR i % 3 = 0 THEN ${pick(text(OPERATORS), 5)}::uuid END,
      CASE WHEN status IN ('awaiting-operator', 'delivery-problem', 'queued') THEN now() + ((i % 40) - 4) * interval '1 hour' END, NULL,
      CASE WHEN status IN ('closed', 'resolved', 'sent') THEN created + (1 + i % 997) * interval '1 minute' END,
      CASE WHEN status IN ('closed', 'resolved') THEN created + (60 + i % 4999) * interval '1 minute' END
    FROM (
      SELECT i, ${pick(statuses, 1)} AS status, ${pick(categories, 2)} AS sorting,
        ${pick(text(SURNAMES), 3)} || CASE WHEN i % 11 = 0 THEN '-' || ${pick(text(SURNAMES), 9)} ELSE '' END || 'а' AS surname,
        ${pick(text(NAMES), 4)} || ' ' || ${pick(text(PATRONYMICS), 6)} AS given,
        'ГБУ ТО «' || ${pick(text(BODIES), 7)} || ' № ' || (1 + i % 400) || '»' AS body,
        '7299' || lpad((1 + i % 4000)::text, 6, '0') AS inn, ${pick(text(TROUBLES), 8)} AS trouble,
        now() - make_interval(secs => (${total} - i) * 60.0) AS created
      FROM generate_series(${from}::bigint, ${to}::bigint) AS i
    ) made`;
}
