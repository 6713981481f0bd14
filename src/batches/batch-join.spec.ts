import { proposeMapping } from '../columns/proposed-mapping.js';
import { BATCH_COLUMNS, batchColumns, checkBatchColumns, columnsByHeader } from './batch-columns.js';
import { type JoinableFile, joinTable } from './batch-join.js';
import { factsOf, NO_FACTS, readRow } from './batch-row.js';

const HEADERS = ['№', 'Файл', 'ФИО', 'Ранее загружено', 'С владельцем', 'Заблокирован', 'СЭД', 'ИНН организации', 'Руководитель', 'Должность руководителя'];
const row = (number: number, ...cells: string[]) => readRow(number, cells, batchColumns(HEADERS));
const file = (place: number, fileName: string, person: string | null = null, change: Partial<JoinableFile> = {}): JoinableFile => ({ place, fileName, person, named: true, thumbprint: null, repeated: false, ...change });

describe('a table of failed imports', () => {
  it('is understood by its headers', () => {
    expect(batchColumns(HEADERS)).toEqual([null, 'file', 'fullName', 'previouslyLoaded', 'withOwner', 'userBlocked', 'edms', 'organizationInn', 'headName', 'headPosition']);
  });

  it('is proposed to a person by headers and content, the sure content first', () => {
    const print = 'AB'.repeat(20);
    expect(proposeMapping(['Имя', 'Что', 'x', 'Адрес', 'Телефон', 'Ошибка'], [['a.cer', 'Ким Олег', print, 'kim@example.ru', '8 3452 00-00-00', 'kim@example.ru']], BATCH_COLUMNS)).toEqual(['file', 'fullName', 'thumbprint', 'email', 'phone', 'errorText']);
    expect(proposeMapping(['Фамилия', 'Имя', 'Сотрудник', 'Файл'], [['Ким', 'Олег', 'Ким О.', '17']], BATCH_COLUMNS)).toEqual(['surname', 'givenName', null, 'file']);
  });

  it('is chosen by hand or by a program, each field once, with something to find the certificate by', () => {
    expect(checkBatchColumns(['phone', 'phone', null])).toEqual([{ path: 'column-1', code: 'mapping-twice' }, { path: 'table', code: 'batch-table-columns' }]);
    expect(checkBatchColumns(['thumbprint', 'phone'])).toEqual([]);
    expect(columnsByHeader(['Файл', 'Документ', 'Телефон'], { 'ДОКУМЕНТ': 'file', Телефон: null, Нет: 'email' })).toEqual({ columns: [null, 'file', null], unknown: ['Нет'] });
  });

  it('says what it knows, and what was not understood', () => {
    const read = row(2, '1', 'a.cer', 'Иванова Мария', '0', 'две', 'да', 'Директум');
    expect(read).toMatchObject({ fileName: 'a.cer', importResult: { previouslyLoaded: 0, withOwner: null, errorText: null }, facts: { userBlocked: 'yes', edms: 'directum', userRegistered: 'unknown' }, unclear: ['withOwner'] });
    const common = { importResult: { previouslyLoaded: 0, withOwner: 0, errorText: null }, facts: { ...NO_FACTS, userBlocked: 'no', userRegistered: 'no' } } as const;
    expect(factsOf(read, common)).toMatchObject({ importResult: { withOwner: null }, facts: { userBlocked: 'yes', userRegistered: 'no', edms: 'directum' } });
    expect(factsOf(null, common)).toEqual(common);
  });

  it('keeps no private key that somebody pasted into a cell', () => {
    const key = '-----BEGIN PRIVATE KEY----- MC4CAQAwBQYDK2VwBCIEIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA -----END PRIVATE KEY-----';
    const read = row(2, '1', 'a.cer', 'Иванова Мария', '0', '0', 'да', 'нет', '7299000007', key, `Врач ${key}`);
    expect(read).toMatchObject({ organization: { headName: null, headPosition: null }, unclear: ['headName', 'headPosition'] });
    expect(JSON.stringify(read)).not.toContain('PRIVATE');
  });

  it('knows the window by the words that stand in it', () => {
    expect(batchColumns(['Файл', 'Количество ранее загруженных сертификатов', 'Из них с указанием владельца'])).toEqual(['file', 'previouslyLoaded', 'withOwner']);
  });

  it('is not laid beside a certificate of somebody else, however its row names it', () => {
    const files = [file(1, 'a.cer', 'Иванова Мария Петровна'), file(2, 'b.cer', 'Петрова Мария Петровна'), file(3, 'c.cer', 'ГБУ «Больница»', { named: false }), file(4, 'd.cer', 'Ким Олег Ли', { thumbprint: 'A'.repeat(40) })];
    const rows = [row(2, '', 'a.cer', 'Петров Пётр Ильич'), row(3, '', 'b.cer', 'Сидорова Мария Петровна'), row(4, '', 'c.cer', 'Ким Олег'), { ...row(5, '', '', 'Кто-то Другой'), thumbprint: 'A'.repeat(40) }];
    const { rowOf, lonely } = joinTable(files, rows);
    expect([...rowOf.keys()]).toEqual([2, 3]);
    expect(lonely.map(({ row: { number }, note }) => [number, note])).toEqual([[2, 'other-person'], [5, 'other-person']]);
  });

  it('is laid beside the archive by file, thumbprint or name, and guesses nothing', () => {
    const files = [
      file(1, 'Отдел/Иванова.CER', 'Иванова Мария Петровна'),
      file(2, 'b.cer', 'Петров Пётр Ильич'),
      file(3, 'c.cer', 'Сидоров Иван Ильич', { thumbprint: 'A'.repeat(40) }),
      file(4, 'd.cer', 'Кузнецова Анна Львовна'),
      file(5, 'e.cer', 'Кузнецова Анна Львовна'),
      file(6, 'x/dup.cer', 'Орлов Олег'),
      file(7, 'y/dup.cer', 'Орлов Олег', { repeated: true }),
    ];
    const byThumbprint = { ...row(4, '', '', 'Сидорова'), thumbprint: 'A'.repeat(40) };
    const rows = [row(2, '', 'иванова'), row(3, '', '', 'Пётр Ильич Петров'), byThumbprint, row(5, '', '', 'Кузнецова Анна Львовна'), row(6, '', 'dup.cer'), row(7, '', 'нет такого.cer', 'Орлов Олег'), row(8, '', 'b.cer')];
    const { rowOf, lonely, repeated } = joinTable(files, rows);
    expect([...rowOf].map(([place, { number }]) => [place, number])).toEqual([[1, 2], [2, 3], [3, 4]]);
    expect(lonely.map(({ row: { number }, note }) => [number, note])).toEqual([[5, 'several-files'], [6, 'several-files'], [7, null]]);
    expect(repeated.map(({ row: { number }, place }) => [number, place])).toEqual([[8, 2]]);
  });
});
