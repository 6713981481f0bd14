import fc from 'fast-check';
import { foldName } from './folded-name.js';
import { compareNames, type NameComparison } from './name-comparison.js';
import { compareOrganizationNames } from './organization-name.js';
import { type ComparedPerson, type DirectoryAccount, matchPerson } from './person-match.js';
import { isPersonal } from './personal-email.js';

const compare = (a: string, b: string) => compareNames(foldName(a), foldName(b));

describe('compareNames', () => {
  it.each<[string, string, NameComparison]>([
    ['Королёва Алёна Петровна', 'КОРОЛЕВА Алена  Петровна', 'same'],
    ['Королёва Алёна Петровна', 'Алена Петровна Королева', 'same'],
    ['Иванова Мария Петровна', 'Ивонова Мария Петровна', 'typo'],
    ['Иванова Мария Петровна', 'Иванова Марья Петровна', 'typo'],
    ['Иванова Наталья Петровна', 'Иванова Наталия Петровна', 'typo'],
    ['Иванова Мария Петровна', 'Иванова М.П.', 'partial'],
    ['Иванова Мария Петровна', 'М. П. Иванова', 'partial'],
    ['Иванова Мария Петровна', 'Иванова Мария', 'partial'],
    ['Иванова-Петрова Мария Сергеевна', 'Петрова Мария Сергеевна', 'partial'],
    ['Иванова Мария Петровна', 'Сидорова Мария Петровна', 'renamed'],
    ['Иванова Мария Петровна', 'Иванова Марина Петровна', 'differs'],
    ['Иванов Александр Петрович', 'Иванова Александра Петровна', 'differs'],
    ['Иванов Пётр Егорович', 'Иванов Пётр Игоревич', 'differs'],
    ['Иванова Мария Петровна', 'Иванова М.И.', 'differs'],
    ['Иванова Мария Петровна', 'Сидорова М.П.', 'differs'],
    ['Иванова Мария Петровна', '', 'differs'],
  ])('%s and %s: %s', (a, b, comparison) => {
    expect([compare(a, b), compare(b, a)]).toEqual([comparison, comparison]);
  });
});

describe('compareOrganizationNames', () => {
  it.each([
    ['Муниципальное автономное общеобразовательное учреждение «Школа № 5»', 'МАОУ "Школа №5"', 'same'],
    ['МАОУ «Школа № 5»', 'МАОУ «Школа № 6»', 'differs'],
    ['ГБУ Тюменской области «Тестовая больница № 1»', 'ГБУ ТО «Тестовая больница № 1» г. Тюмени', 'similar'],
    ['ГБУ «Больница»', 'МКУ «Управление»', 'differs'],
  ])('%s and %s: %s', (a, b, comparison) => {
    expect(compareOrganizationNames(a, b)).toBe(comparison);
  });
});

it('knows an own mailbox from one of a department', () => {
  expect(['ivanova.mp@example.ru', 'm.ivanova@example.ru', 'yuzhakova-2@example.ru', 'iuzhakova@example.ru'].map((email) => isPersonal(email, email.includes('zh') ? 'южакова' : 'иванова'))).toEqual([true, true, true, true]);
  expect(['school5@example.ru', 'zakupki@example.ru', 'petrova@example.ru'].some((email) => isPersonal(email, 'иванова'))).toBe(false);
});

