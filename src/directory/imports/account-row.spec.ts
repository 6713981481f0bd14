import { AccountReader, type AccountRow } from './account-row.js';
import type { ColumnMapping } from './import-fields.js';

const PRINT = 'ABCDEF0123456789ABCDEF0123456789ABCDEF01';
const read = (mapping: ColumnMapping, ...cells: string[]) => new AccountReader(mapping, 'secret').read({ cells });
const account = (mapping: ColumnMapping, ...cells: string[]): AccountRow => {
  const row = read(mapping, ...cells);
  if ('refused' in row) throw new Error(row.refused);
  return row.account;
};

describe('a row of an export', () => {
  it('becomes an account, its СНИЛС a keyed hash and three digits', () => {
    const mapping: ColumnMapping = ['surname', 'givenName', 'patronymic', 'snils', 'inn', 'organizationInn', 'email', 'phone', 'active', 'thumbprint', 'certificateNotAfter', 'login'];
    const row = account(mapping, 'Иванова', ' Мария', 'Петровна', '112-233-445 95', '729900000107', '7299000007', 'Ivanova@Example.ru; x@y.ru', '+7 (3452) 00-00-00, доб. 1', 'нет', `${PRINT.toLowerCase()}; ${PRINT}`, '31.05.2027', 'Ivanova');
    expect(row).toMatchObject({
      accountKey: 'login:ivanova', fullName: 'Иванова Мария Петровна', surname: 'иванова', initials: 'мп', snilsTail: '595', inn: '729900000107', organizationInn: '7299000007', email: 'ivanova@example.ru',
      phone: '73452000000', blocked: true, thumbprints: [PRINT], certificateNotAfter: new Date('2027-05-31T18:59:59Z'),
    });
    expect(JSON.stringify({ ...row, snilsHash: row.snilsHash?.toString('latin1') })).not.toContain('11223344595');
  });

  it('gets back zeros that a spreadsheet took, loses what cannot be right, and is taken all the same', () => {
    const mapping: ColumnMapping = ['fullName', 'snils', 'inn', 'organizationInn', 'email', 'blocked', 'thumbprint', 'certificateNotAfter'];
    expect(account(mapping, 'Ким Олег', '112233', '00729900000107').snilsTail).toBeNull();
    const row = read(mapping, 'Ким Олег', '11223344500', '123', '7299000008', 'нет почты', 'неясно', 'нет', 'бессрочно');
    expect(row).toMatchObject({ account: { snilsHash: null, inn: null, organizationInn: null, email: null, blocked: false, thumbprints: [], certificateNotAfter: null }, warnings: ['snils', 'inn', 'organization-inn', 'email', 'blocked', 'thumbprint', 'date'] });
    expect(read(mapping, 'Ким Олег')).toMatchObject({ warnings: [] });
  });

  it.each([
    ['2027-05-31', '2027-05-31T18:59:59.000Z'], ['2027-05-31T12:00:00', '2027-05-31T07:00:00.000Z'], ['31.05.2027 12:00', '2027-05-31T07:00:00.000Z'], ['2027-05-31T12:00:00Z', '2027-05-31T12:00:00.000Z'], ['1.5.27', '2027-05-01T18:59:59.000Z'], ['с 01.02.2026 по 31.05.2027', '2027-05-31T18:59:59.000Z'], ['46538', '2027-05-31T18:59:59.000Z'],
  ])('ends %s at %s', (typed, instant) => {
    expect(account(['fullName', 'certificateNotAfter'], 'Ким Олег', typed).certificateNotAfter?.toISOString()).toBe(instant);
  });

  it('is not taken without a name, or when it cannot be read', () => {
    expect([read(['fullName'], '—'), read(['fullName'], ''), new AccountReader(['fullName'], 's').read({ cells: [], broken: true })]).toEqual([{ refused: 'no-name' }, { refused: 'no-name' }, { refused: 'broken' }]);
  });

  it('is not taken when it is a title or a sum among people', () => {
    const mapping: ColumnMapping = ['fullName', 'login'];
    expect(['ГБУ ТО «Больница № 1»', 'Итого: 20', 'Управление образования', 'Всего 5'].map((name) => read(mapping, name, ''))).toEqual(Array(4).fill({ refused: 'no-person' }));
    expect(account(mapping, 'Ким Олег (2)', 'kim2').login).toBe('kim2');
    expect(account(mapping, 'Ким-Ли О. (мл.)', '').fullName).toBe('Ким-Ли О. (мл.)');
  });

  it('is the same account next time: by login, else by person and organisation', () => {
    const mapping: ColumnMapping = ['fullName', 'snils', 'organizationInn', 'organizationName', 'login'];
    const key = (...cells: string[]): string => account(mapping, ...cells).accountKey;
    expect(key('Ким Олег', '', '', '', 'KIM')).toBe(key('Кимов Олег', '112-233-445 95', '', '', 'kim'));
    expect(key('Ким Олег', '112-233-445 95', '7299000007')).toBe(key('Кимов Олег', '11223344595', '7299000007', 'ГБУ'));
    expect(key('Ким  Олёг', '', '', 'ГБУ «А»')).toBe(key('ким олег', '', '', 'ГБУ "А"'));
    expect(key('Ким Олег', '', '7299000007')).not.toBe(key('Ким Олег', '', ''));
  });
});
