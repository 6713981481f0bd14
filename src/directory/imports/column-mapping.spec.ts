import { isBlocked } from './blocked-flag.js';
import { contentOf, isPersonData, maskSnils } from '../../columns/column-content.js';
import { headerFingerprint } from '../../columns/header-name.js';
import { proposeMapping } from '../../columns/proposed-mapping.js';
import { fieldByName, IMPORT_COLUMNS } from './column-names.js';
import { checkMapping } from './import-fields.js';

const PRINT = 'ab:cd:ef:01:23:45:67:89:ab:cd:ef:01:23:45:67:89:ab:cd:ef:01';

describe('what the columns of an export are', () => {
  it.each([
    ['ФИО', 'fullName'], ['Ф.И.О. пользователя', 'fullName'], ['Фамилия, имя, отчество', 'fullName'], ['Пользователь', 'fullName'], ['Полное имя', 'fullName'],
    ['Фамилия', 'surname'], ['Имя', 'givenName'], ['ОТЧЕСТВО', 'patronymic'],
    ['Логин', 'login'], ['Имя пользователя для входа', 'login'], ['Учётная запись', 'login'], ['USER_NAME', 'login'], ['userName', 'login'],
    ['СНИЛС', 'snils'], ['Страховой номер (СНИЛС)', 'snils'],
    ['ИНН физ. лица', 'inn'], ['ИНН пользователя', 'inn'], ['ИНН организации', 'organizationInn'], ['ИНН', 'organizationInn'], ['ИНН заказчика', 'organizationInn'], ['ИНН ЮЛ', 'organizationInn'],
    ['Организация', 'organizationName'], ['Наименование учреждения', 'organizationName'], ['Полное наименование заказчика', 'organizationName'],
    ['E-mail', 'email'], ['Эл. почта', 'email'], ['Адрес электронной почты', 'email'], ['Контактный телефон', 'phone'], ['Тел.', 'phone'], ['Должность', 'position'],
    ['Заблокирован', 'blocked'], ['Признак блокировки', 'blocked'], ['Статус', 'blocked'], ['Активен', 'active'], ['Действующий', 'active'],
    ['Отпечаток сертификата', 'thumbprint'], ['Thumbprint', 'thumbprint'], ['Сертификат действует до', 'certificateNotAfter'], ['Дата окончания сертификата', 'certificateNotAfter'], ['Срок действия', 'certificateNotAfter'],
    ['Сертификат до', 'certificateNotAfter'], ['Орг.', 'organizationName'], ['ORG_NAME', 'organizationName'], ['Отч.', 'patronymic'], ['Уч. запись', 'login'], ['POST', 'position'], ['CERT_END_DATE', 'certificateNotAfter'], ['Страх. №', 'snils'],
    ['Примечание', null], ['№ п/п', null], ['', null],
  ] as const)('«%s» is %s', (name, field) => {
    expect(fieldByName(name)).toBe(field);
  });

  it('is told by check digits and form where the name says nothing', () => {
    const rows = [
      ['112-233-445 95', '729900000107', '7299000007', 'ivanova@example.ru', '+7 (3452) 00-00-00', PRINT, 'Иванова Мария Петровна', 'да'],
      ['11223344595', '729900000107', '7299000007', 'kim@example.ru', '83452000000', PRINT.toUpperCase().replaceAll(':', ''), 'Ким Олег', 'нет'],
    ];
    expect(proposeMapping(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'], rows, IMPORT_COLUMNS)).toEqual(['snils', 'inn', 'organizationInn', 'email', 'phone', 'thumbprint', 'fullName', null]);
  });

  it('is told by content where the name means several things', () => {
    expect(proposeMapping(['ИНН', 'Пользователь', 'Дата окончания'], [['729900000107', 'ivanova_mp', 'до отмены']], IMPORT_COLUMNS)).toEqual(['inn', 'login', null]);
    expect(proposeMapping(['Логин', 'Почта'], [['ivanova@example.ru', 'ivanova@example.ru']], IMPORT_COLUMNS)).toEqual(['login', 'email']);
    expect(proposeMapping(['Телефон', 'Сотрудник'], [['11223344595', 'Иванова Мария']], IMPORT_COLUMNS)).toEqual(['phone', 'fullName']);
  });

  it('takes each field once: the whole name or its parts, the column whose cells agree', () => {
    expect(proposeMapping(['Фамилия', 'Имя', 'Отчество', 'Сотрудник'], [['Ким', 'Олег', '', 'Ким О.']], IMPORT_COLUMNS)).toEqual(['surname', 'givenName', 'patronymic', null]);
    expect(proposeMapping(['ФИО', 'Фамилия'], [['Ким Олег', 'Ким']], IMPORT_COLUMNS)).toEqual(['fullName', null]);
    expect(proposeMapping(['ИНН организации', 'ИНН учредителя организации'], [['', '7299000007']], IMPORT_COLUMNS)).toEqual([null, 'organizationInn']);
    expect(proposeMapping(['Отпечаток 1', 'Отпечаток 2'], [[PRINT, PRINT]], IMPORT_COLUMNS)).toEqual(['thumbprint', 'thumbprint']);
  });

  it('has to be enough to know an account by', () => {
    expect(checkMapping(['fullName', 'snils', null])).toEqual([]);
    expect(checkMapping(['surname', 'givenName', 'organizationInn'])).toEqual([]);
    expect(checkMapping(['surname', 'phone', null])).toEqual([{ code: 'no-name' }, { code: 'no-identity' }]);
    expect(checkMapping(['fullName', 'fullName', 'login'])).toEqual([{ code: 'twice', field: 'fullName' }]);
  });

  it('is remembered for columns of the same names', () => {
    expect(headerFingerprint(['ФИО ', 'Учётная_запись'])).toEqual(headerFingerprint(['фио', 'УЧЕТНАЯ  ЗАПИСЬ']));
    expect(headerFingerprint(['ФИО', 'ИНН'])).not.toEqual(headerFingerprint(['ИНН', 'ФИО']));
  });

  it('shows of a СНИЛС three digits, and knows data from names', () => {
    expect([maskSnils('112-233-445 95', false), maskSnils('11223344595', true), maskSnils('89220000000', false), maskSnils('Ким', true)]).toEqual(['*** 595', '*** 595', '89220000000', '']);
    expect(['729900000107', 'a@b.ru', '123456', 'Фамилия', '№ 5'].map(isPersonData)).toEqual([true, true, true, false, false]);
    expect([contentOf([]), contentOf(['', '']), contentOf(['да', 'нет', ''])]).toEqual([null, null, 'flag']);
  });
});

describe('whether an account is blocked', () => {
  it.each([
    ['Заблокирован', true], ['заблокирована 01.02.2026', true], ['да', true], ['1', true], ['ИСТИНА', true], ['Не активен', true], ['Недействующий', true], ['Отключена', true], ['Активен: нет', true], ['Заблокирован: да', true], ['01.02.2026', true], ['disabled', true],
    ['', false], ['нет', false], ['0', false], ['ЛОЖЬ', false], ['Активен', false], ['действующая', false], ['Активен: да', false], ['Заблокирован = нет', false], ['Не заблокирован', false],
    ['на проверке', null], ['2', null],
  ])('«%s»: %s', (cell, blocked) => {
    expect(isBlocked(cell, false)).toBe(blocked);
  });

  it.each([['да', false], ['1', false], ['нет', true], ['0', true], ['Заблокирован', true], ['Активен', false], ['', false], ['01.02.2026', null]])('asked «Активен», «%s»: %s', (cell, blocked) => {
    expect(isBlocked(cell, true)).toBe(blocked);
  });
});