describe('matchPerson', () => {
  const hash = (digit: number) => Buffer.alloc(32, digit);
  const person: ComparedPerson = {
    name: foldName('Иванова Мария Петровна'), snilsHash: hash(1), thumbprint: 'A'.repeat(40), inn: '729900000107', organizationInn: '7299000007', organizationName: null, emails: ['ivanova@example.ru'],
  };
  const account: DirectoryAccount = {
    accountKey: 'login:1', login: '1', fullName: 'Иванова Мария Петровна', snilsHash: null, snilsTail: null, inn: null, organizationInn: '7299000007', organizationName: null, email: null, blocked: false, thumbprints: [],
  };
  const strength = (change: Partial<DirectoryAccount>, ...others: Partial<DirectoryAccount>[]) =>
    matchPerson(person, [change, ...others].map((each, index) => ({ ...account, accountKey: String(index), ...each }))).find(({ account: { accountKey } }) => accountKey === '0')?.strength ?? null;
  const elsewhere = { organizationInn: '7299000014' };

  it.each<[string, string | null, Partial<DirectoryAccount>, ...Partial<DirectoryAccount>[]]>([
    ['СНИЛС and name', 'certain', { snilsHash: hash(1) }],
    ['СНИЛС, another surname and organisation', 'certain', { snilsHash: hash(1), fullName: 'Сидорова Мария Петровна', ...elsewhere }],
    ['СНИЛС of somebody quite different', 'weak', { snilsHash: hash(1), fullName: 'Ким Олег Юрьевич' }],
    ['another СНИЛС', 'weak', { snilsHash: hash(2) }],
    ['another СНИЛС elsewhere', null, { snilsHash: hash(2), ...elsewhere }],
    ['ИНН and initials', 'strong', { inn: '729900000107', fullName: 'Иванова М.П.' }],
    ['thumbprint', 'certain', { thumbprints: ['A'.repeat(40)], ...elsewhere }],
    ['name and organisation', 'strong', {}],
    ['the same, but the name occurs elsewhere', 'weak', {}, elsewhere],
    ['name only', 'weak', elsewhere],
    ['a typo in the organisation', 'weak', { fullName: 'Иваннова Мария Петровна' }],
    ['a typo with the own mailbox', 'strong', { fullName: 'Иваннова Мария Петровна', email: 'ivanova@example.ru' }],
    ['the own mailbox elsewhere', 'strong', { ...elsewhere, email: 'ivanova@example.ru' }],
    ['a mailbox that others have too', 'weak', { ...elsewhere, email: 'ivanova@example.ru' }, { fullName: 'Ким Олег Юрьевич', email: 'ivanova@example.ru' }],
    ['two accounts told by name alone, with two СНИЛС', 'certain', { snilsHash: hash(1) }, { snilsHash: hash(2) }],
    ['a colleague with her given names', 'weak', { fullName: 'Сидорова Мария Петровна' }],
    ['a like name elsewhere', null, { fullName: 'Иваннова Мария Петровна', ...elsewhere }],
  ])('%s: %s', (_name, expected, change, ...others) => {
    expect(strength(change, ...others)).toBe(expected);
  });

  it('doubts namesakes whose own numbers contradict each other', () => {
    const found = matchPerson({ ...person, snilsHash: null }, [{ ...account, snilsHash: hash(3) }, { ...account, accountKey: '2', snilsHash: hash(4) }]);
    expect(found.map(({ strength: each }) => each)).toEqual(['weak', 'weak']);
  });

  it('takes nobody with other numbers for him, whatever else is alike', () => {
    const names = fc.constantFrom('Иванова Мария Петровна', 'иванова М.П.', 'Мария Иванова', 'Ивaнова Мария Петровна', 'Иваннова Мария Петровна', 'Сидорова Мария Петровна');
    const others = fc.record({ fullName: names, email: fc.constantFrom('ivanova@example.ru', null), organizationInn: fc.constantFrom('7299000007', '7299000014', null), number: fc.boolean() });
    fc.assert(
      fc.property(fc.array(others, { minLength: 1, maxLength: 6 }), (rows) => {
        const accounts = rows.map(({ number, ...row }, index) => ({ ...account, accountKey: String(index), ...row, ...(number ? { snilsHash: hash(9) } : { inn: '729900000999' }) }));
        expect(matchPerson(person, accounts).filter(({ strength: each }) => each !== 'weak')).toEqual([]);
      }),
    );
  });
});
