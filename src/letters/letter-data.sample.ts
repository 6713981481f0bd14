import { type LetterData } from './letter-data.js';

/** An ordinary one-page letter of invented people (ИНН office 7299 belongs to nobody), for specs and examples. */
export function sampleLetter(changes: Partial<LetterData> = {}): LetterData {
  const employee = { fullName: 'Иванова Мария Петровна', position: 'Специалист по закупкам', phone: '+7 3452 00-00-00', email: 'ivanova@example.ru' };
  return {
    caseNumber: '2026-000123',
    addressee: {
      lines: ['Начальнику Управления', 'государственных закупок', 'Тюменской области', 'С.Н. Панкову'],
      salutation: 'Уважаемый Сергей Николаевич!',
    },
    organization: {
      name: 'Государственное бюджетное учреждение Тюменской области «Тестовая больница № 1»',
      shortName: 'ГБУ ТО «Тестовая больница № 1»',
      address: '625000, г. Тюмень, ул. Тестовая, д. 1',
      phone: '+7 3452 00-00-01',
      email: 'hospital@example.ru',
      inn: '7299000007',
      kpp: '729901001',
      ogrn: '1997200000004',
      headPosition: 'Главный врач',
      headName: 'Петров Иван Сергеевич',
    },
    users: [{ ...employee, roles: [], sameRolesAs: 'Сидорова Анна Ивановна' }],
    enclosures: [
      {
        fileName: 'Иванова Мария Петровна, до 31.05.2027.cer',
        archiveName: 'certificate-2026-000123.zip',
        size: 1694,
        sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      },
    ],
    contact: employee,
    registration: null,
    createdAt: '2026-11-24T09:05:00.000Z',
    ...changes,
  };
}
