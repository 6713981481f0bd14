import { foldHeader } from '../../columns/header-name.js';
import type { ColumnVocabulary } from '../../columns/proposed-mapping.js';
import type { ImportField } from './import-fields.js';

/** Spellings of headers, the first that fits counts; they meet names in small letters with single spaces and `е` for `ё`. */
const NAMES: readonly [RegExp, ImportField][] = [
  [/отпечат|thumb ?print|fingerprint|sha-?1/, 'thumbprint'],
  [/снилс|страх\S* (номер|№)|snils/, 'snils'],
  [/(дата|срок)\D*(оконч|истеч|действ)|действ\S* (до|по)|серт\S* (до|по)(?![а-яa-z])|истекает|(оконч|истеч)\S* (срок|действ|серт)|not ?after|valid ?to|expir|end date/, 'certificateNotAfter'],
  [/^фио(?![а-яa-z])|фамилия,? ?(и\.?о|имя)|полное имя|^ф\.? ?и\.? ?о|full ?name|display ?name/, 'fullName'],
  [/логин|login|уч\S* (имя|запись|записи)|имя (входа|учетн)|для входа|user ?name|^account|^уз$|идентификатор польз|код польз|user ?id|^id$/, 'login'],
  [/фамилия|^фам(?![а-яa-z])|sur ?name|last ?name|family ?name/, 'surname'],
  [/отчество|^отч(?![а-яa-z])|patronymic|middle ?name|second ?name/, 'patronymic'],
  [/^имя$|^имя (сотр|физ)|given ?name|first ?name/, 'givenName'],
  [/инн.*(физ|польз|сотр|фл(?![а-яa-z])|личн|владел)|^иннфл|person.?inn/, 'inn'],
  [/инн.*(орг|юр|юл(?![а-яa-z])|учрежд|заказч|предпр|компан|клиент)|^иннюл|(орг|учрежд|заказч).*инн|org\S*.?inn/, 'organizationInn'],
  [/e-?mail|эл\S* ?почт|электронн\S* (адрес|почт)|^почта|мейл|имейл|адрес эл/, 'email'],
  [/тел(ефон|\.|$)|phone|моб\S* (номер|тел)|контактн\S* (номер|тел)/, 'phone'],
  [/должност|position|^пост$|^post$|job ?title|^title$/, 'position'],
  [/заблок|блокиров|block|отключ|disabled|закрыт|locked|статус|состояни|status|^state$/, 'blocked'],
  [/актив|действ(ует|ующ)|включен|enabled|active|работает/, 'active'],
  [/организац|^орг(?![а-яa-z])|^org(?![a-z])|учреждени|заказчик|наименование|предприят|компани|место работы|юр\S* лиц|клиент|organi[sz]ation|company|employer/, 'organizationName'],
  [/^фио|пользовател|сотрудник|субъект|владелец|^имя|employee|person|^name$|^user$/, 'fullName'],
  [/^инн(?![а-яa-z])|^inn(?![а-яa-z])/, 'organizationInn'],
];

/** What a header's name promises, `null` when it says nothing. */
export function fieldByName(header: string): ImportField | null {
  const name = foldHeader(header);
  return NAMES.find(([spelling]) => spelling.test(name))?.[1] ?? null;
}

/** How columns of an export are recognised. «Пользователь» may hold logins, «ИНН» numbers of either length; a login may look like an e-mail, a phone like a СНИЛС. */
export const IMPORT_COLUMNS: ColumnVocabulary<ImportField> = {
  byName: fieldByName,
  sure: { thumbprint: 'thumbprint', email: 'email', snils: 'snils', 'person-inn': 'inn', 'legal-inn': 'organizationInn' },
  byContent: { phone: 'phone', 'full-name': 'fullName' },
  needs: { certificateNotAfter: ['date'], email: ['email'], thumbprint: ['thumbprint'] },
  keepsName: (named, content) => named === 'login' || (named === 'phone' && content === 'snils'),
  instead: (named, content) => (named === 'fullName' && content === 'word' ? 'login' : null),
  many: ['thumbprint'],
};
