import type { CertificateFacts } from '../certificates/certificate-facts.js';
import { type Answers, completed, importKind, importResultFrom } from './answers.js';
import { checkRequest, importFaults, requestFrom } from './details.js';
import { NOTHING_SAID } from './wizard-steps.js';

const certificate = {
  subject: { commonName: 'Иванова Мария Петровна', surname: 'Иванова', givenName: 'Мария Петровна', title: 'Экономист', organization: 'ГБУ ТО «ТБ № 1»', innLegal: '7299000007', ogrn: '1997200000004', inn: null, ogrnip: null, email: null },
} as CertificateFacts;
const contact: Answers = { 'contact.fullName': 'Иванова Мария Петровна', 'contact.phone': '+7 3452 00-00-00', 'contact.email': 'ivanova@example.ru', consent: '2026-11' };
const letter: Answers = { ...contact, 'organization.headPosition': 'Главный врач', 'organization.headName': 'Петров Иван Сергеевич', 'newUser.sameRolesAs': 'Сидорова Анна' };

function check(answers: Answers, route: 'letter-email' | 'service-desk') {
  const all = completed(answers, certificate);
  return checkRequest(all, route, requestFrom(all, route, null, NOTHING_SAID, '2026-11'));
}
const faults = (answers: Answers, route: 'letter-email' | 'service-desk') => check(answers, route).faults.map(({ path, code }) => `${path} ${code}`);

describe('checkRequest', () => {
  test('takes what the certificate says, and the contact as the new user', () => {
    const { request } = check(letter, 'letter-email');
    expect(request?.organization).toMatchObject({ inn: '7299000007', name: 'ГБУ ТО «ТБ № 1»', headName: 'Петров Иван Сергеевич' });
    expect(request?.newUser).toMatchObject({ fullName: 'Иванова Мария Петровна', position: 'Экономист', email: 'ivanova@example.ru', sameRolesAs: 'Сидорова Анна' });
  });

  test('a ticket needs no new user and no head', () => {
    expect(check(contact, 'service-desk').request).toMatchObject({ newUser: null, organization: { headName: null } });
  });

  test('names every fault once, at its field', () => {
    expect(faults({ ...letter, 'contact.phone': '12', 'contact.email': '', 'organization.kpp': 'x', consent: '', 'newUser.isMe': 'yes', 'newUser.sameRolesAs': ' ' }, 'letter-email')).toEqual([
      'organization.kpp kpp',
      'contact.phone phone',
      'contact.email required',
      'newUser.phone phone',
      'newUser.email required',
      'consent required',
      'newUser.sameRolesAs required',
    ]);
  });

  test('asks again when the text has changed since it was agreed to', () => {
    expect(faults({ ...contact, consent: '2026-10' }, 'service-desk')).toEqual(['consent changed']);
  });

  test('roles are lines', () => {
    expect(check({ ...letter, 'newUser.roles': 'Заказчик\n\n Наблюдатель ' }, 'letter-email').request?.newUser?.roles).toEqual(['Заказчик', 'Наблюдатель']);
    expect(faults({ ...letter, 'newUser.roles': 'р'.repeat(300) }, 'letter-email')).toEqual(['newUser.roles too-long']);
  });
});

describe('the window', () => {
  test.each<[Answers, ReturnType<typeof importKind>, string[]]>([
    [{}, null, ['importResult.kind']],
    [{ 'importResult.kind': 'none', 'importResult.withOwner': 'x' }, 'none', []],
    [{ 'importResult.withOwner': '0' }, 'counters', []],
    [{ 'importResult.kind': 'counters' }, 'counters', ['importResult.previouslyLoaded']],
    [{ 'importResult.kind': 'counters', 'importResult.previouslyLoaded': '-1', 'importResult.withOwner': 'ноль' }, 'counters', ['importResult.previouslyLoaded', 'importResult.withOwner']],
    [{ 'importResult.kind': 'error', 'importResult.errorText': ' ' }, 'error', ['importResult.errorText']],
  ])('%j', (answers, kind, paths) => {
    expect(importKind(answers)).toBe(kind);
    expect(importFaults(answers).map(({ path }) => path)).toEqual(paths);
  });

  test('passes over the fields of a choice that was not made', () => {
    expect(importResultFrom({ 'importResult.kind': 'error', 'importResult.errorText': 'e', 'importResult.withOwner': '0' })).toEqual({ previouslyLoaded: null, withOwner: null, errorText: 'e' });
  });
});
