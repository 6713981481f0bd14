import type { Category, Route } from '../triage/verdict.js';

type Some<Value> = readonly [Value, ...Value[]];

/** Issuing centres that do not exist; one gives out most. */
export const ISSUERS: Some<string> = ['Придуманный удостоверяющий центр казначейства', 'Придуманный удостоверяющий центр казначейства', 'Придуманный удостоверяющий центр казначейства', 'УЦ «Небывалый»', 'УЦ «Выдуманный»'];

/** Decisions of operators over the rules. */
export const DECISIONS: Some<{ category: Category; route: Route; reason: string }> = [
  { category: 'duplicate-user', route: 'service-desk', reason: 'В справочнике две учётные записи этого человека.' },
  { category: 'user-missing', route: 'letter-email', reason: 'Учётной записи нет, проверили по справочнику.' },
  { category: 'user-blocked', route: 'service-desk', reason: 'Запись заблокирована после увольнения и нового приёма.' },
  { category: 'owner-mismatch', route: 'operator', reason: 'В системе другая фамилия, сертификат на новую.' },
];

/** Notes among operators. */
export const NOTES: Some<string> = ['Звонил, занято. Перезвоню после обеда.', 'Проверил справочник: записи с такой фамилией нет.', 'Похожее уже было на прошлой неделе.', 'Передал номер заявки разработчикам.'];

/** Questions to applicants. */
export const QUESTIONS: Some<string> = ['Пришлите, пожалуйста, снимок окна импорта целиком.', 'Уточните, под какой учётной записью вы загружали сертификат.', 'Была ли у вас учётная запись раньше, возможно, на другую фамилию?'];

/** What applicants write. */
export const REPLIES: Some<string> = ['Загружали вчера и сегодня, окно показывает одно и то же.', 'Сертификат новый, старый кончается на этой неделе.', 'Пробовали на двух компьютерах.', 'Раньше запись была на девичью фамилию.', 'Спасибо, попробуем ещё раз.'];

/** Answers of operators. */
export const ANSWERS: Some<string> = ['Учётная запись готова, войдите с новым сертификатом.', 'Запись разблокирована, попробуйте войти ещё раз.', 'Загрузите сертификат снова: ошибка на нашей стороне исправлена.', 'Сертификат загружен и привязан к вашей записи.'];
