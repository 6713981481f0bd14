import { TemplatesService } from '../platform/templates.service.js';
import { sampleLetter } from './letter-data.sample.js';
import { type LetterData } from './letter-data.js';
import { letterModel, type LetterModel } from './letter-model.js';

const words = new TemplatesService();
const sample = sampleLetter();
const [user] = sample.users;
const [file] = sample.enclosures;
if (!user || !file) throw new Error('sample without a user');
const modelOf = (changes: Partial<LetterData> = {}): LetterModel => letterModel(sampleLetter(changes), words);
const plain = (text: string | undefined): string | undefined => text?.replace(/\u00a0/gu, ' ');

describe('letterModel', () => {
  it('says everything the instruction asks for, once', () => {
    const model = modelOf();
    expect(model.heading).toBe('О регистрации пользователя в РМИС');
    expect(model.addressee).toEqual(sample.addressee.lines.map((line) => line.replace('С.Н. ', 'С.Н.\u00a0')));
    expect(model.table.users).toEqual([
      {
        caption: null,
        rows: [
          { label: 'Фамилия, имя, отчество', value: user.fullName },
          { label: 'Должность', value: user.position },
          { label: 'Телефон', value: user.phone },
          { label: 'Адрес электронной почты', value: user.email },
          { label: 'Роли в РМИС', value: 'Такие же роли, как у действующего пользователя РМИС: Сидорова Анна Ивановна' },
        ],
      },
    ]);
    expect(model.signature).toEqual({ position: 'Главный врач', name: 'И.С.\u00a0Петров' });
    expect(model.contact.map(plain)).toEqual(['Исполнитель: Иванова Мария Петровна', 'Специалист по закупкам', 'тел.: +7 3452 00-00-00', 'эл. почта: ivanova@example.ru']);
    expect(model.qr.text).toBe('2026-000123');
  });

  it('prints no full СНИЛС that somebody typed, and spoils no other number', () => {
    const snils = '112‑233‑445‑95';
    const said = { position: `Специалист, СНИЛС ${snils}`, phone: '+7 3452 00-00-00', email: '112-233-445-95@example.ru' };
    const model = modelOf({
      organization: { ...sample.organization, name: `ГБУ 11223344595 ${snils}`, shortName: snils, address: `${sample.organization.address}, ${snils}`, headPosition: `Врач ${snils}` },
      users: [{ ...user, ...said, fullName: `Иванова ${snils}`, roles: ['Роль 112 - 233 - 445 - 95'], sameRolesAs: snils }],
      contact: { ...sample.contact, ...said },
      enclosures: [{ ...file, fileName: 'Иванова 11223344595.cer' }],
    });
    const printed = JSON.stringify(model);
    expect(printed.replace(/112-233-445-95@example\.ru/g, '')).not.toMatch(/112\D{0,4}233\D{0,4}445/u);
    expect(printed).toContain('ГБУ ***-***-**5 95 ***-***-**5 95');
    expect(printed).toContain('Иванова ___-___-__5 95.cer');
    for (const kept of ['7299000007', '729901001', '1997200000004', '+7 3452 00-00-00', '112-233-445-95@example.ru', file.sha256]) expect(printed).toContain(kept);
  });

  it('describes the enclosure by name, archive, size and checksum', () => {
    const { lead, items } = modelOf().enclosure;
    expect(plain(lead)).toBe(`Приложение: файл сертификата «${file.fileName}» в архиве «${file.archiveName}», 1 файл, 2 КБ, SHA-256: ${file.sha256}.`);
    expect(items).toEqual([]);
  });

  it.each([
    [2, '2 файла, 4 КБ'],
    [5, '5 файлов, 9 КБ'],
    [21, '21 файл, 35 КБ'],
  ])('numbers %i enclosures and users', (count, total) => {
    const model = modelOf({ users: Array.from({ length: count }, () => user), enclosures: Array.from({ length: count }, () => file) });
    expect(model.heading).toBe('О регистрации пользователей в РМИС');
    expect(plain(model.enclosure.lead)).toContain(total);
    expect(model.enclosure.items).toHaveLength(count);
    expect(plain(model.enclosure.items[1])).toBe(`2. «${file.fileName}», 2 КБ, SHA-256: ${file.sha256}`);
    expect(model.table.users[0]?.caption).toBe(`Пользователь 1 из ${count}`);
    expect(model.table.users[0]?.rows.at(-1)).toEqual({ label: 'Файл сертификата', value: file.fileName });
  });

  it('puts several users into one table, a row each, with their certificates', () => {
    const certificate = { serialNumber: '01AB02CD', notBefore: '2026-02-28T20:00:00.000Z', notAfter: '2027-05-31T18:59:59.000Z' };
    const model = modelOf({ users: Array.from({ length: 3 }, () => user), enclosures: Array.from({ length: 3 }, () => ({ ...file, certificate })) });
    expect(plain(model.request[0])).toContain('всего 3 человека, –');
    expect(model.table.widths.reduce((sum, width) => sum + width)).toBe(180);
    expect(model.table.header).toHaveLength(5);
    expect(model.table.rows).toHaveLength(3);
    expect(model.table.rows[2]?.map(plain)).toEqual([
      '3',
      'Иванова Мария Петровна, Специалист по закупкам',
      '+7 3452 00-00-00, ivanova@example.ru',
      'Такие же роли, как у действующего пользователя РМИС: Сидорова Анна Ивановна',
      '№ 01AB02CD, действует с 01.03.2026 по 31.05.2027',
    ]);
    expect(plain(modelOf({ users: Array.from({ length: 21 }, () => user) }).request[0])).toContain('всего 21 человек,');
  });

  it('names the archive of each file when there are several', () => {
    const { lead, items } = modelOf({ enclosures: [file, { ...file, archiveName: 'other.zip' }] }).enclosure;
    expect(lead).not.toContain('zip');
    expect(items[1]).toContain('«other.zip»');
  });

  it('joins roles with the colleague who has the same', () => {
    const rows = modelOf({ users: [{ ...user, roles: ['Исполнитель', '', 'Согласующий'] }] }).table.users[0]?.rows;
    expect(rows?.at(-1)?.value).toBe('Исполнитель; Согласующий; а также такие же роли, как у действующего пользователя РМИС: Сидорова Анна Ивановна');
  });

  it('calls the number of a sole trader ОГРНИП', () => {
    expect(modelOf({ organization: { ...sample.organization, ogrn: '399720000000014' } }).letterhead.map(plain)).toContain('ОГРНИП 399720000000014');
  });

  it('leaves out requisites that are not known, and blanks the registration', () => {
    const organization = { ...sample.organization, shortName: null, address: null, phone: null, email: null, kpp: null, ogrn: null };
    expect(modelOf({ organization }).letterhead.map(plain)).toEqual([sample.organization.name, 'ИНН 7299000007']);
    expect(modelOf().registration).toMatch(/^_+\s№\s_+$/u);
    expect(plain(modelOf({ registration: { date: '25.11.2026', number: '01-15/123' } }).registration)).toBe('25.11.2026 № 01-15/123');
  });

  it('prints strange values as they are, on one line', () => {
    const model = modelOf({ users: [{ ...user, fullName: '{{7*7}} <b>&amp;</b>\n\n#import "x"' }] });
    expect(model.table.users[0]?.rows[0]?.value).toBe('{{7*7}} <b>&amp;</b> #import "x"');
  });
});
